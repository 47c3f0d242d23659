"""Exports: what somebody sees on a screen as a spreadsheet, made by a worker, kept for its owner.

An export is asked for and answered at once; a renderer makes it with the right of the one who
asked; only that person sees it and fetches it, and after some days it is removed. It never holds an
ID number, ethnicity or contact data (X8), and says on each page who took it, when and for whom.
"""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.documents import FetchDocumentResult
from services.contracts.requests.review_views import Claimed
from services.contracts.vocabulary import ApplicationState, LabelledEnum, Track


class ExportKind(LabelledEnum):
    """What can be exported."""

    FILES = "FILES", "申报清单"
    PROGRESS = "PROGRESS", "审核进度统计表"


class ExportState(LabelledEnum):
    """Life of one export; the file of an expired one is gone."""

    PENDING = "PENDING", "正在生成"
    READY = "READY", "可下载"
    FAILED = "FAILED", "未能生成"
    EXPIRED = "EXPIRED", "已过期删除"


class ExportFilters(BaseModel):
    """What of a queue is wanted, as its page filters it; progress takes the cycle only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_desk: bool = True
    state: ApplicationState | None = None
    track: Track | None = None
    plan_row_id: UUID | None = None
    specialty: str | None = Field(default=None, max_length=60)
    waiting_longer_than_days: int | None = Field(default=None, ge=0, le=400)
    due_before: AwareDatetime | None = None
    claimed: Claimed | None = Field(default=None, description="MINE: of whoever asks for it")


class ExportView(Answer):
    """One export as its owner sees it."""

    export_id: UUID
    kind: ExportKind
    state: ExportState
    organisation_id: UUID
    organisation_name: str
    requested_at: AwareDatetime
    as_of: AwareDatetime | None = Field(description="The instant the figures are of")
    rows: int | None
    size_bytes: int | None
    expires_at: AwareDatetime
    failure: str | None = Field(default=None, description="Why it could not be made, a sentence")


class RequestExport(Request):
    """Ask for an export; it is made in the background (staff, rows with names by §7.4 only)."""

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "request_export"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ExportView

    kind: ExportKind
    organisation_id: UUID
    year: int = Field(ge=2000, le=2100)
    cycle_id: UUID
    filters: ExportFilters = ExportFilters()

    @model_validator(mode="after")
    def _progress_is_whole(self) -> Self:
        if self.kind is ExportKind.PROGRESS and self.filters != ExportFilters():
            raise ValueError("进度统计表不能加筛选条件。")
        return self


class ReadExportsResult(Answer):
    """Newest first."""

    exports: tuple[ExportView, ...]


class ReadExports(Request):
    """The person's own exports, the newest hundred."""

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "read_exports"
    answer: ClassVar[type[Answer]] = ReadExportsResult


class ReadExport(Request):
    """One of the person's own exports; anybody else's is not found."""

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "read_export"
    answer: ClassVar[type[Answer]] = ExportView

    export_id: UUID


class FetchExport(Request):
    """Where the file of one's own export can be fetched for a few minutes; audited.

    The right is judged anew: who lost the role since does not get the file.
    """

    service: ClassVar[str] = "documents"
    method: ClassVar[str] = "fetch_export"
    answer: ClassVar[type[Answer]] = FetchDocumentResult
    stores_answer: ClassVar[bool] = False

    export_id: UUID
