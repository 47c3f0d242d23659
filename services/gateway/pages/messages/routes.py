"""Pages of one's own messages."""

from __future__ import annotations

from services.gateway.access import SIGNED_IN
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.messages import inbox

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/messages", inbox.inbox, SIGNED_IN),
    PageRoute("POST", "/messages", inbox.mark_all, SIGNED_IN),
    PageRoute("GET", "/messages/{message_id}", inbox.message, SIGNED_IN),
)
