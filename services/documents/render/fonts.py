"""What the fonts can draw, read from the font files themselves before anything is laid out.

A character that no font of the stack holds stops the document (`domain` §6.2-6): a printed form
must never show an empty box. Private-use characters count as missing whatever a font draws for
them, since two fonts rarely agree on what they mean; mapping them is the applications' job.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from services.contracts.errors import MissingGlyphError

_UNICODE_SIZE: Final = 0x110000
_NARROW_LIMIT: Final = 0x2E80
"""Below lie the scripts with proportional widths; Han and its punctuation are one em wide."""
_INVISIBLE: Final = frozenset("\n\u200c\u200d")
"""Characters that legitimately draw nothing: line ends and the Arabic-script joiners."""
_VARIATION_SELECTORS: Final = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


class FontUnavailableError(RuntimeError):
    """A font that the templates name is not installed on this machine."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face on disk."""

    family: str
    path: Path
    index: int


class FontStack:
    """The fonts of one CSS `font-family` list: coverage of all, widths of the first."""

    def __init__(self, families: Sequence[str]) -> None:
        """Read the character maps of the families, in order of preference."""
        self.families = tuple(families)
        self._covered = bytearray(_UNICODE_SIZE // 8)
        self._variations: set[tuple[int, int]] = set()
        self._advances: dict[int, float] = {}
        for position, family in enumerate(families):
            self._read(locate(family), with_widths=position == 0)

    def covers(self, char: str) -> bool:
        """Say whether some font of the stack draws the character."""
        point = ord(char)
        if unicodedata.category(char) == "Co":
            return False
        return bool(self._covered[point >> 3] & (1 << (point & 7))) or char in _INVISIBLE

    def missing(self, text: str) -> str | None:
        """The first character (with its variation selector, if that is the fault) not drawable."""
        previous = 0
        for char in text:
            point = ord(char)
            if point in _VARIATION_SELECTORS:
                if (previous, point) not in self._variations:
                    return chr(previous) + char if previous else char
            elif not self.covers(char):
                return char
            previous = point
        return None

    def advance(self, char: str) -> float:
        """Width of a character in em; everything wide or unknown counts as one."""
        point = ord(char)
        if point in _VARIATION_SELECTORS or char in _INVISIBLE:
            return 0.0
        return self._advances.get(point, 1.0)

    def _read(self, file: FontFile, *, with_widths: bool) -> None:
        with TTFont(file.path, fontNumber=file.index, lazy=True) as font:
            best: Mapping[int, str] = font.getBestCmap()
            for point in best:
                self._covered[point >> 3] |= 1 << (point & 7)
            for table in font["cmap"].tables:
                for selector, pairs in getattr(table, "uvsDict", {}).items():
                    self._variations.update((base, selector) for base, _ in pairs)
            if with_widths:
                metrics = font["hmtx"]
                em = font["head"].unitsPerEm
                self._advances = {
                    point: metrics[name][0] / em
                    for point, name in best.items()
                    if point < _NARROW_LIMIT
                }


@lru_cache
def font_stack(families: tuple[str, ...]) -> FontStack:
    """The stack of these families, read once per process: forms and lists share it."""
    return FontStack(families)


def require_glyphs(stack: FontStack, texts: Mapping[str, str]) -> None:
    """Check every text of a document, keyed by the words people know its field by.

    Raises:
        MissingGlyphError: naming the field and the code point of the first fault.
    """
    for field, text in texts.items():
        fault = stack.missing(text)
        if fault is not None:
            points = " ".join(f"U+{ord(char):04X}" for char in fault)
            raise MissingGlyphError(field=field, codepoint=points)


@lru_cache
def locate(family: str) -> FontFile:
    """Find the regular face of a family through fontconfig, refusing a substitute.

    Raises:
        FontUnavailableError: when fontconfig would answer with another family.
    """
    pattern = f"{family}:style=Regular" if family.startswith("Noto") else family
    answer = subprocess.run(  # noqa: S603 -- constant program, families come from the templates
        ["/usr/bin/fc-match", "--format", "%{file}|%{index}|%{family}", pattern],
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    ).stdout
    file, index, families = answer.split("|")
    if family not in families.split(","):
        raise FontUnavailableError(
            f"font {family!r} is not installed (fontconfig offers {families!r})"
        )
    return FontFile(family=family, path=Path(file), index=int(index))
