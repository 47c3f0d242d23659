"""Requests about the plan (Annex 2): drafts, checks, publication; `quotas` names them too."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.tables import TableFile
from services.contracts.vocabulary import SeatKind


class FindingLevel(StrEnum):
    """ERROR blocks the import; WARNING is shown and does not."""

    ERROR = "ERROR"
    WARNING = "WARNING"


class PlanFinding(Answer):
    """One finding of the publish checks V1–V8 (`domain` §4.1); `FORMAT` for an unreadable cell."""

    rule: str
    level: FindingLevel
    row: int | None = Field(description="Row of the file, the header is row 1; none for totals")
    message: str


class PlanTotals(Answer):
    """Sums of a plan (R24–R26)."""

    units: int
    rows: int
    inland: int
    long: int
    short: int


class PlanChange(Answer):
    """One difference between a draft and the published plan (V8)."""

    plan_row_id: UUID | None = Field(description="None for a row that is new and not stored yet")
    plan_unit_code: str
    specialty: str
    change: Literal["ADDED", "CHANGED", "REMOVED"]
    quota_before: dict[SeatKind, int]
    quota_after: dict[SeatKind, int]
    shortage_before: bool | None
    shortage_after: bool | None
    affected_applications: tuple[UUID, ...] = Field(
        description="Applications that hold a seat of the row"
    )


class ImportPlanResult(Answer):
    """The preview of a plan file; `plan_version` is set when a draft was stored."""

    plan_version: int | None = Field(description="Draft to publish; none when errors block it")
    sha256: str = Field(description="Digest of the file")
    totals: PlanTotals
    findings: tuple[PlanFinding, ...]
    changes: tuple[PlanChange, ...] = Field(description="Against the published plan; V8")


class ImportPlan(Request):
    """Check a plan file and, if no error blocks it, store it as a draft (region staff).

    The format is told by the content, not by the name. With errors nothing is stored and the
    findings are the answer; warnings do not block. A new draft replaces an older draft.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "import_plan"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ImportPlanResult

    year: int
    filename: str = Field(min_length=1, max_length=200)
    content: TableFile


class PublishPlanResult(Answer):
    """The plan that is now in force."""

    year: int
    plan_version: int
    totals: PlanTotals
    amended: bool = Field(description="False for the first plan of the cycle")
    changes: tuple[PlanChange, ...]


class PublishPlan(Request):
    """Put a draft in force (REGION_LEADER, another person than its importer is not required).

    Fails when a cell would fall below what is used. After the first plan each publication is an
    amendment and needs a reason.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "publish_plan"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = PublishPlanResult

    year: int
    plan_version: int
    reason: str | None = Field(default=None, max_length=200)


class PlanRowView(Answer):
    """One row of Annex 2 (`domain` §4.1)."""

    plan_row_id: UUID = Field(description="The same in all versions of the cycle's plan")
    seq: int
    plan_unit_code: str
    plan_unit_name: str
    unit_kind: str
    region_code: str
    southern_four: bool
    specialty: str
    quota_inland: int
    quota_long: int
    quota_short: int
    shortage: bool
    remark: str


class ReadPlanResult(Answer):
    """A plan with its rows in plan order."""

    year: int
    plan_version: int
    published_at: AwareDatetime | None
    totals: PlanTotals
    rows: tuple[PlanRowView, ...]


class ReadPlan(Request):
    """The published plan (open to everybody) or a named version (drafts: region staff only)."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_plan"
    answer: ClassVar[type[Answer]] = ReadPlanResult

    year: int
    plan_version: int | None = None
    plan_unit_code: str | None = None


class PlanDraft(Answer):
    """A plan that waits for the leader: what was found, and what it changes."""

    plan_version: int
    filename: str
    sha256: str
    imported_at: AwareDatetime
    imported_by: str
    imported_by_me: bool
    stale: bool = Field(description="Another plan came into force since: it must be imported again")
    totals: PlanTotals
    findings: tuple[PlanFinding, ...]
    changes: tuple[PlanChange, ...]


class ReadPlanDraftResult(Answer):
    """The waiting draft, if there is one."""

    year: int
    plan_version: int | None = Field(description="In force")
    draft: PlanDraft | None


class ReadPlanDraft(Request):
    """The draft that waits for publishing (region staff, auditors)."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_plan_draft"
    answer: ClassVar[type[Answer]] = ReadPlanDraftResult

    year: int
