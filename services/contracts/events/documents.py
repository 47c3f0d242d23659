"""Events of the documents service."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.envelope import Event
from services.contracts.vocabulary import DocumentKind


class DocumentRenderedV1(Event):
    """Published when a document lies in the store and can be fetched; aggregate: the document."""

    source: ClassVar[str] = "documents"
    name: ClassVar[str] = "document-rendered"

    document_id: UUID
    kind: DocumentKind
    application_id: UUID | None = None
    version_id: UUID | None = None
    list_version_id: UUID | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int = Field(ge=1)
    pages: int = Field(ge=0, description="0 for spreadsheets")


class RenderFailedV1(Event):
    """Published when a document cannot be made; aggregate: the document."""

    source: ClassVar[str] = "documents"
    name: ClassVar[str] = "render-failed"

    document_id: UUID
    kind: DocumentKind
    application_id: UUID | None = None
    list_version_id: UUID | None = None
    code: str
    field: str | None = None
    codepoint: str | None = Field(default=None, description="U+XXXX of a missing glyph")
