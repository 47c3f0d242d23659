"""Requests to the quotas service: cycles, the plan (Annex 2) and the seats.

A cycle is named by its year. A seat cell is (plan row, seat kind); its printable name is
`<plan unit code>/<specialty>/<seat kind>`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Base64Bytes, Field

from services.contracts.events.quotas import CycleRules
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import SeatKind

MAX_PLAN_FILE_BYTES = 1024 * 1024
"""A plan of thousands of rows is far below this; what is larger is no plan."""

# --- cycles -----------------------------------------------------------------------------------


class CycleView(Answer):
    """One yearly cycle (R01); instants are UTC, show them as 北京时间."""

    cycle_id: UUID
    year: int
    batch_no: int
    title: str
    issued_on: date
    open_at: AwareDatetime
    close_at: AwareDatetime = Field(description="First instant that is too late (R46)")
    correction_close_at: AwareDatetime
    review_close_at: AwareDatetime
    dispatch_deadline_on: date = Field(description="Last day of dispatch, 北京时间 (R47)")
    shift_days: int = Field(description="0 in production; the demo's offset of all instants")
    rules: CycleRules
    differential_ratio: float = Field(description="Nominations per seat; 1 = hard at listing")
    helpline: tuple[str, ...]
    plan_version: int | None = Field(description="Number of the published plan, none before")
    opened_at: AwareDatetime


class ListCyclesResult(Answer):
    """Newest year first."""

    cycles: tuple[CycleView, ...]


class OpenCycle(Request):
    """Open the cycle described by `programmes/<year>/cycle.toml` (REGION_LEADER).

    `shift_days` moves every instant by whole days and is refused unless the mode is demo or test.
    Opening an open year again is a conflict.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "open_cycle"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = CycleView

    year: int = Field(ge=2000, le=2100)
    shift_days: int = Field(default=0, ge=-20_000, le=20_000)


class ReadCycle(Request):
    """One cycle; open to everybody."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_cycle"
    answer: ClassVar[type[Answer]] = CycleView

    year: int


class ListCycles(Request):
    """All cycles; open to everybody."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "list_cycles"
    answer: ClassVar[type[Answer]] = ListCyclesResult


# --- plan -------------------------------------------------------------------------------------


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
    content: Base64Bytes = Field(
        description="csv (UTF-8) or xlsx as base64, at most 1 MiB",
        max_length=MAX_PLAN_FILE_BYTES,
    )


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


# --- seats ------------------------------------------------------------------------------------


class SeatCellView(Answer):
    """One seat cell; `left` = quota − reserved − confirmed."""

    cell: str = Field(description="<plan unit code>/<specialty>/<seat kind>")
    plan_row_id: UUID
    seat_kind: SeatKind
    plan_unit_code: str
    plan_unit_name: str
    specialty: str
    quota: int
    reserved: int
    confirmed: int
    left: int


class ReadSeatsResult(Answer):
    """Cells in plan order, INLAND, LONG, SHORT within a row; with the sums of what is shown."""

    year: int
    cells: tuple[SeatCellView, ...]
    quota: int
    reserved: int
    confirmed: int


class ReadSeats(Request):
    """Seats of all cells with a quota, or of those of one unit, row or kind (staff, services).

    `include_empty` adds the cells whose quota is 0.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_seats"
    answer: ClassVar[type[Answer]] = ReadSeatsResult

    year: int
    plan_unit_code: str | None = None
    plan_row_id: UUID | None = None
    seat_kind: SeatKind | None = None
    include_empty: bool = False


class SeatLedgerEntry(Answer):
    """One step in the history of a seat; entries are never changed."""

    entry_no: int
    application_id: UUID
    sequence: int = Field(description="Of the review event that caused it")
    plan_row_id: UUID
    seat_kind: SeatKind
    action: Literal["RESERVED", "REFUSED", "RELEASED", "CONFIRMED"]
    reason: str | None
    quota: int
    reserved_after: int
    confirmed_after: int
    at: AwareDatetime


class ReadSeatLedgerResult(Answer):
    """Oldest first; `more` says that the page is full."""

    entries: tuple[SeatLedgerEntry, ...]
    more: bool


class ReadSeatLedger(Request):
    """History of a cell or of one application's seats.

    Region staff and the auditor see all, a final reviewing unit the cells of its own plan unit.
    Name at least one of plan row and application.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_seat_ledger"
    answer: ClassVar[type[Answer]] = ReadSeatLedgerResult

    year: int
    plan_row_id: UUID | None = None
    seat_kind: SeatKind | None = None
    application_id: UUID | None = None
    after_entry_no: int = 0
    limit: int = Field(default=200, ge=1, le=500)
