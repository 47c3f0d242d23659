"""Which year's cycle a browser shows, while several run side by side (R01)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.gateway.pages.core.page import Page
from services.gateway.pages.core.responses import is_local
from services.gateway.pages.core.year import remember
from services.gateway.pages.public.dates import window_of


async def years(page: Page) -> Response:
    """The years with their windows; one is chosen."""
    windows = {cycle.year: window_of(cycle, page.now) for cycle in page.cycles}
    return page.render("public/years.html", windows=windows, next=_next(page.query.get("next", "")))


async def choose(page: Page) -> Response:
    """Show another year in this browser from now on; nothing is written anywhere else.

    Raises:
        NotFoundError: it is none that is open.
    """
    cycle = next((one for one in page.cycles if str(one.year) == page.path["year"]), None)
    if cycle is None:
        raise NotFoundError
    response = page.redirect(_next(page.query.get("next", "")), said=f"现在显示{cycle.year}年度。")
    remember(response, page.gateway.settings, cycle.year)
    return response


def _next(address: str) -> str:
    return address if is_local(address) else "/"
