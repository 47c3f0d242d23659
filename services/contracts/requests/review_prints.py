"""Questions only the documents service may ask: what official forms and lists print.

Opinions and rows are kept in memory by the asker; the codes were issued by review in the
transaction that made the print official.
"""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review_lists import ListVersionStatus
from services.contracts.requests.review_views import OpinionView
from services.contracts.vocabulary import SeatKind


class OpinionsAnswer(Answer):
    """The opinions in force, the form's code and the digest both stand for."""

    application_id: UUID
    version_id: UUID
    version_no: int
    opinions: tuple[OpinionView, ...]
    opinions_digest: str | None = Field(description="sha256 hex; None before the FINAL pass")
    verify_code: str | None = Field(description="XXXX-XXXX-XXXX; None before the FINAL pass")
    issued_at: AwareDatetime | None
    final_organisation_name: str
    current: bool


class Opinions(Request):
    """All signed opinions the official form of this version prints (service documents only)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "opinions"
    answer: ClassVar[type[Answer]] = OpinionsAnswer

    version_id: UUID


class PrintStatus(Answer):
    """Kind and currency of one print; nothing about the person."""

    kind: Literal["OFFICIAL_FORM", "LIST"]
    version_no: int
    current: bool


class ReadPrintStatus(Request):
    """Whether a code issued by review is that of the current print (service documents only)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_print_status"
    answer: ClassVar[type[Answer]] = PrintStatus

    verify_code: str = Field(max_length=20)


class FrozenRow(Answer):
    """One row as frozen."""

    position: int
    application_id: UUID
    application_no: str
    version_id: UUID
    version_no: int
    plan_row_id: UUID
    specialty: str
    recommend_order: int | None
    remark: str | None


class FrozenList(Answer):
    """All that review knows of one frozen version."""

    list_id: UUID
    list_version_id: UUID
    version_no: int
    verify_code: str
    content_hash: str
    status: ListVersionStatus
    cycle_id: UUID
    cycle_year: int
    organisation_id: UUID
    organisation_name: str
    seat_kind: SeatKind
    title_suffix: str
    recipient: str = Field(description="报送对象 by track (R44, R45)")
    filled_by: str
    frozen_at: AwareDatetime
    plan_row_ids: tuple[UUID, ...] = Field(description="All plan rows of the unit in this column")
    quota_total: int = Field(description="计划名额 of the unit in this column")
    rows: tuple[FrozenRow, ...]


class ListRows(Request):
    """The rows of one frozen version (service documents only)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "list_rows"
    answer: ClassVar[type[Answer]] = FrozenList

    list_version_id: UUID
