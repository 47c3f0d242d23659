"""What the applications service answers about drafts, versions and scans.

Personal data appears here because these models travel in RPC replies only, are kept in memory by
the asker, and never reach an event, a log or an object key. ID numbers are masked.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer
from services.contracts.vocabulary import (
    ApplicationState,
    FindingStatus,
    LabelledEnum,
    Material,
    Outcome,
)


class FormItem(LabelledEnum):
    """Checklist items of the form (R33): every field and every material belongs to exactly one.

    Review gives a verdict per item. A return names items (or single field or material codes), and
    only what they cover is unlocked for the applicant.
    """

    IDENTITY = "identity", "身份信息"
    PHOTO = "photo", "照片"
    CONTACT = "contact", "联系方式与参加工作时间"
    UNIT = "unit", "工作单位与岗位"
    TITLE = "title", "职称与现从事专业"
    EDUCATION = "education", "学历学位"
    ABILITY = "ability", "汉语与计算机"
    HEALTH = "health", "健康状况"
    EDUCATION_HISTORY = "education_history", "学习经历"
    WORK_HISTORY = "work_history", "工作经历"
    ACHIEVEMENTS = "achievements", "主要业绩"
    INTENTION = "intention", "培养意向"
    TRAINING_PLAN = "training_plan", "岗位需求与研修内容"
    OTHER_MATERIALS = "other_materials", "其他材料"


class RuleFinding(Answer):
    """What one eligibility rule found (§5.1), e.g. E05 PASS with `info` INFO_AGE_45."""

    rule: str
    status: FindingStatus
    info: str | None = None
    explanation: str


class NoteKind(StrEnum):
    """How a note about a stored value is meant."""

    CHANGED = "changed"
    """Stored in another writing; the note says what was changed."""
    ASK = "ask"
    """Stored as typed; the applicant should confirm or correct it."""
    FLAG = "flag"
    """Stored; a person will look at it."""
    WARN = "warn"
    """Stored; may be wrong."""


class FieldNote(Answer):
    """Something to tell the applicant about a stored value; `field` is a path: `ach.0.title`."""

    field: str
    kind: NoteKind
    message: str


class FieldProblem(Answer):
    """Why one value was not stored, or why it cannot be submitted."""

    field: str
    code: str
    message: str


class Gap(Answer):
    """One thing missing before submission; `field` is a field code or a material code."""

    field: str
    label: str
    item: FormItem | None = None
    message: str


class ScanState(LabelledEnum):
    """Life of one upload; only ACCEPTED ones count."""

    UPLOADING = "UPLOADING", "正在上传"
    CHECKING = "CHECKING", "正在检查"
    ACCEPTED = "ACCEPTED", "已接受"
    REJECTED = "REJECTED", "未被接受"
    REPLACED = "REPLACED", "已替换"
    REMOVED = "REMOVED", "已移除"
    EXPIRED = "EXPIRED", "上传已过期"


class ScanView(Answer):
    """A scan as owner and desks see it; size, type and hash are the stored file's once ready."""

    scan_id: UUID
    slot: Material
    slot_label: str
    filename: str
    state: ScanState
    size: int
    pages: int | None = None
    content_type: str
    sha256: str | None = None
    reason_code: str | None = None
    reason: str | None = Field(default=None, description="Why it was rejected and what to do")
    uploaded_at: AwareDatetime


class PartTicket(Answer):
    """One presigned POST: send `fields` as form fields, then the bytes as form field `file`."""

    number: int
    offset: int
    size: int
    url: str
    fields: dict[str, str]


class UploadTicket(Answer):
    """The parts still to be sent; an empty `parts` means: call CompleteUpload."""

    upload_id: UUID = Field(description="Also the scan's id")
    part_size: int
    parts: tuple[PartTicket, ...]
    expires_at: AwareDatetime = Field(description="Real time; RenewUpload gives fresh tickets")


