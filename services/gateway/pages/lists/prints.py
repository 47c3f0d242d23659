"""The prints of frozen versions: how far each is, and where it is to be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.contracts.requests.documents import (
    DocumentState,
    DocumentSummary,
    ReadDocuments,
    ReadDocumentsResult,
)
from services.contracts.vocabulary import DocumentKind
from services.gateway.pages.core.page import Page

_CALLED = {DocumentKind.LIST_PDF: "PDF（打印用）", DocumentKind.LIST_XLSX: "xlsx（电子表）"}


@dataclass(frozen=True)
class Print:
    """One file of one version."""

    called: str
    state: DocumentState
    address: str | None
    failure: str | None


async def prints_of(page: Page, list_id: UUID) -> tuple[DocumentSummary, ...]:
    """All prints of a list, superseded ones included."""
    return (await page.ask(ReadDocuments(list_id=list_id), ReadDocumentsResult)).documents


def by_version(documents: Iterable[DocumentSummary]) -> Mapping[int, list[Print]]:
    """Prints by version number, the PDF first; of a print made again, the newest."""
    newest: dict[tuple[int, DocumentKind], DocumentSummary] = {}
    for one in documents:
        known = newest.get((one.version_no, one.kind))
        if known is None or one.requested_at > known.requested_at:
            newest[one.version_no, one.kind] = one
    found: dict[int, list[Print]] = {}
    for kind, called in _CALLED.items():
        for (version_no, of_kind), one in newest.items():
            if of_kind is kind:
                found.setdefault(version_no, []).append(_print(one, called))
    return found


def all_made(documents: Iterable[DocumentSummary], version_no: int) -> bool:
    """Whether both prints of a version have come to their end."""
    ended = {
        one.kind
        for one in documents
        if one.version_no == version_no and one.state is not DocumentState.PENDING
    }
    return set(_CALLED) <= ended


def _print(one: DocumentSummary, called: str) -> Print:
    there = one.rendered_at is not None
    address = f"/api/v1/documents/{one.document_id}" if there else None
    return Print(called, one.state, address, one.failure)
