"""Proposals of later dates as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from services.contracts.requests.quotas_dates import ExtensionState
from services.quotas.storage.tables import cycle, extension


@dataclass(frozen=True, slots=True)
class ExtensionRecord:
    """One proposal; dates that stay are None."""

    extension_id: UUID
    year: int
    state: ExtensionState
    close_at: datetime | None
    correction_close_at: datetime | None
    review_close_at: datetime | None
    dispatch_deadline_on: date | None
    reason: str
    proposed_at: datetime
    proposed_by: str
    proposed_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    decision_reason: str


def insert_extension(session: Session, cycle_id: UUID, values: dict[str, Any]) -> None:
    """Store a proposal; the caller holds the cycle's lock."""
    session.execute(
        insert(extension).values(
            cycle_id=cycle_id,
            state=ExtensionState.PROPOSED.value,
            decided_by_name="",
            decision_reason="",
            **values,
        )
    )


def find_extension(session: Session, extension_id: UUID) -> ExtensionRecord | None:
    """A proposal."""
    statement = _SELECT.where(extension.c.extension_id == extension_id)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def list_extensions(session: Session, cycle_id: UUID) -> list[ExtensionRecord]:
    """Every proposal of a cycle, newest first."""
    statement = _SELECT.where(extension.c.cycle_id == cycle_id).order_by(
        extension.c.proposed_at.desc(), extension.c.extension_id
    )
    return [_record(row) for row in session.execute(statement).mappings()]


def find_waiting(session: Session, cycle_id: UUID) -> ExtensionRecord | None:
    """The proposal that waits."""
    statement = _SELECT.where(
        extension.c.cycle_id == cycle_id, extension.c.state == ExtensionState.PROPOSED.value
    )
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def set_state(session: Session, extension_id: UUID, state: ExtensionState, **decision: Any) -> None:
    """Note what became of a proposal."""
    session.execute(
        update(extension)
        .where(extension.c.extension_id == extension_id)
        .values(state=state.value, **decision)
    )


_SELECT = select(extension, cycle.c.year).join(cycle, cycle.c.cycle_id == extension.c.cycle_id)


def _record(row: RowMapping) -> ExtensionRecord:
    fields: dict[str, Any] = {name: row[name] for name in ExtensionRecord.__slots__}
    return ExtensionRecord(**fields | {"state": ExtensionState[row["state"]]})
