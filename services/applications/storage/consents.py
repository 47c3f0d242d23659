"""Consents: each is a row with its text version; taking one back closes the row and keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from services.applications.storage.tables import consent

_OF = (
    select(consent.c.scope, consent.c.given_at, consent.c.withdrawn_at)
    .where(
        consent.c.application_id == bindparam("b_application"),
        consent.c.text_version == bindparam("b_version"),
    )
    .order_by(consent.c.given_at)
)


def consents_of(session: Session, application_id: UUID, version: int) -> Sequence[Any]:
    """All that were given to a text version, the oldest first."""
    return session.execute(_OF, {"b_application": application_id, "b_version": version}).all()


def standing(session: Session, application_id: UUID, version: int) -> frozenset[str]:
    """Scopes whose consent was given to this text version and not taken back."""
    rows = consents_of(session, application_id, version)
    return frozenset(row.scope for row in rows if row.withdrawn_at is None)


def withdraw_consent(session: Session, application_id: UUID, scope: str, now: datetime) -> bool:
    """Take a consent back, whatever text it was given to; False when none stands."""
    ended = session.execute(
        update(consent)
        .where(
            consent.c.application_id == application_id,
            consent.c.scope == scope,
            consent.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(consent.c.id)
    )
    return bool(ended.all())