class ReturnView(Answer):
    """The open return; its reasons are review's (`ReadMyStatus`)."""

    return_id: UUID
    items: tuple[str, ...]
    due_at: AwareDatetime
    returned_at: AwareDatetime
    organisation: str


class VersionSummary(Answer):
    """A frozen version (D04); `verify_code` is that of the applicant's copy."""

    version_id: UUID
    version_no: int
    sha256: str
    verify_code: str
    submitted_at: AwareDatetime
    changed_fields: tuple[str, ...] = ()
    changed_items: tuple[str, ...] = ()
    key_fields_changed: bool = False


class ApplicationSummary(Answer):
    """A line of the applicant's own list."""

    application_id: UUID
    cycle_id: UUID
    cycle_year: int
    application_no: str | None
    state: ApplicationState
    state_label: str
    desk_label: str | None
    revision: int
    version_no: int
    updated_at: AwareDatetime


class ApplicationView(Answer):
    """One application: the owner sees the draft, a desk a frozen version.

    `fields` uses the code names of the form (§2.2); `display` has Chinese texts for coded values;
    `id_number` is masked in both. `editable` lists field and material codes open to change now.
    A desk's view carries ethnicity only inside the E03 finding and in `fields` of one file (F8).
    """

    application_id: UUID
    cycle_id: UUID
    cycle_year: int
    applicant_id: UUID
    application_no: str | None
    state: ApplicationState
    state_label: str
    desk_label: str | None
    revision: int = Field(description="Optimistic lock of the draft")
    version_no: int = Field(description="The version shown; 0 = a draft never submitted")
    fields: dict[str, Any]
    display: dict[str, str]
    editable: tuple[str, ...]
    scans: tuple[ScanView, ...]
    findings: tuple[RuleFinding, ...]
    outcome: Outcome
    current_return: ReturnView | None
    versions: tuple[VersionSummary, ...]
    created_at: AwareDatetime
    submitted_at: AwareDatetime | None


class DraftCheck(Answer):
    """Everything that still stands between the draft and its submission."""

    application_id: UUID
    revision: int
    gaps: tuple[Gap, ...]
    problems: tuple[FieldProblem, ...]
    notes: tuple[FieldNote, ...]
    findings: tuple[RuleFinding, ...]
    outcome: Outcome
    window_open: bool
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    binding_confirmed: bool
    can_submit: bool


class OwnDraft(Answer):
    """What the owner is working on, with what stands between it and its submission."""

    application: ApplicationView
    check: DraftCheck


class SubmissionReceipt(Answer):
    """Receipt of a submission or a resubmission."""

    application_id: UUID
    application_no: str
    version_id: UUID
    version_no: int
    verify_code: str
    sha256: str
    submitted_at: AwareDatetime
    state: ApplicationState
    changed_fields: tuple[str, ...] = ()
    changed_items: tuple[str, ...] = ()
    key_fields_changed: bool = False


class AccessView(Answer):
    """One reading of the own file by somebody else (F13)."""

    at: AwareDatetime
    organisation: str
    role: str
    kind: str
    purpose: str


class ScanLimits(Answer):
    """What holds for every scan, to be said before somebody chooses a file; sizes in bytes."""

    max_bytes: int
    max_total_bytes: int
    max_pages: int
    max_pixels: int
    photo_min_width: int
    photo_min_height: int
    photo_width: int
    photo_height: int


class RuleGuide(Answer):
    """What an eligibility rule demands, the fields it looks at, and what one may do about it."""

    rule: str
    label: str
    requirement: str
    fields: tuple[str, ...]
    advice: str


class FormView(Answer):
    """The form definition of a cycle, for clients that build pages or imports from it."""

    cycle_year: int
    sections: tuple[dict[str, Any], ...]
    codes: dict[str, tuple[dict[str, str], ...]]
    materials: tuple[dict[str, Any], ...]
    scan_limits: ScanLimits
    items: dict[str, str]
    rules: tuple[RuleGuide, ...] = ()
    privacy_notice_version: int
    privacy_notice: str
    pledge_version: int
    pledge: str
