"""Making text fit its box: 10.5 → 9 → 8 pt, then as many lines as it takes (`domain` §2.6).

Lines are counted from the advance widths of the font, which is exact for Han text up to the rules
against punctuation at line ends; those are followed here as the layout engine follows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

MM_PER_PT: Final = 25.4 / 72
SIZES_PT: Final = (10.5, 9.0, 8.0)
_NO_LINE_START: Final = frozenset("，。、；：？！）》」』】〕〉”’…—·％%),.;:?!]}～")
_NO_LINE_END: Final = frozenset("（《「『【〔〈“‘([{")
_EPSILON_MM: Final = 0.05

Advance = Callable[[str], float]
"""Width of one character in em."""


@dataclass(frozen=True, slots=True)
class Box:
    """The space inside the lines of a cell, in millimetres, and its line spacing.

    A rectangle `seal_mm` wide and `seal_height_mm` high in the bottom right corner is kept free of
    text for the seal (`domain` §2.3).
    """

    width_mm: float
    height_mm: float
    leading: float = 1.25
    seal_mm: float = 0.0
    seal_height_mm: float = 0.0

    def line_height_mm(self, size_pt: float) -> float:
        """Distance of two base lines."""
        return size_pt * MM_PER_PT * self.leading

    def lines(self, size_pt: float) -> int:
        """How many lines of this size fit."""
        return int((self.height_mm + _EPSILON_MM) / self.line_height_mm(size_pt))

    def width_of(self, line: int, line_height_mm: float) -> float:
        """Width of the n-th line (from 0), shorter beside the seal."""
        free = self.height_mm - self.seal_height_mm + _EPSILON_MM
        return self.width_mm - (0.0 if (line + 1) * line_height_mm <= free else self.seal_mm)

    def count_lines(self, text: str, size_pt: float, advance: Advance) -> int:
        """How many lines the text takes at this size."""
        return sum(1 for _ in _line_starts(text, size_pt, self, advance))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text goes into a box: the size, what stays, and what goes to a continuation sheet."""

    size_pt: float
    shown: str
    rest: str = ""


def fit(text: str, box: Box, advance: Advance) -> Fit:
    """The largest size at which the whole text fits; the smallest if none does (it then wraps)."""
    for size in SIZES_PT:
        if box.count_lines(text, size, advance) <= box.lines(size):
            return Fit(size, text)
    return Fit(SIZES_PT[-1], text)


def fit_or_split(text: str, box: Box, advance: Advance, *, spare_lines: int = 1) -> Fit:
    """Like `fit`, but what does not fit at the smallest size is split off at a line end.

    `spare_lines` are kept for the remark that the text goes on.
    """
    whole = fit(text, box, advance)
    size = SIZES_PT[-1]
    if whole.size_pt > size or box.count_lines(text, size, advance) <= box.lines(size):
        return whole
    starts = list(_line_starts(text, size, box, advance))
    cut = starts[max(box.lines(size) - spare_lines, 1)]
    return Fit(size, text[:cut].rstrip("\n"), text[cut:])


def _line_starts(text: str, size_pt: float, box: Box, advance: Advance) -> Iterator[int]:
    """Offsets at which lines begin, filling each line greedily."""
    em = size_pt * MM_PER_PT
    height = box.line_height_mm(size_pt)
    line, used = 0, 0.0
    yield 0
    for start, end in _units(text):
        if text[start] == "\n":
            line, used = line + 1, 0.0
            yield end
            continue
        width = sum(advance(char) for char in text[start:end]) * em
        room = box.width_of(line, height) + _EPSILON_MM
        if used and used + width > room:
            line, used = line + 1, 0.0
            yield start
        while width > room:  # an unbreakable run wider than the line is broken anywhere
            taken = _fill(text[start:end], room, em, advance)
            start += taken  # noqa: PLW2901 -- the rest of the run is laid out like a new one
            line += 1
            yield start
            width = sum(advance(char) for char in text[start:end]) * em
            room = box.width_of(line, height) + _EPSILON_MM
        used += width


def _fill(run: str, room: float, em: float, advance: Advance) -> int:
    used = 0.0
    for position, char in enumerate(run):
        used += advance(char) * em
        if used > room:
            return max(position, 1)
    return len(run)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Unbreakable pieces: a word of narrow script, or a wide character with its punctuation."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or _may_break(text[position - 1], text[position]):
            yield start, position
            start = position


def _may_break(left: str, right: str) -> bool:
    if "\n" in (left, right):
        return True
    if right in _NO_LINE_START or left in _NO_LINE_END:
        return False
    return left == " " or _is_wide(left) or _is_wide(right)


def _is_wide(char: str) -> bool:
    return ord(char) >= 0x2E80  # noqa: PLR2004 -- CJK radicals begin here
