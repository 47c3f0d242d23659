"""The hot path: freezing a version is one statement (three writes) in one small transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, cast, func, insert, null, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, application_version, scan
from services.contracts.vocabulary import ApplicationState


@dataclass(frozen=True, slots=True)
class Version:
    """A version about to be frozen."""

    version_id: UUID
    version_no: int
    content: Mapping[str, Any]
    sha256: str
    verify_code: str
    track: str
    changed_fields: tuple[str, ...] = ()
    changed_items: tuple[str, ...] = ()
    key_fields_changed: bool = False


def _freeze_statement() -> Any:
    """One statement: the application moves on, the version is kept, its scans are pinned.

    Nothing is inserted when the revision is no longer the expected one.
    """
    moved = (
        update(application)
        .where(
            application.c.id == bindparam("b_id"),
            application.c.revision == bindparam("b_revision"),
        )
        .values(
            state=bindparam("b_state"),
            revision=application.c.revision + 1,
            application_no=bindparam("b_number"),
            version_no=bindparam("b_version_no"),
            version_id=bindparam("b_version_id"),
            event_sequence=application.c.event_sequence + 1,
            submitted_at=func.coalesce(application.c.submitted_at, bindparam("b_now")),
            updated_at=bindparam("b_now"),
            unit_id=bindparam("b_unit_id"),
            return_id=None,
            return_items=null(),
            return_due_at=None,
        )
        .returning(application.c.id, application.c.id_cipher, application.c.event_sequence)
        .cte("moved")
    )
    pinned = (
        update(scan)
        .where(
            scan.c.application_id == moved.c.id,
            scan.c.state == "ACCEPTED",
            scan.c.frozen.is_(False),
        )
        .values(frozen=True)
        .returning(scan.c.id)
        .cte("pinned")
    )
    kept = select(
        cast(bindparam("b_version_id"), Uuid),
        moved.c.id,
        bindparam("b_version_no"),
        bindparam("b_content", type_=JSONB),
        bindparam("b_sha256"),
        bindparam("b_verify_code"),
        moved.c.id_cipher,
        bindparam("b_track"),
        bindparam("b_changed_fields", type_=JSONB),
        bindparam("b_changed_items", type_=JSONB),
        bindparam("b_key_changed"),
        bindparam("b_now"),
    )
    columns = [
        "id",
        "application_id",
        "version_no",
        "content",
        "sha256",
        "verify_code",
        "id_cipher",
        "track",
        "changed_fields",
        "changed_items",
        "key_fields_changed",
        "submitted_at",
    ]
    return (
        insert(application_version)
        .from_select(columns, kept)
        .add_cte(pinned)
        .returning(select(moved.c.event_sequence).scalar_subquery().label("event_sequence"))
    )


_FREEZE = _freeze_statement()


def freeze(
    session: Session,
    application_id: UUID,
    version: Version,
    *,
    expected_revision: int,
    state: ApplicationState,
    application_no: str,
    unit_id: UUID,
    now: datetime,
) -> int | None:
    """Freeze a version; the sequence of its event, or None when somebody was faster."""
    row = session.execute(
        _FREEZE,
        {
            "b_id": application_id,
            "b_revision": expected_revision,
            "b_state": state.value,
            "b_number": application_no,
            "b_unit_id": unit_id,
            "b_version_id": version.version_id,
            "b_version_no": version.version_no,
            "b_content": version.content,
            "b_sha256": version.sha256,
            "b_verify_code": version.verify_code,
            "b_track": version.track,
            "b_changed_fields": list(version.changed_fields),
            "b_changed_items": list(version.changed_items),
            "b_key_changed": version.key_fields_changed,
            "b_now": now,
        },
    ).one_or_none()
    return None if row is None else row.event_sequence
