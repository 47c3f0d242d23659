"""Exports: asked for by a person of the staff, made by a renderer, fetched by that person alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import real_now
from services.contracts.actors import ActorKind
from services.contracts.errors import InternalError, NotFoundError, NotRenderedYetError
from services.contracts.requests.documents import FetchDocumentResult
from services.contracts.requests.documents_exports import (
    ExportKind,
    ExportState,
    ExportView,
    FetchExport,
    ReadExport,
    ReadExports,
    ReadExportsResult,
    RequestExport,
)
from services.contracts.requests.review_progress import ExportRight, MayExport
from services.contracts.routing import RENDER_BULK_QUEUE
from services.documents import messages, phrases
from services.documents.app import DocumentsApp
from services.documents.domain.exports import XLSX, export_file_name
from services.documents.storage import exports
from services.documents.storage.exports import ExportRow, NewExport

LINK_LIFETIME: Final = timedelta(minutes=5)
SHOWN: Final = 100
AT_ONCE: Final = 50


def request_export(app: DocumentsApp, call: Call[RequestExport]) -> ExportView:
    """Queue an export by the right the person has now.

    Raises:
        NotFoundError: they read nothing in that organisation.
        ForbiddenError: rows with names are not for their role.
    """
    data = call.data
    person_id = _person(call)
    right = _right(app, call, data.kind, data.organisation_id)
    with app.uow(call) as tx:
        new = NewExport(
            kind=data.kind,
            person_id=person_id,
            person_name=call.actor.name,
            organisation_id=data.organisation_id,
            organisation_name=right.organisation_name,
            roles=right.roles,
            year=data.year,
            cycle_id=data.cycle_id,
            filters=data.filters,
        )
        expires_at = tx.now + timedelta(days=app.settings.export_days)
        row = exports.add(tx.session, new, now=tx.now, expires_at=expires_at)
        job = {"export_id": str(row.export_id)}
        tx.enqueue(RENDER_BULK_QUEUE, job, key=f"export:{row.export_id}")
        tx.audit(
            "export_requested",
            object_type="export",
            object_id=row.export_id,
            details={
                "kind": row.kind.value,
                "organisation_id": row.organisation_id,
                "roles": [role.value for role in row.roles],
                "filters": row.filters.model_dump(mode="json", exclude_defaults=True),
            },
        )
        return tx.respond(messages.export_view(row))


def read_exports(app: DocumentsApp, call: Call[ReadExports]) -> ReadExportsResult:
    """The person's own exports."""
    person_id = _person(call)
    with app.uow(call) as tx:
        rows = exports.of_person(tx.session, person_id, limit=SHOWN)
    return ReadExportsResult(exports=tuple(messages.export_view(row) for row in rows))


def read_export(app: DocumentsApp, call: Call[ReadExport]) -> ExportView:
    """One of the person's own exports."""
    return messages.export_view(_own(app, call, call.data.export_id))


def fetch_export(app: DocumentsApp, call: Call[FetchExport]) -> FetchDocumentResult:
    """An address for the owner's download; the right is judged anew, the fetch is audited.

    Raises:
        NotFoundError: no such export, not theirs, or expired.
        ForbiddenError: they have lost the role.
        NotRenderedYetError: it is still being made.
    """
    row = _own(app, call, call.data.export_id)
    _right(app, call, row.kind, row.organisation_id)
    key, sha256, size_bytes = _file_of(row)
    name = export_file_name(row.kind, row.year, row.export_id)
    url = app.objects.presign_get(key, filename=name, content_type=XLSX, expires=LINK_LIFETIME)
    with app.uow(call) as tx:
        tx.audit(
            "fetch_export",
            object_type="export",
            object_id=row.export_id,
            details={"kind": row.kind.value, "rows": row.row_count},
        )
    return FetchDocumentResult(
        url=url,
        expires_at=real_now() + LINK_LIFETIME,
        filename=name,
        content_type=XLSX,
        size_bytes=size_bytes,
        sha256=sha256,
    )


def expire_exports(app: DocumentsApp) -> None:
    """Remove the files whose time is over.

    File first: a crash in between leaves a row that the next round finishes, never a file nobody
    owns.
    """
    with app.uow(job="expire_exports") as tx:
        for row in exports.due(tx.session, tx.now, limit=AT_ONCE):
            if row.object_key is not None:
                app.objects.delete(row.object_key)
            exports.mark_expired(tx.session, row.export_id)


def _person(call: Call[Any]) -> UUID:
    """Only people take data out.

    Raises:
        NotFoundError: it is no person who asks.
    """
    if call.actor.kind is not ActorKind.PERSON or call.actor.person_id is None:
        raise NotFoundError
    return call.actor.person_id


def _right(
    app: DocumentsApp, call: Call[Any], kind: ExportKind, organisation_id: UUID
) -> ExportRight:
    """Ask the owner of the files, in the name of the person."""
    request = MayExport(organisation_id=organisation_id, people=kind is ExportKind.FILES)
    right: ExportRight = app.rpc.call(request, actor_token=call.token)
    return right


def _own(app: DocumentsApp, call: Call[Any], export_id: UUID) -> ExportRow:
    person_id = _person(call)
    with app.uow(call) as tx:
        row = exports.find(tx.session, export_id)
    if row is None or row.person_id != person_id:
        raise NotFoundError
    return row


def _file_of(row: ExportRow) -> tuple[str, str, int]:
    if row.object_key and row.sha256 and row.size_bytes:
        return row.object_key, row.sha256, row.size_bytes
    if row.state is ExportState.PENDING:
        raise NotRenderedYetError(phrases.EXPORT_WAITS)
    if row.state is ExportState.FAILED:
        raise InternalError(phrases.EXPORT_NOT_MADE)
    raise NotFoundError(phrases.EXPORT_EXPIRED)
