"""Cycles as rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from services.contracts.events.quotas import CycleRules
from services.quotas.domain.cycle import Deadlines
from services.quotas.storage.tables import cycle


@dataclass(frozen=True, slots=True)
class CycleRecord:
    """One cycle as it stands."""

    cycle_id: UUID
    year: int
    batch_no: int
    title: str
    issued_on: date
    open_at: datetime
    close_at: datetime
    correction_close_at: datetime
    review_close_at: datetime
    dispatch_deadline_on: date
    shift_days: int
    rules: CycleRules
    inland_total: int
    in_region_total: int
    differential_ratio: float
    helpline: tuple[str, ...]
    opened_at: datetime
    opened_by: str
    plan_version: int | None
    sequence: int

    @property
    def deadlines(self) -> Deadlines:
        """Its dates that may be moved."""
        return Deadlines(
            close_at=self.close_at,
            correction_close_at=self.correction_close_at,
            review_close_at=self.review_close_at,
            dispatch_deadline_on=self.dispatch_deadline_on,
        )


def insert_cycle(session: Session, record: CycleRecord) -> None:
    """Store a new cycle; the unique year is the judge of a race."""
    values = {name: getattr(record, name) for name in CycleRecord.__slots__}
    values["rules"] = record.rules.model_dump(mode="json")
    values["helpline"] = list(record.helpline)
    session.execute(insert(cycle).values(values))


def find_cycle(session: Session, year: int, *, lock: bool = False) -> CycleRecord | None:
    """The cycle of a year, locked against other writers of its plan if asked."""
    statement = select(cycle).where(cycle.c.year == year)
    if lock:
        statement = statement.with_for_update()
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def list_cycles(session: Session) -> list[CycleRecord]:
    """All cycles, newest year first."""
    rows = session.execute(select(cycle).order_by(cycle.c.year.desc())).mappings()
    return [_record(row) for row in rows]


def move_deadlines(session: Session, cycle_id: UUID, deadlines: Deadlines, sequence: int) -> None:
    """Note later dates, and the event that says so."""
    session.execute(
        update(cycle)
        .where(cycle.c.cycle_id == cycle_id)
        .values(sequence=sequence, **asdict(deadlines))
    )


def set_plan_in_force(session: Session, cycle_id: UUID, version: int, sequence: int) -> None:
    """Note which plan version is in force, and the event that says so."""
    session.execute(
        update(cycle)
        .where(cycle.c.cycle_id == cycle_id)
        .values(plan_version=version, sequence=sequence)
    )


def _record(row: RowMapping) -> CycleRecord:
    fields: dict[str, Any] = dict(row)
    return CycleRecord(
        **fields
        | {
            "rules": CycleRules.model_validate(fields["rules"]),
            "helpline": tuple(fields["helpline"]),
            "differential_ratio": float(fields["differential_ratio"]),
        }
    )
