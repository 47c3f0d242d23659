"""One's own messages: listing, reading, noting that they were read."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.notices_messages import (
    Inbox,
    MarkMessagesRead,
    MessagesRead,
    MessageView,
    ReadInbox,
    ReadMessage,
)
from services.notices import messages, phrases, policies
from services.notices.app import NoticesApp
from services.notices.storage import messages as store


def read_inbox(app: NoticesApp, call: Call[ReadInbox]) -> Inbox:
    """The newest messages, and how many wait."""
    person_id = policies.own_inbox(call.actor)
    with app.uow() as tx:
        found = (
            store.messages_of(tx.session, person_id, offset=call.data.offset, limit=call.data.limit)
            if call.data.limit
            else []
        )
        total, unread = store.count_messages(tx.session, person_id)
    return Inbox(
        messages=tuple(messages.message_summary(one) for one in found), total=total, unread=unread
    )


def read_message(app: NoticesApp, call: Call[ReadMessage]) -> MessageView:
    """One message; somebody else's is not found."""
    person_id = policies.own_inbox(call.actor)
    with app.uow() as tx:
        found = store.find_message(tx.session, call.data.message_id)
    if found is None or found.person_id != person_id:
        raise NotFoundError(phrases.NO_MESSAGE)
    return messages.message_view(found)


def mark_messages_read(app: NoticesApp, call: Call[MarkMessagesRead]) -> MessagesRead:
    """Note it for those of the named messages that are the person's own."""
    person_id = policies.own_inbox(call.actor)
    with app.uow(call) as tx:
        store.mark_read(tx.session, person_id, call.data.message_ids, tx.now)
        _, unread = store.count_messages(tx.session, person_id)
        return tx.respond(MessagesRead(unread=unread))
