"""Reminding of what closes soon, unless the person has done it meanwhile."""

from __future__ import annotations

from services.chassis.causes import Delivery
from services.contracts import events
from services.contracts.vocabulary import ApplicationState as S
from services.notices.app import NoticesApp
from services.notices.domain.occasions import CLOSING_SOON, DUE_SOON
from services.notices.handlers.shipping import keep_shipped_texts
from services.notices.handlers.telling import addressee_of, tell
from services.notices.storage import messages as store
from services.notices.storage.messages import Addressee


def on_closing_soon(app: NoticesApp, delivery: Delivery[events.ClosingSoonV1]) -> None:
    """Tell of a draft; who has submitted meanwhile hears nothing."""
    event = delivery.event
    keep_shipped_texts(app)
    with app.uow(delivery) as tx:
        if store.lock_addressee(tx.session, event.application_id) is not None:
            return
        person = Addressee(event.application_id, event.applicant_id, "", event.cycle_year)
        cause = f"closing:{event.application_id}:{event.closes_at.timestamp():.0f}:{event.stage}"
        tell(app, tx, person, CLOSING_SOON, cause=cause, until=event.closes_at)


def on_due_soon(app: NoticesApp, delivery: Delivery[events.DueSoonV1]) -> None:
    """Tell of a returned form; who has answered the return meanwhile hears nothing."""
    event = delivery.event
    keep_shipped_texts(app)
    with app.uow(delivery) as tx:
        person = addressee_of(tx, event.application_id)
        moved_on = person.state_sequence > delivery.sequence and person.state != S.RETURNED.value
        if moved_on or person.answered_return_id == event.return_id:
            return
        cause = f"due:{event.return_id}:{event.due_at.timestamp():.0f}:{event.stage}"
        tell(app, tx, person, DUE_SOON, cause=cause, until=event.due_at)
