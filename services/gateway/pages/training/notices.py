"""Notifications as their addressees read them: units at their desk, applicants on a page."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review_training import (
    AcknowledgeNotification,
    Notifications,
    ReadNotifications,
)
from services.gateway.pages.core.page import Page
from services.gateway.pages.desk.places import cycle_id_of, desk_of
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.training.places import PAID


async def of_unit(page: Page) -> Response:
    """GET: who of the unit's people was selected, and when and where they report."""
    organisation_id = desk_of(page)
    request = ReadNotifications(organisation_id=organisation_id, cycle_id=cycle_id_of(page.cycle))
    found = await page.ask(request, Notifications)
    ids = [one.application_id for one in found.notifications]
    return page.render(
        "training/notices.html",
        found=found.notifications,
        names=await names_of(page, ids),
        paid=PAID,
        here=page.here,
    )


async def read_by_unit(page: Page) -> Response:
    """POST: the unit has read it."""
    organisation_id = desk_of(page)
    request = AcknowledgeNotification(
        application_id=page.uuid("application_id"), organisation_id=organisation_id
    )
    await page.ask(request, Acknowledged)
    return page.redirect(f"/desk/{organisation_id}/notifications", said="已登记阅知。")


async def own(page: Page) -> Response:
    """GET: the applicant's notification, made to be printed."""
    at = page.uuid("application_id")
    found = await page.ask(ReadNotifications(application_id=at), Notifications)
    if not found.notifications:
        raise NotFoundError
    return page.render("training/own.html", one=found.notifications[0], paid=PAID, here=page.here)


async def read_by_applicant(page: Page) -> Response:
    """POST: the applicant has read it."""
    at = page.uuid("application_id")
    await page.ask(AcknowledgeNotification(application_id=at), Acknowledged)
    return page.redirect(page.here, said="已登记阅知。")
