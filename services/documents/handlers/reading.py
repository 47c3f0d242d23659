"""Who may have which print, and what a code on paper stands for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import real_now
from services.contracts.errors import (
    InternalError,
    MissingGlyphError,
    NotFoundError,
    NotRenderedYetError,
)
from services.contracts.requests.applications_prints import MayRead
from services.contracts.requests.documents import (
    DocumentState,
    FetchDocument,
    FetchDocumentResult,
    LookUpCode,
    LookUpCodeResult,
    ReadDocuments,
    ReadDocumentsResult,
)
from services.contracts.requests.review_lists import MayReadList
from services.contracts.requests.review_prints import ReadPrintStatus
from services.contracts.vocabulary import DocumentKind
from services.documents import messages, metrics, phrases
from services.documents.app import DocumentsApp
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow

_LINK_LIFETIME: Final = timedelta(minutes=5)


def read_documents(app: DocumentsApp, call: Call[ReadDocuments]) -> ReadDocumentsResult:
    """All prints of an application or list for those who may read it.

    Raises:
        NotFoundError: it does not exist, or is not theirs.
    """
    asked = call.data
    _require_reader(app, call, asked.application_id, asked.list_id)
    with app.uow(call) as tx:
        rows = (
            documents.of_application(tx.session, asked.application_id)
            if asked.application_id is not None
            else documents.of_list(tx.session, asked.list_id or UUID(int=0))
        )
        return ReadDocumentsResult(documents=tuple(messages.summary(row) for row in rows))


def fetch_document(app: DocumentsApp, call: Call[FetchDocument]) -> FetchDocumentResult:
    """An address at which the file can be fetched for a few minutes; audited.

    Raises:
        NotFoundError: no such print, or not theirs: the caller cannot tell which.
        NotRenderedYetError: it is still being made.
        MissingGlyphError: it could not be made.
    """
    with app.uow(call) as tx:
        row = documents.find(tx.session, call.data.document_id)
    if row is None:
        raise NotFoundError
    _require_reader(app, call, row.application_id, row.list_id)
    key, sha256, size_bytes = _file_of(row)
    url = app.objects.presign_get(
        key, filename=row.file_name, content_type=row.content_type, expires=_LINK_LIFETIME
    )
    with app.uow(call) as tx:
        tx.audit(
            "fetch_document",
            object_type="document",
            object_id=row.document_id,
            details={
                "kind": row.kind.value,
                "application_id": row.application_id,
                "list_id": row.list_id,
                "version_no": row.version_no,
                "state": row.state.value,
            },
        )
    metrics.FETCHES.inc(kind=row.kind.value)
    return FetchDocumentResult(
        url=url,
        expires_at=real_now() + _LINK_LIFETIME,
        filename=row.file_name,
        content_type=row.content_type,
        size_bytes=size_bytes,
        sha256=sha256,
    )


def look_up_code(app: DocumentsApp, call: Call[LookUpCode]) -> LookUpCodeResult:
    """What paper a code belongs to and whether that paper is still valid.

    Raises:
        NotFoundError: no paper bears the code.
    """
    with app.uow(call) as tx:
        rows = documents.with_code(tx.session, call.data.verify_code)
    if not rows:
        raise NotFoundError(phrases.UNKNOWN_CODE)
    current = any(row.state is not DocumentState.SUPERSEDED for row in rows)
    return messages.code_result(rows[0], current=current and _owner_agrees(app, call, rows[0]))


def measure_documents(app: DocumentsApp) -> None:
    """Refresh the gauges: prints by kind and state, and how long the oldest has been waiting."""
    with app.uow(job="measure_documents") as tx:
        counts = documents.counts(tx.session)
        oldest = documents.oldest_pending(tx.session)
    for kind in DocumentKind:
        for state in DocumentState:
            count = counts.get((kind.value, state.value), 0)
            metrics.DOCUMENTS.set(count, kind=kind.value, state=state.value)
    waiting = (app.clock.now() - oldest).total_seconds() if oldest else 0.0
    metrics.OLDEST_PENDING_SECONDS.set(max(waiting, 0.0))


def _require_reader(
    app: DocumentsApp, call: Call[Any], application_id: UUID | None, list_id: UUID | None
) -> None:
    """Ask the owner of the file, in the name of the person."""
    if application_id is not None:
        right = app.rpc.call(MayRead(application_id=application_id), actor_token=call.token)
        if not right.allowed:
            raise NotFoundError
    elif list_id is not None:
        app.rpc.call(MayReadList(list_id=list_id), actor_token=call.token)


def _file_of(row: PrintRow) -> tuple[str, str, int]:
    if row.object_key and row.sha256 and row.size_bytes:
        return row.object_key, row.sha256, row.size_bytes
    if row.state is DocumentState.PENDING:
        raise NotRenderedYetError
    if row.failure_code == MissingGlyphError.code:
        raise MissingGlyphError(field=row.failure_field, codepoint=row.failure_codepoint)
    if row.state is DocumentState.FAILED:
        raise InternalError(phrases.NOT_MADE)
    raise NotFoundError  # superseded before it was ever made


def _owner_agrees(app: DocumentsApp, call: Call[LookUpCode], row: PrintRow) -> bool:
    """Official forms and lists lose their standing in review before documents hears of it."""
    if row.kind is DocumentKind.APPLICANT_COPY:
        return True
    try:
        status = app.rpc.call(
            ReadPrintStatus(verify_code=row.verify_code), correlation_id=call.correlation_id
        )
    except NotFoundError:
        return False
    return bool(status.current)
