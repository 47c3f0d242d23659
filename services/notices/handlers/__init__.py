"""Use cases of the notices service: load, decide, save, say so; one unit of work each."""

from __future__ import annotations

from services.notices.handlers.publishing import propose_text, publish_text, refuse_text
from services.notices.handlers.reading import (
    list_contacts,
    list_texts,
    read_text,
    read_text_versions,
    search_guides,
)
from services.notices.handlers.shipping import measure_texts

__all__ = [
    "list_contacts",
    "list_texts",
    "measure_texts",
    "propose_text",
    "publish_text",
    "read_text",
    "read_text_versions",
    "refuse_text",
    "search_guides",
]
