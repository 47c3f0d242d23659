"""Reminding those who have a draft that the window closes: 3 days, 1 day, 2 hours before."""

from __future__ import annotations

from services.applications import messages
from services.applications.app import ApplicationsApp
from services.applications.metrics import DRAFTS_REMINDED
from services.applications.storage import reminders as store
from services.applications.storage.reminders import Closing
from services.contracts.values.reminders import stage_at
from services.contracts.vocabulary import ReminderStage

_BATCH = 200
_MOST_BATCHES = 50


def remind_drafts(app: ApplicationsApp) -> int:
    """Tell of each draft once for each closing and stage.

    Returns:
        How many were told of.
    """
    with app.uow(job="closing_cycles") as tx:
        due = [
            (closing, stage)
            for closing in store.closing_cycles(tx.session, tx.now)
            if (stage := stage_at(closing.closes_at, tx.now)) is not None
        ]
    return sum(_remind_all(app, closing, stage) for closing, stage in due)


def _remind_all(app: ApplicationsApp, closing: Closing, stage: ReminderStage) -> int:
    told = 0
    for _ in range(_MOST_BATCHES):
        batch = _remind_some(app, closing, stage)
        told += batch
        if batch < _BATCH:
            break
    return told


def _remind_some(app: ApplicationsApp, closing: Closing, stage: ReminderStage) -> int:
    with app.uow(job="remind_drafts") as tx:
        found = store.remind(tx.session, closing, stage, _BATCH)
        for application_id, applicant_id, sequence in found:
            tx.publish(
                messages.closing_event(closing, application_id, applicant_id, stage),
                aggregate_id=application_id,
                sequence=sequence,
            )
    if found:
        DRAFTS_REMINDED.inc(len(found), stage=stage)
    return len(found)
