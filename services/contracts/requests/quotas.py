"""Requests to the quotas service: cycles, the plan (Annex 2) and the seats.

A cycle is named by its year. A seat cell is (plan row, seat kind); its printable name is
`<plan unit code>/<specialty>/<seat kind>`.

The plan is in `quotas_plan`, the seats are in `quotas_seats`; both are imported here, so that this
module names everything the service answers.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.events.quotas import CycleRules
from services.contracts.requests.base import Answer, Request
from services.contracts.requests.quotas_plan import (
    FindingLevel,
    ImportPlan,
    ImportPlanResult,
    PlanChange,
    PlanFinding,
    PlanRowView,
    PlanTotals,
    PublishPlan,
    PublishPlanResult,
    ReadPlan,
    ReadPlanDraft,
    ReadPlanDraftResult,
    ReadPlanResult,
)
from services.contracts.requests.quotas_seats import (
    ReadSeatLedger,
    ReadSeatLedgerResult,
    ReadSeats,
    ReadSeatsResult,
    SeatCellView,
    SeatLedgerEntry,
)

__all__ = [
    "CycleOutline",
    "CycleView",
    "ExtendCycle",
    "FindingLevel",
    "ImportPlan",
    "ImportPlanResult",
    "ListCycles",
    "ListCyclesResult",
    "ListProgrammes",
    "ListProgrammesResult",
    "OpenCycle",
    "PlanChange",
    "PlanFinding",
    "PlanRowView",
    "PlanTotals",
    "ProgrammeView",
    "PublishPlan",
    "PublishPlanResult",
    "ReadCycle",
    "ReadPlan",
    "ReadPlanDraft",
    "ReadPlanDraftResult",
    "ReadPlanResult",
    "ReadSeatLedger",
    "ReadSeatLedgerResult",
    "ReadSeats",
    "ReadSeatsResult",
    "SeatCellView",
    "SeatLedgerEntry",
]


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


class CycleOutline(Answer):
    """What `cycle.toml` says of a year; a demonstration moves the dates when it is opened."""

    title: str
    batch_no: int
    issued_on: date
    open_at: AwareDatetime
    close_at: AwareDatetime
    correction_close_at: AwareDatetime
    review_close_at: AwareDatetime
    dispatch_deadline_on: date
    age_limit: int
    inland_total: int
    in_region_total: int


class ProgrammeView(Answer):
    """A year whose data lie ready and whose cycle is not open."""

    year: int
    outline: CycleOutline | None = Field(description="None when the data cannot be read")
    problem: str = Field(default="", description="Why it cannot be opened, if it cannot")


class ListProgrammesResult(Answer):
    """Newest year first."""

    programmes: tuple[ProgrammeView, ...]


class ListProgrammes(Request):
    """Years that can be opened (REGION staff); a slip in a year's data is told beside it."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "list_programmes"
    answer: ClassVar[type[Answer]] = ListProgrammesResult


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


class ExtendCycle(Request):
    """Move dates of a cycle later, for everybody (REGION_LEADER); R48 knows no other exception.

    What is absent stays. Nothing can be moved earlier, because people rely on what was announced.
    The day at which ages are counted stays too: more time must not make anybody too old.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "extend_cycle"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = CycleView

    year: int
    close_at: AwareDatetime | None = Field(default=None, description="First instant too late (R46)")
    correction_close_at: AwareDatetime | None = None
    review_close_at: AwareDatetime | None = None
    dispatch_deadline_on: date | None = Field(default=None, description="Last day, 北京时间 (R47)")
    reason: str = Field(min_length=5, max_length=200, description="Kept in the audit trail")


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
