"""How far the files of each final reviewing unit are: numbers for everybody (R49)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.review_counts import (
    FEWEST,
    PublicCounts,
    PublicStage,
    ReadPublicCounts,
)
from services.gateway.pages.core.known import known
from services.gateway.pages.core.page import Page
from services.gateway.pages.public.plan import year_of

FRESH_SECONDS = 60.0
"""So old the numbers may be: to count them is a look at all files."""


async def counts_of_now(page: Page) -> Response:
    """Go on to the numbers of the current cycle."""
    if page.cycle is None:
        raise NotFoundError
    return page.redirect(f"/progress/{page.cycle.year}")


async def counts(page: Page) -> Response:
    """One year's numbers."""
    asked = ReadPublicCounts(year=year_of(page))
    found = await known(page.gateway, page.visit, asked, _as_it_is, fresh=FRESH_SECONDS)
    return page.render(
        "public/counts.html",
        found=found,
        stages=[stage.label for stage in PublicStage],
        fewest=FEWEST,
    )


def _as_it_is(answer: PublicCounts) -> PublicCounts:
    return answer
