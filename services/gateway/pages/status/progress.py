"""Where the application is, and who looked at it."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications import AccessList, ReadAccesses, ReadApplication
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.requests.documents import ReadDocuments, ReadDocumentsResult
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.page import Page

NOT_WALKING = frozenset({ApplicationState.DRAFT, ApplicationState.OVERDUE})
"""States in which review knows nothing of the application."""


async def status(page: Page) -> Response:
    """State, desk, since when, what next, every signed opinion, the history (D07)."""
    application_id = page.uuid("application_id")
    view = await page.ask(ReadApplication(application_id=application_id), ApplicationView)
    _only_own(page, view)
    if view.version_no == 0:
        return page.redirect(f"/applications/{application_id}")
    walk, prints = await page.together(
        _walk(page, view),
        page.ask(ReadDocuments(application_id=application_id), ReadDocumentsResult),
    )
    return page.render("status/status.html", view=view, walk=walk, documents=prints.documents)


async def accesses(page: Page) -> Response:
    """谁看过我的申报 (F13)."""
    application_id = page.uuid("application_id")
    answer = await page.ask(ReadAccesses(application_id=application_id), AccessList)
    return page.render(
        "status/accesses.html", application_id=application_id, accesses=answer.accesses
    )


async def _walk(page: Page, view: ApplicationView) -> MyStatus | None:
    """What review says; nothing in the moment between a submission and its arrival there."""
    try:
        return await page.ask(ReadMyStatus(application_id=view.application_id), MyStatus)
    except NotFoundError:
        return None


def _only_own(page: Page, view: ApplicationView) -> None:
    """A desk reads a file on the desk's pages; here it is not found."""
    if view.applicant_id != page.me.person_id:
        raise NotFoundError
