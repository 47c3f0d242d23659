"""Hearing what happens to applications, and telling the applicant of it: once, in the inbox.

Everything is one transaction with the inbox row of the event, so that nobody is told twice and
nobody is left out, whatever dies in between.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts import events
from services.contracts.errors import TryAgain
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Channel
from services.notices.app import NoticesApp
from services.notices.domain.occasions import Occasion, occasion_of
from services.notices.handlers.shipping import keep_shipped_texts
from services.notices.metrics import MESSAGES
from services.notices.storage import messages as store
from services.notices.storage.mails import drop_reminders, queue_mail
from services.notices.storage.messages import Addressee, NewMessage

Submitted = events.ApplicationSubmittedV1 | events.ApplicationResubmittedV1


def on_submission(app: NoticesApp, delivery: Delivery[Submitted]) -> None:
    """Remember whose the application is, and confirm that it came."""
    event = delivery.event
    keep_shipped_texts(app)
    with app.uow(delivery) as tx:
        store.keep_addressee(
            tx.session,
            Addressee(
                event.application_id, event.applicant_id, event.application_no, event.cycle_year
            ),
        )
        if isinstance(event, events.ApplicationResubmittedV1):
            store.note_answer(tx.session, event.application_id, event.return_id)
        drop_reminders(tx.session, event.application_id)
        _tell_of(app, tx, delivery, addressee_of(tx, event.application_id))


def on_fact(app: NoticesApp, delivery: Delivery[Any]) -> None:
    """Tell of what was decided."""
    keep_shipped_texts(app)
    with app.uow(delivery) as tx:
        _tell_of(app, tx, delivery, addressee_of(tx, delivery.event.application_id))


def on_desk_changed(app: NoticesApp, delivery: Delivery[events.DeskChangedV1]) -> None:
    """Tell of a new state; a new desk in the same state, or an older state, is no news."""
    event = delivery.event
    keep_shipped_texts(app)
    with app.uow(delivery) as tx:
        addressee = addressee_of(tx, event.application_id)
        if delivery.sequence <= addressee.state_sequence:
            return
        if event.state is S.WITHDRAWN:
            drop_reminders(tx.session, event.application_id)
        store.note_state(tx.session, event.application_id, event.state.value, delivery.sequence)
        if event.state.value != addressee.state:
            _tell_of(app, tx, delivery, addressee)


def tell(
    app: NoticesApp,
    tx: Transaction,
    addressee: Addressee,
    template: str,
    *,
    cause: str,
    until: datetime | None = None,
) -> None:
    """Put a message into the person's inbox, unless they were told of that before.

    Args:
        app: Whether mail is on.
        tx: The transaction of what happened.
        addressee: Who is told, about which application.
        template: Slug of the text.
        cause: Names what is told of; the same cause never tells a person twice.
        until: Until when the person may act.
    """
    found = store.find_template(tx.session, template, addressee.cycle_year)
    if found is None:
        raise RuntimeError(f"no template {template!r}")
    new = NewMessage(
        message_id=uuid4(),
        person_id=addressee.person_id,
        application_id=addressee.application_id,
        application_no=addressee.application_no or None,
        cause=cause,
        year=found.year,
        slug=found.slug,
        version=found.version,
        until=until,
        created_at=tx.now,
    )
    if not store.insert_message(tx.session, new):
        return
    MESSAGES.inc(template=template)
    if app.mail is not None:
        queue_mail(tx.session, new.message_id, tx.now)
    tx.publish(
        events.MessageDeliveredV1(
            message_id=new.message_id,
            application_id=new.application_id,
            channel=Channel.INBOX,
            delivered_at=tx.now,
        ),
        aggregate_id=new.message_id,
        sequence=1,
    )


def _tell_of(
    app: NoticesApp, tx: Transaction, delivery: Delivery[Any], addressee: Addressee
) -> None:
    occasion: Occasion | None = occasion_of(delivery.event)
    if occasion is not None:
        until = occasion.until_of(delivery.event)
        tell(app, tx, addressee, occasion.template, cause=f"event:{delivery.event_id}", until=until)


def addressee_of(tx: Transaction, application_id: UUID) -> Addressee:
    """Whose the application is.

    Raises:
        TryAgain: its submission is still on the way here.
    """
    found = store.lock_addressee(tx.session, application_id)
    if found is None:
        raise TryAgain
    return found
