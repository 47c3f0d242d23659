"""Use cases of the notices service: load, decide, save, say so; one unit of work each."""

from __future__ import annotations

from services.notices.handlers.inbox import mark_messages_read, read_inbox, read_message
from services.notices.handlers.mailing import measure_mails, send_mails
from services.notices.handlers.publishing import propose_text, publish_text, refuse_text
from services.notices.handlers.reading import (
    list_contacts,
    list_texts,
    read_text,
    read_text_versions,
    search_guides,
)
from services.notices.handlers.reminders import on_closing_soon, on_due_soon
from services.notices.handlers.shipping import measure_texts
from services.notices.handlers.telling import on_desk_changed, on_fact, on_submission

__all__ = [
    "list_contacts",
    "list_texts",
    "mark_messages_read",
    "measure_mails",
    "measure_texts",
    "on_closing_soon",
    "on_desk_changed",
    "on_due_soon",
    "on_fact",
    "on_submission",
    "propose_text",
    "publish_text",
    "read_inbox",
    "read_message",
    "read_text",
    "read_text_versions",
    "refuse_text",
    "search_guides",
    "send_mails",
]
