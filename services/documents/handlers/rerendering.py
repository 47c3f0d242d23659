"""Making again what could not be made: operators look first, then ask with a reason."""

from __future__ import annotations

from uuid import UUID

from services.contracts.vocabulary import DocumentKind
from services.documents.app import DocumentsApp
from services.documents.handlers.requesting import enqueue_print
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow

JOB = "rerender"
_LISTS = (DocumentKind.LIST_PDF, DocumentKind.LIST_XLSX)


def failed_prints(
    app: DocumentsApp, *, document_id: UUID | None = None, code: str | None = None
) -> tuple[PrintRow, ...]:
    """What could not be made and is still wanted; nothing is changed."""
    with app.uow(job=JOB) as tx:
        return documents.failed(tx.session, document_id=document_id, code=code)


def rerender(
    app: DocumentsApp, *, reason: str, document_id: UUID | None = None, code: str | None = None
) -> tuple[PrintRow, ...]:
    """Queue those prints again and say so in the audit trail; a superseded one never comes back."""
    with app.uow(job=JOB) as tx:
        rows = documents.failed(tx.session, document_id=document_id, code=code, lock=True)
        for row in rows:
            documents.ask_again(
                tx.session,
                row.document_id,
                template_version=_template_version(app, row),
                now=tx.now,
            )
            enqueue_print(tx, row.kind, row.document_id)
            tx.audit(
                "rerender_asked",
                object_type="document",
                object_id=row.document_id,
                purpose=reason,
                details={"kind": row.kind.value, "failure_code": row.failure_code},
            )
    return rows


def _template_version(app: DocumentsApp, row: PrintRow) -> str:
    programme = app.programmes.of(row.year)
    return programme.list_version if row.kind in _LISTS else programme.form_version
