"""What may be done with an application now, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.contracts.requests.applications_views import ApplicationView, DraftCheck
from services.contracts.requests.quotas import CycleView
from services.contracts.vocabulary import ApplicationState

_DRAFTS = frozenset({ApplicationState.DRAFT, ApplicationState.OVERDUE})


@dataclass(frozen=True)
class Standing:
    """Whether the form is open, and the instant that closes it."""

    is_open: bool
    closes_at: datetime | None
    closed: bool = False
    """The time for it is over, while the form itself is not with anybody else."""
    not_yet: datetime | None = None
    returned: bool = False

    @property
    def read_only(self) -> bool:
        """Whether everything is only shown."""
        return not self.is_open


def standing_of(view: ApplicationView, check: DraftCheck, now: datetime) -> Standing:
    """Of a draft: the window for all. Of a returned form: its own due date."""
    if view.state is ApplicationState.RETURNED and view.current_return is not None:
        due = view.current_return.due_at
        return Standing(now < due, due, closed=now >= due, returned=True)
    if view.state not in _DRAFTS:
        return Standing(is_open=False, closes_at=None)
    if now < check.opens_at:
        return Standing(is_open=False, closes_at=check.closes_at, not_yet=check.opens_at)
    return Standing(check.window_open, check.closes_at, closed=not check.window_open)


def may_start(cycle: CycleView | None, now: datetime) -> bool:
    """Whether a draft can be begun."""
    return cycle is not None and cycle.open_at <= now < cycle.close_at
