"""Opening a year's cycle: its data lie ready, the leader sees what will hold and opens it (R01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from services.contracts.errors import IllegalTransitionError, NotFoundError
from services.contracts.requests.quotas import (
    CycleView,
    ListProgrammes,
    ListProgrammesResult,
    OpenCycle,
    ProgrammeView,
)
from services.gateway.pages.content.office import office_of
from services.gateway.pages.core.filters import beijing, day, last_moment
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.year import remember

CONFLICT = 409

FACTS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "batch_no": ("批次", lambda number: f"第{number}批"),
    "issued_on": ("通知印发日期", day),
    "open_at": ("网上申报开始", beijing),
    "close_at": ("网上申报截止", last_moment),
    "correction_close_at": ("退回修改截止", last_moment),
    "review_close_at": ("各级审核截止", last_moment),
    "dispatch_deadline_on": ("纸质材料寄出截止", day),
}
"""What a cycle's file and an open cycle both say → its name, and how it is said."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of the new year beside that of the newest one that is open."""

    what: str
    new: str
    before: str


async def years(page: Page) -> Response:
    """The years that are open, and those whose data lie ready."""
    found = await page.ask(ListProgrammes(), ListProgrammesResult)
    return page.render("content/years.html", office=office_of(page), programmes=found.programmes)


async def year(page: Page) -> Response:
    """What will hold in a year that is not open yet."""
    return await _preview(page)


async def open_year(page: Page) -> Response:
    """Open it: from then on its notice, plan and form are the newest."""
    office, wanted = office_of(page), _year(page)
    try:
        opened = await page.ask(OpenCycle(year=wanted, shift_days=_shift(page)), CycleView)
    except IllegalTransitionError as error:
        return await _preview(page, [PageFinding("", error.message)], CONFLICT)
    response = page.redirect(
        f"{office.base}/years",
        said=f"{opened.year}年度已开启，几秒钟后对所有人生效。请接着导入并发布名额计划。",
    )
    remember(response, page.gateway.settings, opened.year)
    return response


async def _preview(
    page: Page, errors: list[PageFinding] | None = None, status: int = 200
) -> Response:
    office, wanted = office_of(page), _year(page)
    found = await page.ask(ListProgrammes(), ListProgrammesResult)
    programme = next((one for one in found.programmes if one.year == wanted), None)
    if programme is None and not errors:
        raise NotFoundError
    before = page.cycles[0] if page.cycles else None
    return page.render(
        "content/year.html",
        office=office,
        year=wanted,
        programme=programme,
        before=before,
        lines=_lines(programme, before),
        errors=errors or [],
        status=status,
    )


def _lines(programme: ProgrammeView | None, before: CycleView | None) -> list[Line]:
    if programme is None or programme.outline is None:
        return []
    return [
        Line(
            what,
            say(getattr(programme.outline, name)),
            "" if before is None else say(getattr(before, name)),
        )
        for name, (what, say) in FACTS.items()
    ]


def _year(page: Page) -> int:
    text = page.path["year"]
    if not text.isdecimal():
        raise NotFoundError
    return int(text)


def _shift(page: Page) -> int:
    """A demonstration moves a new year as it moved the newest one; otherwise there is none."""
    return page.cycles[0].shift_days if page.cycles else 0
