"""Which reminder is due, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.values.reminders import LEADS, LONGEST, begun_before, stage_at
from services.contracts.vocabulary import ReminderStage

END = datetime(2019, 3, 15, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "stage"),
    [
        (timedelta(days=3) + SECOND, None),
        (timedelta(days=3), ReminderStage.DAYS_3),
        (timedelta(days=1) + SECOND, ReminderStage.DAYS_3),
        (timedelta(days=1), ReminderStage.DAY_1),
        (timedelta(hours=2) + SECOND, ReminderStage.DAY_1),
        (timedelta(hours=2), ReminderStage.HOURS_2),
        (SECOND, ReminderStage.HOURS_2),
        (timedelta(0), None),
    ],
)
def test_the_newest_reminder_is_due(before: timedelta, stage: ReminderStage | None) -> None:
    assert stage_at(END, END - before) is stage


def test_who_began_within_a_lead_is_not_reminded_of_that_stage() -> None:
    assert begun_before(END, ReminderStage.DAY_1) == END - timedelta(days=1)
    assert max(LEADS.values()) == LONGEST == next(iter(LEADS.values()))
