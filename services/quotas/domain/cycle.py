"""A cycle as its file describes it, and the cycle moved by whole days for the demo."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.events.quotas import CycleRules

_BEIJING = ZoneInfo("Asia/Shanghai")
_CLOSING_DAY: Literal["CLOSING_DAY"] = "CLOSING_DAY"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Dates(_Section):
    """Instants of R46–R48 and `domain` §10; all of them move together."""

    online_open_at: AwareDatetime
    online_close_at: AwareDatetime
    correction_close_at: AwareDatetime
    review_close_at: AwareDatetime
    dispatch_deadline_on: date


class Age(_Section):
    """The keys of R12."""

    mode: Literal["COMPLETED_YEARS", "STRICT_BIRTHDAY", "CALENDAR_YEAR"]
    limit: int
    reference: Literal["CLOSING_DAY"] | date = _CLOSING_DAY
    feb29: Literal["MAR1", "FEB28"] = "MAR1"


class Rules(_Section):
    """The keys of the other open points."""

    relaxation_basis: Literal["UNIT_LOCATION", "REPORTING_LINE"]
    relaxed_min_title: int = Field(ge=4, le=5)
    differential_ratio: float = Field(ge=1.0)


class PlanSums(_Section):
    """What a plan of this cycle must sum to (R24–R26)."""

    total: int
    inland_total: int
    in_region_total: int


class Contacts(_Section):
    """Telephone numbers shown to people (R37)."""

    helpline: tuple[str, ...]


class CycleDefinition(_Section):
    """The content of `programmes/<year>/cycle.toml`, as far as this service reads it."""

    year: int
    batch_no: int
    title: str
    issued_on: date
    codes_as_of: date
    dates: Dates
    age: Age
    rules: Rules
    plan: PlanSums
    contacts: Contacts

    def shifted(self, days: int) -> CycleDefinition:
        """The same cycle with every instant `days` later; region codes keep their day."""
        by = timedelta(days=days)
        dates = {name: value + by for name, value in self.dates}
        reference = self.age.reference
        moved = reference if isinstance(reference, str) else reference + by
        return self.model_copy(
            update={
                "dates": Dates.model_validate(dates),
                "age": self.age.model_copy(update={"reference": moved}),
            }
        )

    @property
    def age_reference_date(self) -> date:
        """The day at which ages are counted: by default the last day of the window (§5.2)."""
        if isinstance(self.age.reference, date):
            return self.age.reference
        return closing_day(self.dates.online_close_at)

    def event_rules(self) -> CycleRules:
        """The rule switches as other services hear them."""
        return CycleRules(
            age_mode=self.age.mode,
            age_limit=self.age.limit,
            age_reference_date=self.age_reference_date,
            age_feb29=self.age.feb29,
            relaxation_basis=self.rules.relaxation_basis,
            relaxed_min_title=self.rules.relaxed_min_title,
            region_codes_on=self.codes_as_of,
        )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The dates of a cycle that may be moved, and whether they fit together."""

    close_at: datetime
    correction_close_at: datetime
    review_close_at: datetime
    dispatch_deadline_on: date

    def moved_earlier(self, before: Deadlines) -> list[str]:
        """Names of dates that lie before what was announced."""
        names = [field.name for field in fields(self)]
        return [name for name in names if getattr(self, name) < getattr(before, name)]

    def out_of_order(self) -> list[str]:
        """Names of dates that end before what they must outlast."""
        rules = {
            "correction_close_at": self.correction_close_at >= self.close_at,
            "review_close_at": self.review_close_at >= self.correction_close_at,
            "dispatch_deadline_on": self.dispatch_deadline_on >= closing_day(self.close_at),
        }
        return [name for name, kept in rules.items() if not kept]


def closing_day(closes_at: datetime) -> date:
    """The last day on which something that closes at this instant is still open, 北京时间."""
    return (closes_at - timedelta(microseconds=1)).astimezone(_BEIJING).date()


def as_utc(instant: datetime) -> datetime:
    """An instant in UTC, as it is stored and published."""
    return instant.astimezone(UTC)


def date_text(moment: date) -> str:
    """An announced day or instant for people, 北京时间."""
    if isinstance(moment, datetime):
        local = moment.astimezone(_BEIJING)
        return f"{local.year}年{local.month}月{local.day}日{local:%H:%M:%S}"
    return f"{moment.year}年{moment.month}月{moment.day}日"
