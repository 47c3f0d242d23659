"""What may be wished for: rows of the plan that are open to the person's unit (R08)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.requests.quotas import PlanRowView
from services.contracts.vocabulary import SeatKind


@dataclass(frozen=True)
class Choice:
    """One of the values of a field."""

    value: str
    text: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True)
class Specialty:
    """One row of the plan with the seats it has of each kind."""

    value: str
    text: str
    hint: str
    kinds: str
    """Seat kinds with seats, apart by blanks, for the script that narrows the choice down."""


def specialties(
    rows: Iterable[PlanRowView], plan_unit_code: str | None, kind: SeatKind | None = None
) -> tuple[Specialty, ...]:
    """Rows of one plan unit that have seats; of one kind, once track and term are chosen."""
    return tuple(
        _specialty(row)
        for row in rows
        if row.plan_unit_code == plan_unit_code
        and (seats(row)[kind] if kind else any(seats(row).values()))
    )


def seats(row: PlanRowView) -> dict[SeatKind, int]:
    """The seats of each kind."""
    return {
        SeatKind.INLAND: row.quota_inland,
        SeatKind.LONG: row.quota_long,
        SeatKind.SHORT: row.quota_short,
    }


def _specialty(row: PlanRowView) -> Specialty:
    open_kinds = [(kind, number) for kind, number in seats(row).items() if number > 0]
    words = "，".join(f"{kind.label}{number}名" for kind, number in open_kinds)
    return Specialty(
        value=str(row.plan_row_id),
        text=row.specialty,
        hint=f"{words}。紧缺专业，学历、职称可放宽" if row.shortage else words,
        kinds=" ".join(kind.value for kind, _ in open_kinds),
    )
