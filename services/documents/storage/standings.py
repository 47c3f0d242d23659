"""What events have said so far about an application or list, locked while an event is handled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.documents.domain.prints import PrintedVersion, Standing
from services.documents.storage.tables import cycle, voided_list_version

_NEWS = """
INSERT INTO standing AS known (subject_id, version_no, closed, sequence)
VALUES (%(subject_id)s, %(version_no)s, %(closed)s, %(sequence)s)
ON CONFLICT (subject_id) DO UPDATE
SET version_no = GREATEST(known.version_no, excluded.version_no),
    closed = known.closed OR excluded.closed,
    sequence = GREATEST(known.sequence, excluded.sequence)
RETURNING version_no, closed, sequence
"""

_REMEMBER = """
WITH v AS (INSERT INTO version (version_id, application_id, application_no, version_no)
           VALUES (%(version_id)s, %(subject_id)s, %(application_no)s, %(version_no)s)
           ON CONFLICT DO NOTHING),
     c AS (INSERT INTO cycle (cycle_id, year) VALUES (%(cycle_id)s, %(year)s)
           ON CONFLICT DO NOTHING)
"""

_SUBMISSION = _REMEMBER + _NEWS

_PRINTED = """
SELECT version_id, application_id, application_no, version_no, year
FROM version, cycle WHERE version_id = %s AND cycle_id = %s
"""


def take_in(session: Session, subject_id: UUID, news: Standing) -> Standing:
    """What is known of the subject after the news, its row locked until the transaction ends.

    The newest of each counts, so that older news changes nothing.
    """
    return _standing(session, _NEWS, _values(subject_id, news))


def take_in_submission(
    session: Session, known: PrintedVersion, cycle_id: UUID, year: int
) -> Standing:
    """The same after a version was frozen, keeping which version it is and its cycle's year.

    The year names the folder of the cycle's templates.
    """
    values = {
        **_values(known.application_id, Standing(known.version_no)),
        "version_id": known.version_id,
        "application_no": known.application_no,
        "cycle_id": cycle_id,
        "year": year,
    }
    return _standing(session, _SUBMISSION, values)


def _values(subject_id: UUID, news: Standing) -> dict[str, object]:
    return {
        "subject_id": subject_id,
        "version_no": news.version_no,
        "closed": news.closed,
        "sequence": news.sequence,
    }


def _standing(session: Session, statement: str, values: dict[str, object]) -> Standing:
    row = session.connection().exec_driver_sql(statement, values).one()
    return Standing(row.version_no, closed=row.closed, sequence=row.sequence)


def known_version(
    session: Session, version_id: UUID, cycle_id: UUID
) -> tuple[PrintedVersion, int] | None:
    """A version and its cycle's year, None before its submission was heard of."""
    found = session.connection().exec_driver_sql(_PRINTED, (version_id, cycle_id)).one_or_none()
    return None if found is None else (PrintedVersion(*found[:4]), found.year)


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
