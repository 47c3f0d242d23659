"""Writing applications: drafts, frozen versions, and what review says of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.applications.domain.states import NOT_LIVE
from services.applications.storage.tables import (
    access_event,
    application,
    application_reader,
    consent,
)
from services.contracts.vocabulary import ApplicationState


def insert_draft(
    session: Session, *, application_id: UUID, cycle_id: UUID, person_id: UUID, now: datetime
) -> None:
    """A new, empty draft."""
    session.execute(
        insert(application),
        {
            "id": application_id,
            "cycle_id": cycle_id,
            "person_id": person_id,
            "live": True,
            "state": ApplicationState.DRAFT.value,
            "revision": 0,
            "data": {},
            "version_no": 0,
            "event_sequence": 0,
            "review_sequence": 0,
            "return_sequence": 0,
            "created_at": now,
            "updated_at": now,
        },
    )


def insert_consent(
    session: Session,
    *,
    consent_id: UUID,
    application_id: UUID,
    scope: str,
    text_version: int,
    now: datetime,
) -> None:
    """A consent or acknowledgement of a text version (D06)."""
    session.execute(
        insert(consent),
        {
            "id": consent_id,
            "application_id": application_id,
            "scope": scope,
            "text_version": text_version,
            "given_at": now,
        },
    )


def update_draft(
    session: Session,
    application_id: UUID,
    *,
    expected_revision: int,
    changes: Mapping[str, Any],
) -> bool:
    """Store the draft under its next revision; False when somebody was faster."""
    result = session.execute(
        update(application)
        .where(application.c.id == application_id, application.c.revision == expected_revision)
        .values(**changes, revision=application.c.revision + 1)
        .returning(application.c.id)
    )
    return result.one_or_none() is not None


def update_application(session: Session, application_id: UUID, changes: Mapping[str, Any]) -> None:
    """Store columns that are no part of the draft's content."""
    session.execute(update(application).where(application.c.id == application_id).values(**changes))


def withdraw_draft(session: Session, application_id: UUID, now: datetime) -> bool:
    """End a draft that was never submitted; False when it is no draft any more."""
    drafts = (ApplicationState.DRAFT.value, ApplicationState.OVERDUE.value)
    result = session.execute(
        update(application)
        .where(application.c.id == application_id, application.c.state.in_(drafts))
        .values(state=ApplicationState.WITHDRAWN.value, live=False, updated_at=now)
        .returning(application.c.id)
    )
    return result.one_or_none() is not None


_LOCK = (
    select(
        application.c.id,
        application.c.state,
        application.c.review_sequence,
        application.c.return_sequence,
        application.c.return_id,
        application.c.re_review_sequence,
    )
    .where(application.c.id == bindparam("b_id"))
    .with_for_update()
)
"""Built once, and without the draft's content: an event's handler decides by these alone."""


def lock_application(session: Session, application_id: UUID) -> Any:
    """What an event's handler decides by, the row locked; None when unknown."""
    return session.execute(_LOCK, {"b_id": application_id}).one_or_none()


def state_changes(state: ApplicationState) -> dict[str, Any]:
    """The columns that follow from a state heard from review."""
    return {"state": state.value, "live": state not in NOT_LIVE}


_ADD_READERS = (
    upsert(application_reader)
    .from_select(
        ["application_id", "organisation_id", "since"],
        select(
            cast(bindparam("b_application_id"), Uuid),
            func.unnest(bindparam("b_organisations", type_=ARRAY(Uuid))),
            cast(bindparam("b_now"), DateTime(timezone=True)),
        ),
    )
    .on_conflict_do_nothing()
)
"""One statement for any number of readers, so that it is prepared once."""


def add_readers(
    session: Session, application_id: UUID, organisations: tuple[UUID, ...], now: datetime
) -> None:
    """Let these organisations read the file; rights already given stay."""
    if organisations:
        given = {
            "b_application_id": application_id,
            "b_organisations": list(organisations),
            "b_now": now,
        }
        session.execute(_ADD_READERS, given)


def record_access(
    session: Session,
    *,
    application_id: UUID,
    person_id: UUID | None,
    organisation_id: UUID | None,
    role: str,
    kind: str,
    purpose: str,
    now: datetime,
) -> None:
    """Note that somebody read the file (F13)."""
    session.execute(
        insert(access_event),
        {
            "application_id": application_id,
            "person_id": person_id,
            "organisation_id": organisation_id,
            "role": role,
            "kind": kind,
            "purpose": purpose,
            "at": now,
        },
    )


def lapse_drafts(
    session: Session, closed: list[UUID], now: datetime, limit: int
) -> list[tuple[UUID, UUID, UUID, int]]:
    """Mark drafts of closed cycles (T3): id, cycle, applicant and the event's sequence."""
    due = (
        select(application.c.id)
        .where(
            application.c.state == ApplicationState.DRAFT.value,
            application.c.cycle_id.in_(closed),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(
        update(application)
        .where(application.c.id.in_(due))
        .values(
            state=ApplicationState.OVERDUE.value,
            event_sequence=application.c.event_sequence + 1,
            updated_at=now,
        )
        .returning(
            application.c.id,
            application.c.cycle_id,
            application.c.person_id,
            application.c.event_sequence,
        )
    )
    return [tuple(row) for row in rows]
