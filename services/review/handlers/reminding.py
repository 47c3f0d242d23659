"""Reminding applicants of the due date of a returned form: 3 days, 1 day, 2 hours before."""

from __future__ import annotations

from services.contracts.events import DueSoonV1
from services.contracts.values.reminders import LEADS
from services.contracts.vocabulary import ReminderStage
from services.review.app import ReviewApp
from services.review.handlers.access import open_file
from services.review.handlers.moves import publish
from services.review.metrics import RETURNS_REMINDED
from services.review.storage.reminders import ReminderStore
from services.review.storage.rows_paper import ReturnReminder

_BATCH = 300
"""Files one run of the timer reminds of for each stage; the next run takes the rest."""


def remind_returns(app: ReviewApp) -> int:
    """Tell of each returned form once for each due date and stage; one transaction each.

    Returns:
        How many were told of.
    """
    return sum(_remind_stage(app, stage) for stage in LEADS)


def _remind_stage(app: ReviewApp, stage: ReminderStage) -> int:
    for done in range(_BATCH):
        with app.uow(job="remind_returns") as tx:
            case = ReminderStore(tx.session).lock_due(stage, tx.now)
            if case is None or case.return_id is None or case.due_at is None:
                return done
            opened = open_file(app, tx, case)
            opened.store.add(
                ReturnReminder(return_id=case.return_id, due_at=case.due_at, stage=stage)
            )
            event = DueSoonV1(
                application_id=case.application_id,
                version_id=case.version_id,
                cycle_id=case.cycle_id,
                return_id=case.return_id,
                due_at=case.due_at,
                stage=stage,
            )
            publish(opened, event)
        RETURNS_REMINDED.inc(stage=stage)
    return _BATCH
