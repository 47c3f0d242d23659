"""Mails that wait, are on their way, or came to an end, as rows: ids and states, no addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from services.contracts.requests.notices_messages import MailState
from services.notices.domain.delivery import LEASE, OPEN
from services.notices.domain.occasions import CLOSING_SOON, DUE_SOON
from services.notices.storage.tables import mail, message

_OPEN = tuple(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class DueMail:
    """A mail that is to be sent now, and the application it is about."""

    message_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True)
class Queue:
    """How many mails are open, and since when the oldest of them."""

    waiting: int
    failed: int
    oldest: datetime | None


def queue_mail(session: Session, message_id: UUID, now: datetime) -> None:
    """Let a message be repeated by mail."""
    session.execute(
        insert(mail).values(
            message_id=message_id,
            state=MailState.WAITING.value,
            attempts=0,
            next_try_at=now,
            created_at=now,
        )
    )


def drop_reminders(session: Session, application_id: UUID) -> None:
    """Send no reminder any more that is still to be sent: the person has done what it asks for."""
    asked = select(message.c.message_id).where(
        message.c.application_id == application_id, message.c.slug.in_((CLOSING_SOON, DUE_SOON))
    )
    session.execute(
        update(mail)
        .where(mail.c.message_id.in_(asked), mail.c.state.in_(_OPEN))
        .values(state=MailState.GIVEN_UP.value)
    )


def due_mails(session: Session, now: datetime, limit: int) -> Sequence[DueMail]:
    """What is to be sent now, the longest due first; leases that ended are among them."""
    rows = session.execute(
        select(mail.c.message_id, message.c.application_id)
        .join(message, message.c.message_id == mail.c.message_id)
        .where(mail.c.state.in_(_OPEN), mail.c.next_try_at <= now)
        .order_by(mail.c.next_try_at)
        .limit(limit)
    )
    return [DueMail(*row) for row in rows]


def claim(session: Session, message_id: UUID, now: datetime) -> int | None:
    """Take one mail that is still due for the time of the lease.

    Returns:
        Which try this is, from 1; None when somebody else has it.
    """
    attempts: int | None = session.execute(
        update(mail)
        .where(mail.c.message_id == message_id, mail.c.state.in_(_OPEN), mail.c.next_try_at <= now)
        .values(
            state=MailState.SENDING.value, attempts=mail.c.attempts + 1, next_try_at=now + LEASE
        )
        .returning(mail.c.attempts)
    ).scalar()
    return attempts


def settle(
    session: Session, message_id: UUID, attempt: int, state: MailState, next_try_at: datetime
) -> bool:
    """Note how a try ended; False when its lease had ended and the mail is another's."""
    noted = session.execute(
        update(mail)
        .where(
            mail.c.message_id == message_id,
            mail.c.state == MailState.SENDING.value,
            mail.c.attempts == attempt,
        )
        .values(state=state.value, next_try_at=next_try_at)
        .returning(mail.c.message_id)
    ).scalar()
    return noted is not None


def count_queue(session: Session) -> Queue:
    """What is open."""
    failed = func.count().filter(mail.c.state == MailState.FAILED.value)
    total, tried, oldest = session.execute(
        select(func.count(), failed, func.min(mail.c.created_at)).where(mail.c.state.in_(_OPEN))
    ).one()
    return Queue(total - tried, tried, oldest)
