"""The plan (Annex 2): its rows, its sums, and what differs between two versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.vocabulary import SeatKind

UNIT_KINDS = ("地州市", "自治区部门", "大专院校", "科研院所", "大中型企业")
"""单位类别 of Annex 2 (`domain` §4.1)."""

MAX_SPECIALTY_LENGTH = 40

RowKey = tuple[str, str]
"""What a plan row is known by in every version: (plan unit code, specialty)."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row as it stands in a plan version; `file_row` is where a finding points to."""

    seq: int
    plan_unit_code: str
    plan_unit_name: str
    unit_kind: str
    region_code: str
    southern_four: bool
    specialty: str
    quotas: Mapping[SeatKind, int]
    shortage: bool
    remark: str
    file_row: int = 0

    @property
    def key(self) -> RowKey:
        """The row's identity across versions."""
        return self.plan_unit_code, self.specialty

    @property
    def seats(self) -> int:
        """Seats of the row in all three kinds."""
        return sum(self.quotas.values())


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a plan (R24–R26)."""

    units: int
    rows: int
    by_kind: Mapping[SeatKind, int]

    @property
    def in_region(self) -> int:
        """疆内: long and short together."""
        return self.by_kind[SeatKind.LONG] + self.by_kind[SeatKind.SHORT]


def totals(lines: Iterable[PlanLine]) -> Totals:
    """Add up a plan."""
    rows = list(lines)
    return Totals(
        units=len({row.plan_unit_code for row in rows}),
        rows=len(rows),
        by_kind={kind: sum(row.quotas[kind] for row in rows) for kind in SeatKind},
    )


class ChangeKind(StrEnum):
    """How a row differs from the plan in force."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs; `before` or `after` is missing when the row is new or gone."""

    kind: ChangeKind
    key: RowKey
    before: PlanLine | None
    after: PlanLine | None

    def quota(self, line: PlanLine | None, kind: SeatKind) -> int:
        """The quota of a side; a missing row has none."""
        return line.quotas[kind] if line is not None else 0

    @property
    def lowered(self) -> tuple[SeatKind, ...]:
        """The kinds whose quota becomes smaller."""
        return tuple(
            kind
            for kind in SeatKind
            if self.quota(self.after, kind) < self.quota(self.before, kind)
        )


def changes(before: Iterable[PlanLine], after: Iterable[PlanLine]) -> list[Change]:
    """Rows whose quotas or shortage flag differ, in the order of the new plan, removed ones last.

    Order, remarks and the spelling of names do not affect anybody and are not changes.
    """
    old = {line.key: line for line in before}
    new = {line.key: line for line in after}
    found = [_change(old.get(key), line) for key, line in new.items()]
    gone = [Change(ChangeKind.REMOVED, key, old[key], None) for key in old if key not in new]
    return [change for change in found if change is not None] + gone


def _change(before: PlanLine | None, after: PlanLine) -> Change | None:
    if before is None:
        return Change(ChangeKind.ADDED, after.key, None, after)
    same = dict(before.quotas) == dict(after.quotas) and before.shortage == after.shortage
    return None if same else Change(ChangeKind.CHANGED, after.key, before, after)
