"""When people are reminded before something closes (`domain` §7.6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.contracts.vocabulary import ReminderStage

LEADS: dict[ReminderStage, timedelta] = {
    ReminderStage.DAYS_3: timedelta(days=3),
    ReminderStage.DAY_1: timedelta(days=1),
    ReminderStage.HOURS_2: timedelta(hours=2),
}
"""How long before the end each reminder is due, the earliest first."""

LONGEST = LEADS[ReminderStage.DAYS_3]


def stage_at(closes_at: datetime, now: datetime) -> ReminderStage | None:
    """The newest reminder that is due: one that was missed is not made up for by two at once."""
    if now >= closes_at:
        return None
    due = [stage for stage, lead in LEADS.items() if closes_at - lead <= now]
    return due[-1] if due else None


def begun_before(closes_at: datetime, stage: ReminderStage) -> datetime:
    """Only what was begun before this instant is reminded of: who has just begun knows."""
    return closes_at - LEADS[stage]
