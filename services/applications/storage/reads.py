"""Reading applications, versions and accesses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.applications.domain.access import Reach
from services.applications.storage.tables import (
    access_event,
    application,
    application_reader,
    application_version,
    cycle_copy,
    organisation_copy,
)
from services.contracts.vocabulary import ApplicationState


def find_reach(session: Session, application_id: UUID) -> Reach | None:
    """What decides about reading a file, in one statement; None when unknown."""
    row = session.execute(
        select(
            application.c.person_id,
            func.array(
                select(application_reader.c.organisation_id)
                .where(application_reader.c.application_id == application.c.id)
                .correlate(application)
                .scalar_subquery()
            ).label("readers"),
            application_version.c.track,
            application.c.re_review_organisation_id,
        )
        .outerjoin(application_version, application_version.c.id == application.c.version_id)
        .where(application.c.id == application_id)
    ).one_or_none()
    if row is None:
        return None
    return Reach(
        row.person_id, frozenset(row.readers or ()), row.track, row.re_review_organisation_id
    )


def live_application(
    session: Session, cycle_id: UUID, *, person_id: UUID | None, id_digest: bytes | None
) -> Any:
    """The live application of a person by account or by number: id, number and state."""
    same = [application.c.person_id == person_id] if person_id else []
    if id_digest is not None:
        same.append(application.c.id_digest == id_digest)
    return session.execute(
        select(application.c.id, application.c.application_no, application.c.state)
        .where(application.c.cycle_id == cycle_id, application.c.live, or_(*same))
        .limit(1)
    ).one_or_none()


def applications_of(session: Session, person_id: UUID) -> Sequence[Any]:
    """The person's applications with cycle year and the name of the desk, newest first."""
    return session.execute(
        select(
            application,
            cycle_copy.c.year.label("cycle_year"),
            organisation_copy.c.name.label("desk_name"),
        )
        .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
        .outerjoin(
            organisation_copy,
            organisation_copy.c.organisation_id == application.c.desk_organisation_id,
        )
        .where(application.c.person_id == person_id)
        .order_by(application.c.created_at.desc())
    ).all()


def versions_of(session: Session, application_id: UUID) -> Sequence[Any]:
    """All frozen versions, oldest first."""
    return session.execute(
        select(application_version)
        .where(application_version.c.application_id == application_id)
        .order_by(application_version.c.version_no)
    ).all()


def version_by_id(session: Session, version_id: UUID) -> Any:
    """A frozen version with its application's number, applicant and cycle; None when unknown."""
    rows = versions_by_id(session, [version_id])
    return rows.get(version_id)


def versions_by_id(session: Session, version_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Frozen versions by id."""
    rows = session.execute(
        select(
            application_version,
            application.c.application_no,
            application.c.cycle_id,
            cycle_copy.c.year.label("cycle_year"),
        )
        .join(application, application.c.id == application_version.c.application_id)
        .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
        .where(application_version.c.id.in_(version_ids))
    )
    return {row.id: row for row in rows}


def newest_version(session: Session, version_id: UUID) -> Any:
    """A frozen version's own row."""
    return session.execute(
        select(application_version).where(application_version.c.id == version_id)
    ).one_or_none()


def names_of(session: Session, application_ids: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
    """Id, name and number of submitted applications, the name from the newest version."""
    rows = session.execute(
        select(
            application.c.id,
            application_version.c.content["fields"]["name"].astext,
            application.c.application_no,
        )
        .join(application_version, application_version.c.id == application.c.version_id)
        .where(application.c.id.in_(application_ids))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def addresses_of(
    session: Session, application_ids: Sequence[UUID]
) -> list[tuple[UUID, str | None]]:
    """The mail address of each application as its applicant typed it last."""
    rows = session.execute(
        select(application.c.id, application.c.data["email"].astext).where(
            application.c.id.in_(application_ids)
        )
    )
    return [(row[0], row[1]) for row in rows]


def accesses_of(session: Session, application_id: UUID) -> Sequence[Any]:
    """Readings by others, newest first."""
    return session.execute(
        select(access_event, organisation_copy.c.name.label("organisation_name"))
        .outerjoin(
            organisation_copy,
            organisation_copy.c.organisation_id == access_event.c.organisation_id,
        )
        .where(access_event.c.application_id == application_id)
        .order_by(access_event.c.id.desc())
        .limit(500)
    ).all()


def readings_since(session: Session, person_id: UUID, kind: str, since: datetime) -> int:
    """How often a person made this kind of reading lately (F14)."""
    return session.execute(
        select(func.count())
        .select_from(access_event)
        .where(
            access_event.c.person_id == person_id,
            access_event.c.kind == kind,
            access_event.c.at >= since,
        )
    ).scalar_one()


def closed_cycles_with_drafts(session: Session, before: datetime) -> list[UUID]:
    """Cycles that closed before this instant and still have drafts."""
    drafts = select(application.c.id).where(
        application.c.cycle_id == cycle_copy.c.cycle_id,
        application.c.state == ApplicationState.DRAFT.value,
    )
    return list(
        session.execute(
            select(cycle_copy.c.cycle_id).where(cycle_copy.c.close_at < before, drafts.exists())
        ).scalars()
    )
