"""What a checker reads of one scan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, cycle_copy, scan


@dataclass(frozen=True, slots=True)
class UncheckedScan:
    """One upload as announced, with the year whose limits bind it."""

    scan_id: UUID
    application_id: UUID
    slot: str
    state: str
    filename: str
    sent_type: str
    sent_size: int
    sent_sha256: str | None
    part_bytes: int
    year: int


def find_unchecked(session: Session, scan_id: UUID, *, lock: bool = False) -> UncheckedScan | None:
    """The scan with its year; None when unknown."""
    statement = (
        select(
            scan.c.id.label("scan_id"),
            scan.c.application_id,
            scan.c.slot,
            scan.c.state,
            scan.c.filename,
            scan.c.sent_type,
            scan.c.sent_size,
            scan.c.sent_sha256,
            scan.c.part_bytes,
            cycle_copy.c.year,
        )
        .join(application, application.c.id == scan.c.application_id)
        .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
        .where(scan.c.id == scan_id)
    )
    if lock:
        statement = statement.with_for_update(of=scan)
    row = session.execute(statement).one_or_none()
    return None if row is None else UncheckedScan(**row._asdict())
