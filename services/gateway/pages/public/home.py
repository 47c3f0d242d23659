"""The front page with the column 少数民族特培, and whether the system is up."""

from __future__ import annotations

from markupsafe import Markup
from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.notices import ListTexts, ReadText, TextList, TextView
from services.gateway.pages.core.facts import cycles_are_told
from services.gateway.pages.core.known import ask_for_all
from services.gateway.pages.core.page import Page
from services.gateway.pages.public.dates import facts_of, window_of
from services.gateway.pages.public.markup import render_body


async def home(page: Page) -> Response:
    """Everything that people look for, in two clicks; it stands when the texts are away."""
    cycle = page.cycle
    year = cycle.year if cycle else None
    announcement, texts = await page.together(_announcement(page, year), _texts(page, year))
    return page.render(
        "public/home.html",
        cycle=cycle,
        window=window_of(cycle, page.now) if cycle else None,
        announcement=announcement,
        texts=texts,
    )


async def status(page: Page) -> Response:
    """Is the system up, is the window open, how long still (R46)."""
    working = cycles_are_told(page.gateway)
    cycle = page.cycle if working else None
    return page.render(
        "public/status.html",
        working=working,
        cycle=cycle,
        window=window_of(cycle, page.now) if cycle else None,
    )


async def _announcement(page: Page, year: int | None) -> Markup | None:
    """What the region wants said first; nothing when it is empty or the service is away."""
    try:
        text = await ask_for_all(page, ReadText(slug="announcement", year=year), TextView)
    except TepeiError:
        return None
    if not text.body:
        return None
    return render_body(text.body, facts_of(page.cycle)).html


async def _texts(page: Page, year: int | None) -> TextList | None:
    try:
        return await ask_for_all(page, ListTexts(year=year), TextList)
    except TepeiError:
        return None
