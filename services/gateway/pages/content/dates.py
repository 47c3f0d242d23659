"""Later dates of the cycle: an officer proposes them, the leader publishes them for everybody."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests.quotas import CycleView
from services.contracts.requests.quotas_dates import (
    ExtensionList,
    ExtensionView,
    ListExtensions,
    ProposeExtension,
    PublishExtension,
    RefuseExtension,
)
from services.gateway.pages.content.moves import LABELS, announced, moves_of, wanted_dates
from services.gateway.pages.content.office import office_of, waiting_extension
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.public.dates import calendar_of

SHORTEST, LONGEST = 5, 200
REASON = "请写明原因，5至200字。"


async def dates(page: Page) -> Response:
    """The dates as announced, what waits, what was decided, and the form."""
    return await _page(page, {})


async def propose(page: Page) -> Response:
    """Hand later dates to the leader."""
    office = office_of(page)
    cycle = _cycle(page)
    form = await page.form()
    changed, found = wanted_dates(cycle, form.values)
    found += _reason_findings(form["reason"])
    if found:
        return await _page(page, form.values, found)
    fields: dict[str, Any] = dict(changed)
    request = ProposeExtension(year=cycle.year, reason=form["reason"], **fields)
    try:
        await page.ask(request, ExtensionView)
    except (ValidationFailedError, IllegalTransitionError) as error:
        return await _page(page, form.values, page.findings(error))
    return page.redirect(f"{office.base}/dates", said="延期建议已提出，等待负责人发布。")


async def decide(page: Page) -> Response:
    """Publish the dates or leave them as they are."""
    office = office_of(page)
    form = await page.form()
    extension_id = page.uuid("extension_id")
    if form["do"] == "refuse":
        found = _reason_findings(form["reason"])
        if found:
            return await _page(page, form.values, found)
        request = RefuseExtension(extension_id=extension_id, reason=form["reason"])
        await page.ask(request, ExtensionView)
        return page.redirect(f"{office.base}/dates", said="时间不变，原因已告知提出人。")
    try:
        await page.ask(PublishExtension(extension_id=extension_id), ExtensionView)
    except ValidationFailedError as error:
        return await _page(
            page, form.values, [PageFinding("", one.text) for one in page.findings(error)]
        )
    return page.redirect(f"{office.base}/dates", said="新的时间已发布，几秒钟后对所有人生效。")


async def _page(
    page: Page, values: dict[str, str], errors: list[PageFinding] | None = None
) -> Response:
    office = office_of(page)
    cycle = _cycle(page)
    listed = await page.ask(ListExtensions(year=cycle.year), ExtensionList)
    waiting = waiting_extension(listed)
    return page.render(
        "content/dates.html",
        office=office,
        calendar=calendar_of(cycle, page.now),
        labels=LABELS,
        values={**announced(cycle), **values},
        waiting=waiting,
        moves=moves_of(cycle, waiting) if waiting else [],
        decided=[one for one in listed.extensions if one != waiting],
        errors=errors or [],
        status=422 if errors else 200,
    )


def _reason_findings(reason: str) -> list[PageFinding]:
    return [] if SHORTEST <= len(reason) <= LONGEST else [PageFinding("reason", REASON)]


def _cycle(page: Page) -> CycleView:
    """The cycle whose dates move.

    Raises:
        NotFoundError: none is open.
    """
    if page.cycle is None:
        raise NotFoundError
    return page.cycle
