"""Drafts that are to be reminded, and that they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, cycle_copy, reminder
from services.contracts.values.reminders import LONGEST, begun_before
from services.contracts.vocabulary import ApplicationState, ReminderStage

_UNSENT = (ApplicationState.DRAFT.value, ApplicationState.OVERDUE.value)
"""An overdue draft is one again once the window was extended."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A cycle whose window closes soon."""

    cycle_id: UUID
    year: int
    closes_at: datetime


def closing_cycles(session: Session, now: datetime) -> list[Closing]:
    """Cycles that close within the longest lead."""
    rows = session.execute(
        select(cycle_copy.c.cycle_id, cycle_copy.c.year, cycle_copy.c.close_at).where(
            cycle_copy.c.close_at > now, cycle_copy.c.close_at <= now + LONGEST
        )
    )
    return [Closing(*row) for row in rows]


def remind(
    session: Session, closing: Closing, stage: ReminderStage, limit: int
) -> Sequence[tuple[UUID, UUID, int]]:
    """Note the reminder of drafts that had none: application, applicant, sequence of the event.

    Locked drafts are being submitted or saved right now: the next run sees what became of them.
    """
    told = select(reminder.c.application_id).where(
        reminder.c.application_id == application.c.id,
        reminder.c.closes_at == closing.closes_at,
        reminder.c.stage == stage.value,
    )
    due = (
        select(application.c.id)
        .where(
            application.c.cycle_id == closing.cycle_id,
            application.c.live,
            application.c.state.in_(_UNSENT),
            application.c.created_at <= begun_before(closing.closes_at, stage),
            ~told.exists(),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [row[0] for row in session.execute(due)]
    if not found:
        return []
    noted: dict[str, Any] = {"closes_at": closing.closes_at, "stage": stage.value}
    session.execute(insert(reminder), [{"application_id": one, **noted} for one in found])
    rows = session.execute(
        update(application)
        .where(application.c.id.in_(found))
        .values(event_sequence=application.c.event_sequence + 1)
        .returning(application.c.id, application.c.person_id, application.c.event_sequence)
    )
    return [(row[0], row[1], row[2]) for row in rows]
