"""Finding sections of guides by the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^#{2,3} +(.+?)(?: *\{#([a-z][a-z0-9_-]*)\})?$")
_SIGNS = re.compile(r"\*\*|^[-#>]+ +|^\d+[.、] +|!\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)\s]+\)")

EXCERPT = 90
BEFORE = 25


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; the anchor is that of the page."""

    heading: str
    anchor: str
    text: str


def sections(body: str) -> Iterator[Section]:
    """The parts of a body; what stands before the first heading has no anchor."""
    heading, anchor, lines, number = "", "", list[str](), 0
    for line in body.split("\n"):
        found = _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        if heading or "".join(lines).strip():
            yield Section(heading, anchor, _plain(lines))
        number += 1
        heading, anchor, lines = found[1], found[2] or f"s{number}", []
    if heading or "".join(lines).strip():
        yield Section(heading, anchor, _plain(lines))


def words_of(query: str) -> list[str]:
    """The words of a query, alike in any case."""
    return [word.casefold() for word in query.split()]


def matching(body: str, title: str, words: list[str]) -> Iterator[Section]:
    """Sections that hold every word, the guide's title counted in."""
    for section in sections(body):
        text = f"{title}\n{section.heading}\n{section.text}".casefold()
        own = f"{section.heading}\n{section.text}".casefold()
        if all(word in text for word in words) and any(word in own for word in words):
            yield section


def excerpt(text: str, words: list[str]) -> str:
    """A little of a section around the first word found."""
    line = " ".join(text.split())
    places = [at for word in words if (at := line.casefold().find(word)) >= 0]
    start = max(min(places, default=0) - BEFORE, 0)
    shown = line[start : start + EXCERPT]
    return f"{'…' if start else ''}{shown}{'…' if start + EXCERPT < len(line) else ''}"


def _plain(lines: list[str]) -> str:
    return _SIGNS.sub("", _LINK.sub(r"\1", "\n".join(lines))).strip()
