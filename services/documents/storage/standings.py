"""What events have said so far about an application or list, locked while an event is handled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.documents.domain.prints import PrintedVersion, Standing
from services.documents.storage.tables import cycle, standing, version, voided_list_version


def lock_standing(session: Session, subject_id: UUID) -> Standing:
    """The subject's row, created if missing, locked until the transaction ends."""
    session.execute(
        insert(standing)
        .values(subject_id=subject_id, version_no=0, closed=False, sequence=0)
        .on_conflict_do_nothing()
    )
    row = session.execute(
        select(standing).where(standing.c.subject_id == subject_id).with_for_update()
    ).one()
    return Standing(row.version_no, closed=row.closed, sequence=row.sequence)


def save_standing(session: Session, subject_id: UUID, saved: Standing) -> None:
    """Write a locked row back."""
    session.execute(
        update(standing)
        .where(standing.c.subject_id == subject_id)
        .values(version_no=saved.version_no, closed=saved.closed, sequence=saved.sequence)
    )


def remember_version(session: Session, known: PrintedVersion) -> None:
    """Keep which version id is which version of which application."""
    session.execute(
        insert(version)
        .values(
            version_id=known.version_id,
            application_id=known.application_id,
            application_no=known.application_no,
            version_no=known.version_no,
        )
        .on_conflict_do_nothing()
    )


def known_version(session: Session, version_id: UUID) -> PrintedVersion | None:
    """What is known of a version, None before its submission was heard of."""
    row = session.execute(select(version).where(version.c.version_id == version_id)).one_or_none()
    if row is None:
        return None
    return PrintedVersion(row.version_id, row.application_id, row.application_no, row.version_no)


def remember_cycle(session: Session, cycle_id: UUID, year: int) -> None:
    """Keep the year of a cycle: it names the folder of its templates."""
    session.execute(insert(cycle).values(cycle_id=cycle_id, year=year).on_conflict_do_nothing())


def year_of(session: Session, cycle_id: UUID) -> int | None:
    """The cycle's year, None before any submission of it was heard of."""
    return session.execute(
        select(cycle.c.year).where(cycle.c.cycle_id == cycle_id)
    ).scalar_one_or_none()


def remember_voided(session: Session, list_version_id: UUID) -> None:
    """Keep that a frozen list version is void, whether or not it was heard of yet."""
    session.execute(
        insert(voided_list_version).values(list_version_id=list_version_id).on_conflict_do_nothing()
    )


def is_voided(session: Session, list_version_id: UUID) -> bool:
    """Whether the list version was voided."""
    column = voided_list_version.c.list_version_id
    found = session.execute(select(column).where(column == list_version_id)).one_or_none()
    return found is not None
