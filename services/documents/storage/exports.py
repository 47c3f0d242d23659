"""Rows of exports: asked for, made, fetched by their owner, expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from services.contracts.requests.documents_exports import ExportFilters, ExportKind, ExportState
from services.contracts.vocabulary import Role
from services.documents.storage.tables import export


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExport:
    """What somebody asks for, and by which right."""

    kind: ExportKind
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    roles: tuple[Role, ...]
    year: int
    cycle_id: UUID
    filters: ExportFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow(NewExport):
    """One export as stored."""

    export_id: UUID
    state: ExportState
    requested_at: datetime
    expires_at: datetime
    as_of: datetime | None
    row_count: int | None
    object_key: str | None
    sha256: str | None
    size_bytes: int | None
    failure_code: str | None


def add(session: Session, new: NewExport, *, now: datetime, expires_at: datetime) -> ExportRow:
    """A new export that waits for a worker."""
    values = {
        "export_id": uuid4(),
        "kind": new.kind.value,
        "person_id": new.person_id,
        "person_name": new.person_name,
        "organisation_id": new.organisation_id,
        "organisation_name": new.organisation_name,
        "roles": [role.value for role in new.roles],
        "year": new.year,
        "cycle_id": new.cycle_id,
        "filters": new.filters.model_dump(mode="json"),
        "state": ExportState.PENDING.value,
        "requested_at": now,
        "expires_at": expires_at,
    }
    return _export(session.execute(insert(export).values(values).returning(export)).one())


def find(session: Session, export_id: UUID, *, lock: bool = False) -> ExportRow | None:
    """One export, locked until the transaction ends if asked."""
    query = select(export).where(export.c.export_id == export_id)
    row = session.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _export(row)


def of_person(session: Session, person_id: UUID, *, limit: int) -> tuple[ExportRow, ...]:
    """What a person asked for, newest first."""
    query = select(export).where(export.c.person_id == person_id)
    rows = session.execute(query.order_by(export.c.requested_at.desc()).limit(limit))
    return tuple(_export(row) for row in rows)


def due(session: Session, now: datetime, *, limit: int) -> tuple[ExportRow, ...]:
    """Exports whose time is over, locked, without those another process has at this moment."""
    which: ColumnElement[bool] = export.c.state != ExportState.EXPIRED.value
    query = select(export).where(which, export.c.expires_at <= now).limit(limit)
    return tuple(_export(row) for row in session.execute(query.with_for_update(skip_locked=True)))


def mark_ready(
    session: Session,
    export_id: UUID,
    *,
    object_key: str,
    sha256: str,
    size_bytes: int,
    row_count: int,
    as_of: datetime,
) -> None:
    """The file lies in the store."""
    _change(
        session,
        export_id,
        state=ExportState.READY.value,
        object_key=object_key,
        sha256=sha256,
        size_bytes=size_bytes,
        row_count=row_count,
        as_of=as_of,
    )


def mark_failed(session: Session, export_id: UUID, *, code: str) -> None:
    """The export cannot be made."""
    _change(session, export_id, state=ExportState.FAILED.value, failure_code=code)


def mark_expired(session: Session, export_id: UUID) -> None:
    """The file is gone."""
    _change(session, export_id, state=ExportState.EXPIRED.value, object_key=None)


def _change(session: Session, export_id: UUID, **values: Any) -> None:
    session.execute(update(export).where(export.c.export_id == export_id).values(**values))


def _export(row: Row[Any]) -> ExportRow:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    return ExportRow(
        **values
        | {
            "kind": ExportKind[values["kind"]],
            "state": ExportState[values["state"]],
            "roles": tuple(Role[role] for role in values["roles"]),
            "filters": ExportFilters.model_validate(values["filters"]),
        }
    )
