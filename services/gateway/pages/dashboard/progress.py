"""Progress of what an organisation answers for: by level, unit, track, term and plan row."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError, ServiceUnavailableError
from services.contracts.requests.quotas import CycleView, ReadSeats, ReadSeatsResult
from services.contracts.requests.review_progress import Progress, ProgressView, ReadProgress
from services.contracts.values import progress_tables
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import Page
from services.gateway.pages.dashboard.views import PAGE_ROWS, bars, page_of


async def progress(page: Page) -> Response:
    """The chart, and files by track and term and by unit."""
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *DESK_ROLES)
    number = page.number("p")
    found = await page.ask(
        ReadProgress(
            organisation_id=organisation_id,
            cycle_id=cycle_of(page).cycle_id,
            views=(ProgressView.UNITS,),
            offset=(number - 1) * PAGE_ROWS,
            limit=PAGE_ROWS,
        ),
        Progress,
    )
    return page.render(
        "dashboard/progress.html",
        organisation_id=organisation_id,
        progress=found,
        bars=bars(found),
        kinds=progress_tables.by_kind(found),
        units=progress_tables.by_unit(found),
        number=number,
        size=PAGE_ROWS,
    )


async def plan(page: Page) -> Response:
    """Seats and files of each plan row, track and term."""
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *DESK_ROLES)
    number = page.number("p")
    cycle = cycle_of(page)
    found, seats = await page.together(
        page.ask(
            ReadProgress(
                organisation_id=organisation_id,
                cycle_id=cycle.cycle_id,
                views=(ProgressView.PLAN,),
            ),
            Progress,
        ),
        _seats(page, cycle.year),
    )
    table = progress_tables.by_cell(found, seats.cells)
    return page.render(
        "dashboard/plan.html",
        organisation_id=organisation_id,
        progress=found,
        cells=page_of(table, number),
        total=len(table.rows),
        number=number,
        size=PAGE_ROWS,
    )


def cycle_of(page: Page) -> CycleView:
    """The cycle of the page.

    Raises:
        ServiceUnavailableError: nobody can tell which it is at this moment.
    """
    if page.cycle is None:
        raise ServiceUnavailableError
    return page.cycle


async def _seats(page: Page, year: int) -> ReadSeatsResult:
    """No seats as long as no plan is published."""
    try:
        return await page.ask(ReadSeats(year=year), ReadSeatsResult)
    except NotFoundError:
        return ReadSeatsResult(year=year, cells=(), quota=0, reserved=0, confirmed=0)
