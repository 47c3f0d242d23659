"""The way of one's own file, as the pages of its owner ask for it."""

from __future__ import annotations

from uuid import UUID

from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.gateway.pages.core.page import Page


async def walk_of(page: Page) -> MyStatus:
    """The way of the file of the path, if it is the visitor's.

    Raises:
        NotFoundError: it is not, or was never submitted.
    """
    return await page.ask(ReadMyStatus(application_id=page.uuid("application_id")), MyStatus)


def status_at(application_id: UUID) -> str:
    """Where it is shown."""
    return f"/applications/{application_id}/status"
