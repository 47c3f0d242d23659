"""Names of applicants for desks: by id, or by part of a name or number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from services.applications.storage.tables import (
    application,
    application_reader,
    application_version,
    organisation_copy,
)
from services.contracts.vocabulary import ApplicationState


def _named() -> Select[Any]:
    return (
        select(
            application.c.id,
            application.c.application_no,
            application.c.person_id,
            application_version.c.content["fields"]["name"].astext.label("name"),
            application_version.c.track,
            func.coalesce(organisation_copy.c.name, "").label("unit_name"),
        )
        .join(application_version, application_version.c.id == application.c.version_id)
        .outerjoin(organisation_copy, organisation_copy.c.organisation_id == application.c.unit_id)
        .where(application.c.state != ApplicationState.WITHDRAWN.value)
    )


def named_with_readers(session: Session, application_ids: Sequence[UUID]) -> Sequence[Any]:
    """Submitted files by id, each with the organisations that may read it."""
    readers = (
        select(application_reader.c.organisation_id)
        .where(application_reader.c.application_id == application.c.id)
        .correlate(application)
        .scalar_subquery()
    )
    return session.execute(
        _named()
        .add_columns(func.array(readers).label("readers"))
        .where(application.c.id.in_(application_ids))
    ).all()


def find_named(
    session: Session,
    organisation_id: UUID,
    *,
    name_key: str,
    number: str,
    tracks: Collection[str] | None,
    limit: int,
) -> Sequence[Any]:
    """Files an organisation reads whose name has the key in it or whose number ends so.

    An empty key or number is not searched for; `tracks` None means all.
    """
    wanted = []
    if name_key:
        wanted.append(application_version.c.name_key.contains(name_key, autoescape=True))
    if number:
        wanted.append(application.c.application_no.endswith(number, autoescape=True))
    query = (
        _named()
        .join(application_reader, application_reader.c.application_id == application.c.id)
        .where(application_reader.c.organisation_id == organisation_id, or_(*wanted))
    )
    if tracks is not None:
        query = query.where(application_version.c.track.in_(tuple(tracks)))
    return session.execute(query.order_by(application.c.application_no).limit(limit)).all()
