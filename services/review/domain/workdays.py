"""Working days: Monday to Friday, with the published exceptions of a year as data.

The programme's `workdays.csv` holds public holidays and the weekends worked instead. A year
without rows falls back to plain weeks, which can only make a period shorter by the holidays it
does not know; a person may set a later due date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of a programme."""

    holidays: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Say whether offices are open on the day."""
        return day in self.extra or (day.weekday() < _SATURDAY and day not in self.holidays)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after the day."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def end_after(self, now: datetime, count: int, zone: ZoneInfo) -> datetime:
        """Midnight at the end of the `count`-th working day after today in the zone."""
        last = self.after(now.astimezone(zone).date(), count)
        return datetime.combine(last + timedelta(days=1), time(), zone)


def read_workdays(rows: Iterable[Mapping[str, str]]) -> Workdays:
    """Build the calendar from the rows of `workdays.csv` (kind HOLIDAY or WORKDAY)."""
    days: dict[str, set[date]] = {"HOLIDAY": set(), "WORKDAY": set()}
    for row in rows:
        days[row["kind"]].add(date.fromisoformat(row["date"]))
    return Workdays(frozenset(days["HOLIDAY"]), frozenset(days["WORKDAY"]))
