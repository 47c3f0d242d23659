"""Events of the quotas service."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.envelope import Event
from services.contracts.vocabulary import SeatKind


class CycleRules(BaseModel):
    """The cycle's rule switches (`domain` §5.2, §5.6, §10)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    age_mode: Literal["COMPLETED_YEARS", "STRICT_BIRTHDAY", "CALENDAR_YEAR"] = "COMPLETED_YEARS"
    age_limit: int = 45
    age_reference_date: date
    age_feb29: Literal["MAR1", "FEB28"] = "MAR1"
    relaxation_basis: Literal["UNIT_LOCATION", "REPORTING_LINE"] = "UNIT_LOCATION"
    relaxed_min_title: int = Field(default=5, description="Lowest level that counts as 初级")
    region_codes_on: date = Field(description="Region codes are judged as of this day")


class _CycleFacts(Event):
    source: ClassVar[str] = "quotas"

    cycle_id: UUID
    year: int
    batch_no: int
    title: str
    open_at: AwareDatetime
    close_at: AwareDatetime = Field(description="First instant that is too late")
    correction_close_at: AwareDatetime
    review_close_at: AwareDatetime
    dispatch_deadline_on: date
    shift_days: int = Field(default=0, description="Demo and test: how far the cycle was moved")
    rules: CycleRules


class CycleOpenedV1(_CycleFacts):
    """Published when a cycle is opened (R01)."""

    name: ClassVar[str] = "cycle-opened"


class CycleChangedV1(_CycleFacts):
    """Published when dates or rules of a cycle change for everybody (R48)."""

    name: ClassVar[str] = "cycle-changed"


class PlanRow(BaseModel):
    """One row of Annex 2."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_row_id: UUID
    seq: int
    plan_unit_code: str
    plan_unit_name: str
    unit_kind: str
    region_code: str
    southern_four: bool
    specialty: str
    quota_inland: int = Field(ge=0)
    quota_long: int = Field(ge=0)
    quota_short: int = Field(ge=0)
    shortage: bool

    def quota(self, kind: SeatKind) -> int:
        """Seats of one cell of the row."""
        return {
            SeatKind.INLAND: self.quota_inland,
            SeatKind.LONG: self.quota_long,
            SeatKind.SHORT: self.quota_short,
        }[kind]


class PlanPublishedV1(Event):
    """Published when the plan becomes current, with all its rows; aggregate is the cycle."""

    source: ClassVar[str] = "quotas"
    name: ClassVar[str] = "plan-published"

    cycle_id: UUID
    plan_version: int = Field(ge=1)
    rows: Annotated[tuple[PlanRow, ...], Field(min_length=1)]


class PlanAmendedV1(Event):
    """Published when a published plan is amended, with all rows as they now stand (V8)."""

    source: ClassVar[str] = "quotas"
    name: ClassVar[str] = "plan-amended"

    cycle_id: UUID
    plan_version: int = Field(ge=2)
    rows: Annotated[tuple[PlanRow, ...], Field(min_length=1)]


class _SeatEvent(Event):
    source: ClassVar[str] = "quotas"

    application_id: UUID
    nomination_id: UUID
    cycle_id: UUID
    plan_row_id: UUID
    seat_kind: SeatKind


class QuotaReservedV1(_SeatEvent):
    """Published when a seat was taken for a nomination."""

    name: ClassVar[str] = "quota-reserved"

    reservation_id: UUID


class QuotaRefusedV1(_SeatEvent):
    """Published when the cell has no seat left for a nomination."""

    name: ClassVar[str] = "quota-refused"

    reason: str = Field(max_length=40, description="A code: cell_full, no_such_cell")
    quota: int
    taken: int


class QuotaReleasedV1(_SeatEvent):
    """Published when a seat is free again."""

    name: ClassVar[str] = "quota-released"

    reason: str = Field(max_length=40)


class QuotaConfirmedV1(_SeatEvent):
    """Published when a seat is confirmed by the determination."""

    name: ClassVar[str] = "quota-confirmed"
