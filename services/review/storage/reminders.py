"""Returned files whose due date is to be reminded of."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.values.reminders import LEADS
from services.contracts.vocabulary import ApplicationState, ReminderStage
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_paper import CaseReturn, ReturnReminder


class ReminderStore:
    """Returns and their reminders within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock_due(self, stage: ReminderStage, now: datetime) -> ReviewCase | None:
        """One file whose reminder of this stage is due and was not given.

        Not once the next stage has come, nor for a form that was returned later than the stage.
        Files that others work on are left for the next run.
        """
        lead = LEADS[stage]
        shorter = max((one for one in LEADS.values() if one < lead), default=timedelta(0))
        told = select(ReturnReminder.return_id).where(
            ReturnReminder.return_id == ReviewCase.return_id,
            ReturnReminder.due_at == ReviewCase.due_at,
            ReturnReminder.stage == stage,
        )
        return self._session.scalar(
            select(ReviewCase)
            .join(CaseReturn, CaseReturn.return_id == ReviewCase.return_id)
            .where(
                ReviewCase.state == ApplicationState.RETURNED,
                ReviewCase.due_at > now + shorter,
                ReviewCase.due_at <= now + lead,
                CaseReturn.returned_at <= ReviewCase.due_at - lead,
                ~told.exists(),
            )
            .order_by(ReviewCase.due_at)
            .limit(1)
            .with_for_update(skip_locked=True, of=ReviewCase)
        )
