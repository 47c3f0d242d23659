"""Rows of prints as answers and events."""

from __future__ import annotations

from services.contracts.events import DocumentRenderedV1, RenderFailedV1
from services.contracts.requests.documents import (
    CodeStanding,
    DocumentState,
    DocumentSummary,
    LookUpCodeResult,
)
from services.contracts.requests.documents_exports import ExportState, ExportView
from services.documents import phrases
from services.documents.domain.prints import SUBJECT_OF
from services.documents.storage.documents import PrintRow
from services.documents.storage.exports import ExportRow


def summary(row: PrintRow) -> DocumentSummary:
    """One print as people see it."""
    return DocumentSummary(
        document_id=row.document_id,
        kind=row.kind,
        state=row.state,
        version_no=row.version_no,
        verify_code=row.verify_code,
        template_version=row.template_version,
        requested_at=row.requested_at,
        rendered_at=row.rendered_at,
        size_bytes=row.size_bytes,
        pages=row.pages,
        sha256=row.sha256,
        failure=failure_sentence(row) if row.state is DocumentState.FAILED else None,
    )


def failure_sentence(row: PrintRow) -> str:
    """Why a print could not be made."""
    if row.failure_field and row.failure_codepoint:
        return phrases.GLYPH_MISSING.format(
            field=row.failure_field, codepoint=row.failure_codepoint
        )
    return phrases.NOT_MADE


def code_result(row: PrintRow, *, current: bool) -> LookUpCodeResult:
    """What a code stands for."""
    return LookUpCodeResult(
        subject=SUBJECT_OF[row.kind],
        version_no=row.version_no,
        standing=CodeStanding.CURRENT if current else CodeStanding.SUPERSEDED,
    )


def export_view(row: ExportRow) -> ExportView:
    """One export as its owner sees it."""
    return ExportView(
        export_id=row.export_id,
        kind=row.kind,
        state=row.state,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        requested_at=row.requested_at,
        as_of=row.as_of,
        rows=row.row_count,
        size_bytes=row.size_bytes,
        expires_at=row.expires_at,
        failure=phrases.EXPORT_NOT_MADE if row.state is ExportState.FAILED else None,
    )


def rendered(
    row: PrintRow, *, sha256: str, size_bytes: int, pages: int | None
) -> DocumentRenderedV1:
    """The event that a file can be fetched."""
    return DocumentRenderedV1(
        document_id=row.document_id,
        kind=row.kind,
        application_id=row.application_id,
        version_id=row.version_id if row.application_id else None,
        list_version_id=row.version_id if row.list_id else None,
        sha256=sha256,
        size_bytes=size_bytes,
        pages=pages or 0,
    )


def failed(row: PrintRow, *, code: str, field: str | None, codepoint: str | None) -> RenderFailedV1:
    """The event that a print cannot be made."""
    return RenderFailedV1(
        document_id=row.document_id,
        kind=row.kind,
        application_id=row.application_id,
        list_version_id=row.version_id if row.list_id else None,
        code=code,
        field=field,
        codepoint=codepoint,
    )
