"""Until when a form may be changed, to the instant (R46, R48, T28)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.applications.domain.window import Window, change_window
from services.contracts.vocabulary import ApplicationState

BEIJING = ZoneInfo("Asia/Shanghai")
WINDOW = Window(
    datetime(2019, 2, 15, tzinfo=BEIJING),
    datetime(2019, 3, 16, tzinfo=BEIJING),
)
TICK = timedelta(microseconds=1)


@pytest.mark.requirement("R46", "R48")
@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.OVERDUE])
def test_a_draft_changes_from_the_first_instant_to_the_last_before_the_close(
    state: ApplicationState,
) -> None:
    window = change_window(state, WINDOW, None)
    assert not window.contains(WINDOW.opens_at - TICK)
    assert window.contains(WINDOW.opens_at)
    assert window.contains(WINDOW.closes_at - TICK)
    assert not window.contains(WINDOW.closes_at)


@pytest.mark.parametrize("days", [-3, 5])
def test_a_returned_form_has_its_own_due_date_before_or_after_the_close(days: int) -> None:
    due = WINDOW.closes_at + timedelta(days=days)
    window = change_window(ApplicationState.RETURNED, WINDOW, due)
    assert window.contains(due - TICK)
    assert not window.contains(due)


def test_the_due_date_of_an_earlier_return_says_nothing_about_a_draft() -> None:
    due = WINDOW.closes_at + timedelta(days=5)
    assert change_window(ApplicationState.DRAFT, WINDOW, due) == WINDOW
