"""What differs between two wordings of a text, line by line and mark by mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from markupsafe import Markup, escape

from services.contracts.requests.notices import TextView
from services.gateway.pages.core.filters import day

_DELETED = Markup("<del>{}</del>")
_INSERTED = Markup("<ins>{}</ins>")

CONTEXT = 1
"""Unchanged lines shown around a change."""


class LineKind(StrEnum):
    """What happened to a line."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; within it, what changed is marked."""

    kind: LineKind
    html: Markup


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A short field before and after."""

    label: str
    before: str
    after: str


def changed_fields(before: TextView, after: TextView) -> list[FieldChange]:
    """Title, summary, date and issuing body, as far as they differ."""
    rows = [
        ("标题", before.title, after.title),
        ("简介", before.summary, after.summary),
        ("发文日期", day(before.issued_on), day(after.issued_on)),
        ("发文单位", before.issuing_body, after.issuing_body),
    ]
    return [FieldChange(label, old, new) for label, old, new in rows if old != new]


def changed_lines(before: str, after: str) -> list[Line]:
    """The bodies compared; long stretches that are alike are left out."""
    old, new = before.split("\n"), after.split("\n")
    if old == new:
        return []
    found: list[Line] = []
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (what, a, b, c, d) in enumerate(operations):
        if what == "equal":
            last = number == len(operations) - 1
            found += _context(old[a:b], first=number == 0, last=last)
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def _context(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    head = [] if first else lines[:CONTEXT]
    tail = [] if last else lines[len(lines) - CONTEXT :]
    if len(head) + len(tail) >= len(lines):
        yield from (Line(LineKind.SAME, escape(line)) for line in lines)
        return
    yield from (Line(LineKind.SAME, escape(line)) for line in head)
    yield Line(LineKind.SKIPPED, escape(f"（{len(lines) - len(head) - len(tail)}行没有变化）"))
    yield from (Line(LineKind.SAME, escape(line)) for line in tail)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that took the place of others are compared mark by mark, in pairs."""
    if len(old) != len(new):
        yield from (Line(LineKind.REMOVED, escape(line)) for line in old)
        yield from (Line(LineKind.ADDED, escape(line)) for line in new)
        return
    for before, after in zip(old, new, strict=True):
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        operations = matcher.get_opcodes()
        cuts = [(what == "equal", before[a:b]) for what, a, b, _, _ in operations]
        puts = [(what == "equal", after[c:d]) for what, _, _, c, d in operations]
        yield Line(LineKind.REMOVED, _marked(cuts, _DELETED))
        yield Line(LineKind.ADDED, _marked(puts, _INSERTED))


def _marked(pieces: Sequence[tuple[bool, str]], frame: Markup) -> Markup:
    """A line out of its pieces; what the other line does not have stands in the frame."""
    return Markup("").join(
        escape(piece) if alike else frame.format(piece) for alike, piece in pieces if piece
    )
