"""PDFs: no passwords, no scripts, no actions, no attachments, not too many pages (§2.5)."""

from __future__ import annotations

import io
from typing import Final

import pikepdf

from services.applications.checker.verdict import CleanFile, RejectedError
from services.applications.checker.watermark import stamp_pdf
from services.applications.domain.scans import ScanRules

PDF: Final = "application/pdf"

_ACTIVE_KEYS: Final = ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMedia", "/AA", "/XFA")
_ACTIVE_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
)
_ACTIVE_TYPES: Final = frozenset({"/EmbeddedFile", "/Filespec"})


def clean_pdf(content: bytes, rules: ScanRules, *, watermark: str | None) -> CleanFile:
    """The document written anew, without information about its maker."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _cleaned(document, rules, watermark)
    except pikepdf.PasswordError as error:
        raise RejectedError("pdf_encrypted") from error
    except pikepdf.PdfError as error:
        raise RejectedError("pdf_broken") from error


def _cleaned(document: pikepdf.Pdf, rules: ScanRules, watermark: str | None) -> CleanFile:
    if document.is_encrypted:
        raise RejectedError("pdf_encrypted")
    pages = len(document.pages)
    if not pages:
        raise RejectedError("pdf_broken")
    if pages > rules.max_pages:
        raise RejectedError("pdf_too_many_pages", pages=pages, limit=rules.max_pages)
    # Where a document opens is harmless and common; what it does when it opens is not.
    if isinstance(document.Root.get("/OpenAction"), pikepdf.Array):
        del document.Root["/OpenAction"]
    if "/OpenAction" in document.Root or _is_active(document):
        raise RejectedError("pdf_active")
    for key in ("/Metadata", "/PieceInfo"):
        if key in document.Root:
            del document.Root[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    if watermark:
        stamp_pdf(document, watermark)
    buffer = io.BytesIO()
    # A second run must write the same bytes: they lie under the same key.
    document.save(
        buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
    )
    return CleanFile(buffer.getvalue(), PDF, pages)


def _is_active(document: pikepdf.Pdf) -> bool:
    return any(
        _acts(found)
        for found in document.objects
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream)
    )


def _acts(found: pikepdf.Dictionary | pikepdf.Stream) -> bool:
    return (
        any(key in found for key in _ACTIVE_KEYS)
        or str(found.get("/S", "")) in _ACTIVE_ACTIONS
        or str(found.get("/Type", "")) in _ACTIVE_TYPES
    )
