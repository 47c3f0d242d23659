"""Who plays: invented applicants over all routes, tracks and terms, each with a story.

The stories are a table; the casting director fills seat cells so that nobody is refused by chance,
except in the contested cells, where more people are nominated than there are seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, zip_longest
from typing import Any

JSON = dict[str, Any]

SOUTHERN_FOUR = ("6529", "6530", "6531", "6532")
KINDS = {
    "INLAND": ("quota_inland", "INLAND", "Y1"),
    "LONG": ("quota_long", "IN_REGION", "LONG"),
    "SHORT": ("quota_short", "IN_REGION", "SHORT"),
}
CONTESTED_CELLS = 4
RIVALS_ABOVE_QUOTA = 2


class Story(StrEnum):
    """What happens to one applicant."""

    PLAIN = "plain"
    RELAXED = "relaxed"
    TOO_OLD = "too_old"
    OUTSIDE_SCOPE = "outside_scope"
    MANAGEMENT_POST = "management_post"
    EDUCATION_TOO_LOW = "education_too_low"
    RETURNED_BY_UNIT = "returned_by_unit"
    RETURNED_BY_MID = "returned_by_mid"
    RETURNED_BY_FINAL = "returned_by_final"
    RETURNED_AT_PAPER = "returned_at_paper"
    KEY_FIELD_CHANGED = "key_field_changed"
    RETURNED_TO_DESK = "returned_to_desk"
    WITHDRAWN_DRAFT = "withdrawn_draft"
    WITHDRAWN_AT_UNIT = "withdrawn_at_unit"
    WITHDRAWN_WHEN_LISTED = "withdrawn_when_listed"
    OVERTURNED = "overturned"
    CONTESTED = "contested"


INELIGIBLE = {
    Story.TOO_OLD,
    Story.OUTSIDE_SCOPE,
    Story.MANAGEMENT_POST,
    Story.EDUCATION_TOO_LOW,
}
SEATLESS = INELIGIBLE | {Story.WITHDRAWN_DRAFT, Story.WITHDRAWN_AT_UNIT}
"""Stories that end before a seat is asked for: they do not fill a cell."""

COUNTS: dict[Story, int] = {
    Story.TOO_OLD: 3,
    Story.OUTSIDE_SCOPE: 2,
    Story.MANAGEMENT_POST: 2,
    Story.EDUCATION_TOO_LOW: 2,
    Story.WITHDRAWN_DRAFT: 2,
    Story.WITHDRAWN_AT_UNIT: 2,
    Story.WITHDRAWN_WHEN_LISTED: 2,
    Story.RETURNED_BY_UNIT: 3,
    Story.RETURNED_BY_MID: 3,
    Story.RETURNED_BY_FINAL: 3,
    Story.RETURNED_AT_PAPER: 2,
    Story.KEY_FIELD_CHANGED: 2,
    Story.RETURNED_TO_DESK: 2,
    Story.OVERTURNED: 2,
    Story.RELAXED: 10,
}
TOTAL = 126


@dataclass(frozen=True, slots=True)
class Part:
    """One applicant's part: who, where, for which seat, and what happens."""

    number: int
    story: Story
    unit: JSON
    row: JSON
    kind: str

    @property
    def cell(self) -> str:
        """Name of the seat cell."""
        return f"{self.row['plan_unit_code']}/{self.row['specialty']}/{self.kind}"

    @property
    def southern(self) -> bool:
        """Whether the unit lies in one of the four prefectures (R07, R19)."""
        return str(self.unit["region_code"]).startswith(SOUTHERN_FOUR)


@dataclass(frozen=True, slots=True)
class Programme:
    """How many people play which story."""

    counts: dict[Story, int]
    total: int
    contested_cells: int


FULL = Programme(COUNTS, TOTAL, CONTESTED_CELLS)


def cast(units: list[JSON], rows: list[JSON], programme: Programme = FULL) -> list[Part]:
    """Give every story its people, then fill up with plain ones to the programme's total."""
    cells = list(_cells(units, rows))
    contested = list(islice(_contested(cells), programme.contested_cells))
    taken: Counter[tuple[str, str]] = Counter()
    parts: list[Part] = []
    for row, kind, here in contested:
        rivals = row[KINDS[kind][0]] + RIVALS_ABOVE_QUOTA
        taken[row["plan_row_id"], kind] = rivals
        for index in range(rivals):
            parts.append(Part(len(parts), Story.CONTESTED, here[index % len(here)], row, kind))
    wanted = [story for story, count in programme.counts.items() for _ in range(count)]
    wanted += [Story.PLAIN] * max(0, programme.total - len(parts) - len(wanted))
    for story in wanted:
        row, kind, unit = _place(story, cells, taken, len(parts))
        parts.append(Part(len(parts), story, unit, row, kind))
    return parts


Cell = tuple[JSON, str, list[JSON]]


def _cells(units: list[JSON], rows: list[JSON]) -> Iterator[Cell]:
    """Open cells with the units that may apply to them, one of each plan unit in turn."""
    per_unit: dict[str, list[Cell]] = {}
    for row in rows:
        here = [unit for unit in units if unit["plan_unit_code"] == row["plan_unit_code"]]
        for kind, (column, _, _) in KINDS.items():
            if row[column] and here:
                per_unit.setdefault(row["plan_unit_code"], []).append((row, kind, here))
    for turn in zip_longest(*per_unit.values()):
        yield from (cell for cell in turn if cell is not None)


def _contested(cells: list[Cell]) -> Iterator[Cell]:
    """Cells for the races: one of each kind first, with several units if possible."""
    seen: set[str] = set()
    ordered = sorted(cells, key=lambda c: (-len(c[2]), c[0][KINDS[c[1]][0]]))
    for kind in (*KINDS, "INLAND"):
        for cell in ordered:
            unit = cell[0]["plan_unit_code"]
            if cell[1] == kind and unit not in seen:
                seen.add(unit)
                yield cell
                break


def _fits(story: Story, row: JSON, unit: JSON) -> bool:
    southern = str(unit["region_code"]).startswith(SOUTHERN_FOUR)
    needs_mid = story is Story.RETURNED_BY_MID
    if story is Story.RELAXED:
        return southern or bool(row["shortage"])
    if story in {Story.OUTSIDE_SCOPE, Story.EDUCATION_TOO_LOW}:
        return not southern
    return not needs_mid or any(node["kind"] == "MID" for node in unit["route"])


def _place(
    story: Story, cells: list[Cell], taken: Counter[tuple[str, str]], number: int
) -> tuple[JSON, str, JSON]:
    """The next free seat that suits the story, starting at another cell for each number."""
    for offset in range(len(cells)):
        row, kind, here = cells[(number + offset) % len(cells)]
        free = row[KINDS[kind][0]] - taken[row["plan_row_id"], kind]
        fitting = [unit for unit in here if _fits(story, row, unit)]
        if fitting and (free > 0 or story in SEATLESS):
            if story not in SEATLESS:
                taken[row["plan_row_id"], kind] += 1
            return row, kind, fitting[number % len(fitting)]
    raise LookupError(f"no seat suits the story {story}")
