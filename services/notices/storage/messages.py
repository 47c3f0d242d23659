"""Whom messages go to, and the messages themselves, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.requests.notices import TextKind
from services.contracts.requests.notices_messages import MailState
from services.notices.storage.tables import addressee, mail, message, text_row, text_version


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose an application is, and the newest state the person may have heard of."""

    application_id: UUID
    person_id: UUID
    application_no: str
    cycle_year: int
    state: str | None = None
    state_sequence: int = 0
    answered_return_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What one person is told once; `cause` names what it tells of."""

    message_id: UUID
    person_id: UUID
    application_id: UUID
    application_no: str | None
    cause: str
    year: int
    slug: str
    version: int
    until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Template:
    """A version of a message's template."""

    year: int
    slug: str
    version: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message with the template of its time."""

    message_id: UUID
    person_id: UUID
    application_id: UUID
    application_no: str | None
    until: datetime | None
    created_at: datetime
    read_at: datetime | None
    title: str
    body: str
    mail: MailState | None


def keep_addressee(session: Session, one: Addressee) -> None:
    """Remember whose an application is; neither ever changes."""
    session.execute(
        insert(addressee)
        .values(
            application_id=one.application_id,
            person_id=one.person_id,
            application_no=one.application_no,
            cycle_year=one.cycle_year,
            state_sequence=0,
        )
        .on_conflict_do_nothing()
    )


def lock_addressee(session: Session, application_id: UUID) -> Addressee | None:
    """Whose an application is, locked against other deliveries about it."""
    row = session.execute(
        select(addressee).where(addressee.c.application_id == application_id).with_for_update()
    ).one_or_none()
    return None if row is None else Addressee(*row)


def note_state(session: Session, application_id: UUID, state: str, sequence: int) -> None:
    """Remember the newest state."""
    session.execute(
        update(addressee)
        .where(addressee.c.application_id == application_id)
        .values(state=state, state_sequence=sequence)
    )


def note_answer(session: Session, application_id: UUID, return_id: UUID) -> None:
    """Remember which return was answered."""
    session.execute(
        update(addressee)
        .where(addressee.c.application_id == application_id)
        .values(answered_return_id=return_id)
    )


def find_template(session: Session, slug: str, year: int) -> Template | None:
    """The template in force of that year, of the newest other one if that year ships none."""
    row = session.execute(
        select(
            text_version.c.year,
            text_version.c.slug,
            text_version.c.version,
            text_version.c.title,
            text_version.c.body,
        )
        .join(
            text_row,
            (text_row.c.year == text_version.c.year)
            & (text_row.c.slug == text_version.c.slug)
            & (text_row.c.version_in_force == text_version.c.version),
        )
        .where(text_row.c.slug == slug, text_row.c.kind == TextKind.MESSAGE.value)
        .order_by((text_row.c.year == year).desc(), text_row.c.year.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Template(*row)


def insert_message(session: Session, new: NewMessage) -> bool:
    """Put a message into the inbox; False when the person was told of that before."""
    added = session.execute(
        insert(message)
        .values(
            message_id=new.message_id,
            person_id=new.person_id,
            application_id=new.application_id,
            application_no=new.application_no,
            cause=new.cause,
            year=new.year,
            slug=new.slug,
            version=new.version,
            until=new.until,
            created_at=new.created_at,
        )
        .on_conflict_do_nothing()
        .returning(message.c.message_id)
    ).scalar()
    return added is not None


def messages_of(
    session: Session, person_id: UUID, *, offset: int, limit: int
) -> list[MessageRecord]:
    """A person's messages, newest first."""
    rows = session.execute(
        _messages()
        .where(message.c.person_id == person_id)
        .order_by(message.c.created_at.desc(), message.c.message_id)
        .offset(offset)
        .limit(limit)
    )
    return [_record(row) for row in rows]


def find_message(session: Session, message_id: UUID) -> MessageRecord | None:
    """One message."""
    row = session.execute(_messages().where(message.c.message_id == message_id)).one_or_none()
    return None if row is None else _record(row)


def count_messages(session: Session, person_id: UUID) -> tuple[int, int]:
    """How many messages a person has, and how many of them are unread."""
    total, read = session.execute(
        select(func.count(), func.count(message.c.read_at)).where(message.c.person_id == person_id)
    ).one()
    return total, total - read


def mark_read(
    session: Session, person_id: UUID, message_ids: Sequence[UUID], now: datetime
) -> None:
    """Note that a person's messages were read: those named, or all if none is."""
    statement = update(message).where(message.c.person_id == person_id, message.c.read_at.is_(None))
    if message_ids:
        statement = statement.where(message.c.message_id.in_(message_ids))
    session.execute(statement.values(read_at=now))


def _messages() -> Select[Any]:
    return (
        select(message, text_version.c.title, text_version.c.body, mail.c.state)
        .join(
            text_version,
            (text_version.c.year == message.c.year)
            & (text_version.c.slug == message.c.slug)
            & (text_version.c.version == message.c.version),
        )
        .outerjoin(mail, mail.c.message_id == message.c.message_id)
    )


def _record(row: Row[Any]) -> MessageRecord:
    return MessageRecord(
        message_id=row.message_id,
        person_id=row.person_id,
        application_id=row.application_id,
        application_no=row.application_no,
        until=row.until,
        created_at=row.created_at,
        read_at=row.read_at,
        title=row.title,
        body=row.body,
        mail=None if row.state is None else MailState[row.state],
    )
