"""Questions other services ask of applications: what to print, in which order, who may read.

`PrintCopy` is the only answer besides `UnmaskIdNumber` that holds a full ID number; the asker keeps
it in memory only.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Material, SeatKind


class PrintHistoryRow(Answer):
    """A row of 学习经历 (place 院校及专业, detail 学历/学位, form) or 工作经历 (detail 职务)."""

    period: str
    place: str
    detail: str
    form: str = ""


class PrintAchievement(Answer):
    """A row of 主要业绩: time, title, 类别/级别, 本人排名或作用."""

    period: str
    title: str
    kind: str
    role: str


class Attachment(Answer):
    """A scan that belongs to the frozen version."""

    scan_id: UUID
    slot: Material
    slot_label: str
    sha256: str
    size: int
    pages: int | None
    content_type: str


class PrintCopyAnswer(Answer):
    """Everything of Annex 3 that applications owns, ready to be set in type.

    `values` maps the code names of §2.2 to printed text ("" when absent): `birth_date` as YYYY.MM,
    months as YYYY.MM, `id_number` in full, coded values by their Chinese names. Composed lines:
    `unit_region` (和田地区和田市), `title` (主治医师（中级）), `school_line` (毕业院校及专业),
    `zh_line` (汉语水平 in one line), `specialty`, `specialty_years` (11 年), `host_line`
    (意向单位及导师), `track_line`, `remark` (放宽 phrases), `supervising_org`, `final_review_org`.
    """

    application_id: UUID
    application_no: str
    cycle_id: UUID
    cycle_year: int
    version_id: UUID
    version_no: int
    verify_code: str = Field(description="Of the applicant's copy; the official form has review's")
    sha256: str
    submitted_at: AwareDatetime
    values: dict[str, str]
    seat_kind: SeatKind = Field(description="Which box of 培养类别 is ticked")
    accept_adjustment: bool
    education_history: tuple[PrintHistoryRow, ...]
    work_history: tuple[PrintHistoryRow, ...]
    achievements: tuple[PrintAchievement, ...]
    attachments: tuple[Attachment, ...]
    pledge_text: str
    pledged_on: date
    photo_base64: str = Field(description="413 × 531 JPEG")


class PrintCopy(Request):
    """Service `documents` only: what one frozen version prints, in full; audited."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "print_copy"
    answer: ClassVar[type[Answer]] = PrintCopyAnswer
    stores_answer: ClassVar[bool] = False

    version_id: UUID


class ListEntry(Answer):
    """The cells of one row of Annex 4 (§3.2) in printed form; `sex` is 男 or 女."""

    application_id: UUID
    version_id: UUID
    application_no: str
    name: str
    sex: str
    ethnicity: str
    birth_month: str
    education_degree: str
    unit_and_post: str
    title: str
    current_specialty: str
    specialty: str
    host_and_mentor: str
    mobile: str
    relaxed: bool
    accept_adjustment: bool


class ListEntriesAnswer(Answer):
    """The rows in the order of the versions asked for."""

    entries: tuple[ListEntry, ...]


class ListEntries(Request):
    """Service `documents` only: Annex 4 cells of many versions in one call; audited."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "list_entries"
    answer: ClassVar[type[Answer]] = ListEntriesAnswer
    stores_answer: ClassVar[bool] = False

    version_ids: tuple[UUID, ...] = Field(max_length=1000)


class NameOrderAnswer(Answer):
    """The same applications by pinyin of the whole name (dots ignored), then number."""

    application_ids: tuple[UUID, ...]


class NameOrder(Request):
    """Service `review` only: the order by name of §3.4; an unknown id → not_found."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "name_order"
    answer: ClassVar[type[Answer]] = NameOrderAnswer

    application_ids: tuple[UUID, ...] = Field(max_length=1000)


class ExportedName(Answer):
    """The name of one applicant; nothing else goes into an export of files (X8)."""

    application_id: UUID
    name: str


class ExportedNamesAnswer(Answer):
    """In no particular order; ids nobody has submitted are left out."""

    names: tuple[ExportedName, ...]


class ExportedNames(Request):
    """Service `documents` only: the names in an export somebody asked for; audited."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "exported_names"
    answer: ClassVar[type[Answer]] = ExportedNamesAnswer
    stores_answer: ClassVar[bool] = False

    application_ids: tuple[UUID, ...] = Field(max_length=1000)


class ReadingRight(Answer):
    """`relation` is `owner`, `desk` or None when the actor may not read."""

    allowed: bool
    relation: str | None = None
    organisation_id: UUID | None = None


class MayRead(Request):
    """May the forwarded actor read this application? Never an error for unknown ids."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "may_read"
    answer: ClassVar[type[Answer]] = ReadingRight

    application_id: UUID
