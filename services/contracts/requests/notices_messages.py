"""Requests about one's own messages: what became of the own application, without its content.

A message names nothing but the end of the application's number; what it is about is read after
signing in, on the page of the application.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum

MOST_MESSAGES = 50


class MailState(LabelledEnum):
    """What became of the mail that repeats a message."""

    WAITING = "WAITING", "等待发送"
    SENDING = "SENDING", "正在发送"
    SENT = "SENT", "已发送"
    FAILED = "FAILED", "发送未成功，系统会再试"
    GIVEN_UP = "GIVEN_UP", "未能送达"
    NO_ADDRESS = "NO_ADDRESS", "未填写邮箱，没有发送"


class MessageSummary(Answer):
    """One message in the list."""

    message_id: UUID
    title: str
    created_at: AwareDatetime
    read: bool


class Inbox(Answer):
    """One page of the own messages, newest first."""

    messages: tuple[MessageSummary, ...]
    total: int
    unread: int


class MessageView(Answer):
    """One message in full."""

    message_id: UUID
    application_id: UUID
    title: str
    body: str
    created_at: AwareDatetime
    read: bool
    mail: MailState | None = Field(description="None: mail was off when it was written")


class MessagesRead(Answer):
    """How many are still unread."""

    unread: int


class ReadInbox(Request):
    """The own messages, newest first; with a limit of 0 only how many there are."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "read_inbox"
    answer: ClassVar[type[Answer]] = Inbox

    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=20, ge=0, le=MOST_MESSAGES)


class ReadMessage(Request):
    """One of the own messages; it stays unread until that is said."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "read_message"
    answer: ClassVar[type[Answer]] = MessageView

    message_id: UUID


class MarkMessagesRead(Request):
    """Note that own messages were read: those named, or all if none is."""

    service: ClassVar[str] = "notices"
    method: ClassVar[str] = "mark_messages_read"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = MessagesRead

    message_ids: tuple[UUID, ...] = Field(default=(), max_length=MOST_MESSAGES)
