"""What review says of an application: its state, its desk, its returns.

Events may come in any order; `sequence` decides, and an older state never overwrites a newer one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.applications.app import ApplicationsApp
from services.applications.domain.states import resume_state
from services.applications.storage import applications as store
from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts import events
from services.contracts.errors import TryAgain
from services.contracts.vocabulary import ApplicationState


def on_desk_changed(app: ApplicationsApp, delivery: Delivery[events.DeskChangedV1]) -> None:
    """Show the new state and let the named organisations read the file."""
    event = delivery.event
    with app.uow(delivery) as tx:
        row = _row(tx, delivery)
        store.add_readers(tx.session, row.id, event.readers, tx.now)
        if delivery.sequence <= row.review_sequence:
            return
        changes = {
            **_moved(row, event.state),
            "review_sequence": delivery.sequence,
            "desk_organisation_id": event.organisation_id,
            "desk_since": event.since,
        }
        store.update_application(tx.session, row.id, changes)


def on_returned(app: ApplicationsApp, delivery: Delivery[events.ApplicationReturnedV1]) -> None:
    """Unlock what was returned to the applicant; a return to a desk changes nothing here."""
    event = delivery.event
    with app.uow(delivery) as tx:
        row = _row(tx, delivery)
        if not event.to_applicant or delivery.sequence <= row.return_sequence:
            return
        changes: dict[str, Any] = {
            "return_sequence": delivery.sequence,
            "return_id": event.return_id,
            "return_items": list(event.items),
            "return_due_at": event.due_at,
            "return_organisation_id": event.organisation_id,
            "returned_at": event.returned_at,
        }
        if delivery.sequence > row.review_sequence:
            changes |= _moved(row, ApplicationState.RETURNED)
            changes["review_sequence"] = delivery.sequence
        store.update_application(tx.session, row.id, changes)
        tx.audit(
            "return_received",
            object_type="application",
            object_id=row.id,
            details={"return_id": str(event.return_id), "items": list(event.items)},
        )


def on_withdrawn(app: ApplicationsApp, delivery: Delivery[events.ApplicationWithdrawnV1]) -> None:
    """The person is free to apply again while the window is open."""
    with app.uow(delivery) as tx:
        row = _row(tx, delivery)
        if delivery.sequence <= row.review_sequence:
            return
        changes = {
            **_moved(row, ApplicationState.WITHDRAWN),
            "review_sequence": delivery.sequence,
            "desk_organisation_id": None,
            "desk_since": delivery.event.withdrawn_at,
        }
        store.update_application(tx.session, row.id, changes)


def on_re_review_asked(app: ApplicationsApp, delivery: Delivery[events.ReReviewAskedV1]) -> None:
    """Who re-reviews may read; the due date of a contested return waits (D08)."""
    _re_review(app, delivery, delivery.event.organisation_id)


def on_re_review_decided(
    app: ApplicationsApp, delivery: Delivery[events.ReReviewDecidedV1]
) -> None:
    """Nobody re-reviews any more; the due date is later by the time it took (D08)."""
    _re_review(app, delivery, None)


def _re_review(
    app: ApplicationsApp,
    delivery: Delivery[events.ReReviewAskedV1] | Delivery[events.ReReviewDecidedV1],
    reader: UUID | None,
) -> None:
    with app.uow(delivery) as tx:
        row = _row(tx, delivery)
        if delivery.sequence <= row.re_review_sequence:
            return
        changes: dict[str, Any] = {
            "re_review_sequence": delivery.sequence,
            "re_review_organisation_id": reader,
            **_due(row, delivery),
        }
        store.update_application(tx.session, row.id, changes)


def _due(
    row: Any, delivery: Delivery[events.ReReviewAskedV1] | Delivery[events.ReReviewDecidedV1]
) -> dict[str, Any]:
    """The due date of the return it is about.

    Raises:
        TryAgain: that return has not been heard of yet.
    """
    event = delivery.event
    if event.return_due_at is None or row.return_sequence > delivery.sequence:
        return {}
    if row.return_id != event.return_id:
        raise TryAgain
    return {"return_due_at": event.return_due_at}


def _row(tx: Transaction, delivery: Delivery[Any]) -> Any:
    row = store.lock_application(tx.session, delivery.event.application_id)
    if row is None:
        # Review heard of it from us: after a restore our own row may still be on its way back.
        raise TryAgain
    return row


def _moved(row: Any, state: ApplicationState) -> dict[str, Any]:
    before = ApplicationState[row.state]
    changes = store.state_changes(state)
    if state is ApplicationState.RETURNED and before is not ApplicationState.RETURNED:
        changes["resume_state"] = resume_state(before).value
    return changes
