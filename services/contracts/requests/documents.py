"""Questions to the documents service: which prints exist, the file of one, what a code stands for.

Nothing here changes a document; prints are made when their events arrive.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import DocumentKind, LabelledEnum

CODE_PATTERN = r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"
"""Twelve Crockford characters in three groups (`domain` §2.2 field 3)."""


class DocumentState(LabelledEnum):
    """Life of one print; SUPERSEDED keeps the file, it only stops being the current one."""

    PENDING = "PENDING", "正在生成"
    READY = "READY", "可下载"
    FAILED = "FAILED", "未能生成"
    SUPERSEDED = "SUPERSEDED", "已失效"


class CodeStanding(LabelledEnum):
    """Whether the paper bearing a code still shows what is valid."""

    CURRENT = "CURRENT", "当前有效"
    SUPERSEDED = "SUPERSEDED", "已失效"


class CodeSubject(StrEnum):
    """The kinds of paper that bear a code; PDF and xlsx of one list bear the same."""

    APPLICANT_COPY = "APPLICANT_COPY"
    OFFICIAL_FORM = "OFFICIAL_FORM"
    LIST = "LIST"


class DocumentSummary(Answer):
    """One print of an application or a list."""

    document_id: UUID
    kind: DocumentKind
    state: DocumentState
    version_no: int = Field(ge=1, description="Application or list version the print shows")
    verify_code: str
    template_version: str
    requested_at: AwareDatetime
    rendered_at: AwareDatetime | None = None
    size_bytes: int | None = None
    pages: int | None = Field(default=None, description="PDF pages; none for a spreadsheet")
    sha256: str | None = None
    failure: str | None = Field(default=None, description="Why it could not be made, a sentence")


class ReadDocumentsResult(Answer):
    """Newest first; superseded prints included."""

    documents: tuple[DocumentSummary, ...]


class ReadDocuments(Request):
    """All prints of one application or of one list, for those who may read it."""

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "read_documents"
    answer: ClassVar[type[Answer]] = ReadDocumentsResult

    application_id: UUID | None = None
    list_id: UUID | None = None

    @model_validator(mode="after")
    def _exactly_one_subject(self) -> Self:
        if (self.application_id is None) == (self.list_id is None):
            raise ValueError("请指定申报或汇总表其中之一。")
        return self


class FetchDocumentResult(Answer):
    """A presigned GET of the store; valid until `expires_at` (real time)."""

    url: str
    expires_at: AwareDatetime
    filename: str
    content_type: str
    size_bytes: int
    sha256: str


class FetchDocument(Request):
    """The file of one print. Audited; foreign and unknown ids are not found alike.

    It is a question for the caller, but each answer is a new secret, so none is stored.
    """

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "fetch_document"
    answer: ClassVar[type[Answer]] = FetchDocumentResult
    stores_answer: ClassVar[bool] = False

    document_id: UUID


class LookUpCodeResult(Answer):
    """All that a code reveals: what paper, which version, valid or not."""

    subject: CodeSubject
    version_no: int
    standing: CodeStanding


class LookUpCode(Request):
    """What the code on a paper stands for; open to everybody, no personal data in the answer."""

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "look_up_code"
    answer: ClassVar[type[Answer]] = LookUpCodeResult

    verify_code: str = Field(pattern=CODE_PATTERN)
