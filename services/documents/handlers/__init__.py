"""Use cases of the documents service: load, decide, save, say so; one unit of work each."""

from __future__ import annotations

from services.documents.handlers.applications import (
    on_approved,
    on_resubmitted,
    on_submitted,
    on_withdrawn,
)
from services.documents.handlers.exports import (
    expire_exports,
    fetch_export,
    read_export,
    read_exports,
    request_export,
)
from services.documents.handlers.lists import on_list_frozen, on_list_voided
from services.documents.handlers.reading import (
    fetch_document,
    look_up_code,
    measure_documents,
    read_documents,
)
from services.documents.handlers.rerendering import failed_prints, rerender

__all__ = [
    "expire_exports",
    "failed_prints",
    "fetch_document",
    "fetch_export",
    "look_up_code",
    "measure_documents",
    "on_approved",
    "on_list_frozen",
    "on_list_voided",
    "on_resubmitted",
    "on_submitted",
    "on_withdrawn",
    "read_documents",
    "read_export",
    "read_exports",
    "request_export",
    "rerender",
]
