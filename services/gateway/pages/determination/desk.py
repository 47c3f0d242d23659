"""The region's overview of determination, and receipt of withdrawals."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_determination import (
    DeterminationDesk,
    ReadDeterminationDesk,
    ReceiveWithdrawal,
)
from services.gateway.pages.core.page import Page
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.determination.places import desk_at, office_of
from services.gateway.pages.lists.places import cycle_of

PER_PAGE = 50


async def overview(page: Page) -> Response:
    """GET: totals, what waits, what was decided."""
    organisation_id, cycle, number = office_of(page), cycle_of(page), page.number("p")
    request = ReadDeterminationDesk(
        organisation_id=organisation_id,
        cycle_id=cycle.cycle_id,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    return page.render(
        "determination/desk.html",
        found=await page.ask(request, DeterminationDesk),
        cycle=cycle,
        here=desk_at(organisation_id),
        number=number,
        size=PER_PAGE,
    )


async def receive(page: Page) -> Response:
    """POST: register that somebody withdrew."""
    organisation_id, form = office_of(page), await page.form()
    request = ReceiveWithdrawal(
        application_id=page.uuid("application_id"), version=seen_version(form)
    )
    await page.ask(request, CaseChanged)
    return page.redirect(desk_at(organisation_id), said="已登记收到撤回，申报人可以看到。")
