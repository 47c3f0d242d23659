"""The list of messages, one message, and how many wait."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.notices_messages import (
    Inbox,
    MarkMessagesRead,
    MessagesRead,
    MessageView,
    ReadInbox,
    ReadMessage,
)
from services.gateway.pages.core.page import Page

PER_PAGE = 20
_PATIENCE_SECONDS = 1.0


async def inbox(page: Page) -> Response:
    """GET: the newest first; unread ones say so."""
    number = page.number("p")
    asked = ReadInbox(offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    found = await page.ask(asked, Inbox)
    return page.render("messages/inbox.html", inbox=found, number=number, size=PER_PAGE)


async def mark_all(page: Page) -> Response:
    """POST: all are noted as read."""
    await page.ask(MarkMessagesRead(), MessagesRead)
    return page.redirect("/messages", said="全部消息已标为已读。")


async def message(page: Page) -> Response:
    """GET: one message; who opened it has read it."""
    message_id = page.uuid("message_id")
    found = await page.ask(ReadMessage(message_id=message_id), MessageView)
    if not found.read:
        await _note_read(page, found)
    return page.render("messages/message.html", message=found)


async def unread_messages(page: Page) -> int:
    """How many messages wait; none while that cannot be said, since the page is about else."""
    try:
        found = await page.ask(ReadInbox(limit=0), Inbox, seconds=_PATIENCE_SECONDS)
    except TepeiError:
        return 0
    return found.unread


async def _note_read(page: Page, found: MessageView) -> None:
    """What fails here stays unread and is noted the next time."""
    try:
        await page.ask(MarkMessagesRead(message_ids=(found.message_id,)), MessagesRead)
    except TepeiError:
        return
