"""Asking for a print: the row, and a job for the renderers unless it is superseded from birth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from services.chassis.transaction import Transaction
from services.contracts.requests.documents import DocumentState
from services.contracts.routing import RENDER_BULK_QUEUE, RENDER_QUEUE, WorkQueue
from services.contracts.vocabulary import DocumentKind
from services.documents.storage import documents
from services.documents.storage.documents import NewPrint

QUEUE_OF: Final[dict[DocumentKind, WorkQueue]] = {
    DocumentKind.APPLICANT_COPY: RENDER_BULK_QUEUE,
    DocumentKind.OFFICIAL_FORM: RENDER_QUEUE,
    DocumentKind.LIST_PDF: RENDER_QUEUE,
    DocumentKind.LIST_XLSX: RENDER_QUEUE,
}
"""Desks that wait for a paper come before the flood of copies on the last day."""


def request_print(
    tx: Transaction,
    new: NewPrint,
    *,
    current: bool,
    supersedes: Sequence[DocumentKind] = (),
) -> None:
    """Add a print; a current one supersedes the application's prints of the given kinds.

    One that is not current is kept so that its code can be looked up.
    """
    if current:
        state, replaced = DocumentState.PENDING, supersedes
    else:
        state, replaced = DocumentState.SUPERSEDED, ()
    document_id = documents.add(tx.session, new, state=state, supersedes=replaced, now=tx.now)
    if current:
        enqueue_print(tx, new.kind, document_id)


def enqueue_print(tx: Transaction, kind: DocumentKind, document_id: UUID) -> None:
    """A job for the renderers; it holds the id only."""
    tx.enqueue(QUEUE_OF[kind], {"document_id": str(document_id)}, key=f"document:{document_id}")
