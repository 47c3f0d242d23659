"""The visitor's own application; a desk reads a file on the desk's pages."""

from __future__ import annotations

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications import ReadApplication
from services.contracts.requests.applications_views import ApplicationView
from services.gateway.pages.core.page import Page


async def read_own(page: Page, version_no: int | None = None) -> ApplicationView:
    """The application of the path: the draft, or one of its frozen versions.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    asked = ReadApplication(application_id=page.uuid("application_id"), version_no=version_no)
    view = await page.ask(asked, ApplicationView)
    if view.applicant_id != page.me.person_id:
        raise NotFoundError
    return view
