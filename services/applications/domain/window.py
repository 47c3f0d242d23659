"""The online window (R46, R48), judged by the instant at which the command arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.contracts.vocabulary import ApplicationState

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `opens_at` until just before `closes_at`."""

    opens_at: datetime
    closes_at: datetime

    def contains(self, instant: datetime) -> bool:
        """Whether something that arrived at this instant is in time."""
        return self.opens_at <= instant < self.closes_at

    @property
    def closing_day(self) -> date:
        """The last day of the window in 北京时间: the usual reference of ages."""
        return (self.closes_at - timedelta(microseconds=1)).astimezone(BEIJING).date()


def change_window(
    state: ApplicationState, window: Window, return_due_at: datetime | None
) -> Window:
    """When the applicant may change the form: a return has a due date of its own (D08, T28)."""
    if state is ApplicationState.RETURNED and return_due_at is not None:
        return Window(window.opens_at, return_due_at)
    return window


def beijing_text(instant: datetime) -> str:
    """`2019年3月16日00:00:00` in 北京时间."""
    local = instant.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M:%S}"


def beijing_day(instant: datetime) -> date:
    """The calendar day in 北京时间."""
    return instant.astimezone(BEIJING).date()
