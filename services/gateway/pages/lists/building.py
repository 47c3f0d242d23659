"""Building a list: the three lists at a glance, one list live, adding a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    InvalidRequestError,
    StaleVersionError,
)
from services.contracts.requests.documents import DocumentSummary
from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_list_desk import (
    ListDesk,
    ListMark,
    ListOverview,
    ReadListDesk,
    ReadListMark,
    ReadListOverview,
    RowsWanted,
)
from services.contracts.requests.review_lists import (
    ListVersionStatus,
    NominateApplication,
)
from services.contracts.vocabulary import TRACK_OF, ApplicationState, SeatKind
from services.gateway.pages.core.filters import url
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.responses import html_response
from services.gateway.pages.core.templates import render
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import (
    cycle_of,
    final_unit,
    kind_of,
    list_at,
    lists_at,
    paper_at,
    word_of,
)
from services.gateway.pages.lists.prints import prints_of
from services.gateway.pages.lists.screen import Screen, people_of, screen_of, seen_of
from services.gateway.pages.lists.seats import ledger_at, own_cells, seats_of

PER_PAGE = 50
LIVE_FOR = timedelta(minutes=15)
"""An open page refreshes itself this long, then waits for the person: it must not keep a session
alive that nobody uses."""
NO_CONTENT, STOP_POLLING, CONFLICT = 204, 286, 409
MOVED_ON = "这份申报刚刚有变动，或已由同事办理，本次未办理。请按下面最新的情况办理。"


async def overview(page: Page) -> Response:
    """GET: the three lists of the unit."""
    organisation_id, cycle = final_unit(page), cycle_of(page)
    found = await page.ask(
        ReadListOverview(organisation_id=organisation_id, cycle_id=cycle.cycle_id), ListOverview
    )
    cells = await seats_of(page, cycle.year, None, found.plan_unit_code)
    own = own_cells(cells, found.plan_unit_code)
    return page.render(
        "lists/overview.html",
        overview=found,
        organisation_id=organisation_id,
        here=lists_at(organisation_id),
        paper=paper_at(organisation_id),
        cycle=cycle,
        tracks=TRACK_OF,
        word_of=word_of,
        quota={kind: sum(c.quota for c in own if c.seat_kind is kind) for kind in SeatKind},
        left={kind: sum(c.left for c in own if c.seat_kind is kind) for kind in SeatKind},
    )


async def one_list(page: Page) -> Response:
    """GET: one list with its seats and candidates."""
    return await show(page)


async def show(page: Page, errors: Sequence[PageFinding] = (), status: int = 200) -> Response:
    """The page of one list, above it what could not be done."""
    screen = await read_screen(page, rows_at(page, "r"), candidates=PER_PAGE)
    return page.render(
        "lists/list.html", status=status, errors=list(errors), **_context(page, screen)
    )


async def live(page: Page) -> Response:
    """GET: the part of the list that refreshes itself; nothing when it looks as it did."""
    if open_for(page) > LIVE_FOR:
        text = render("lists/stopped.html", page=page, here=page.here.removesuffix("/live"))
        return html_response(text, page.http, STOP_POLLING)
    if await _unchanged(page):
        return Response(status_code=NO_CONTENT)
    screen = await read_screen(page, rows_at(page, "r"), candidates=PER_PAGE)
    text = render("lists/live.html", page=page, **_context(page, screen))
    return html_response(text, page.http)


async def nominate(page: Page) -> Response:
    """POST: ask for the seat of one candidate."""
    form = await page.form()
    here = list_at(final_unit(page), kind_of(page))
    application_id, version = case_in(form)
    try:
        await page.ask(
            NominateApplication(application_id=application_id, version=version), CaseChanged
        )
    except (StaleVersionError, IllegalTransitionError):
        return await show(page, [PageFinding("", MOVED_ON)], CONFLICT)
    return page.redirect(here, said="已申请列入，正在核定名额，结果随即显示在下面。")


def rows_at(page: Page, name: str, state: ApplicationState | None = None) -> RowsWanted:
    """The page of rows that the query asks for by that name."""
    return RowsWanted(state=state, offset=(page.number(name) - 1) * PER_PAGE, limit=PER_PAGE)


async def read_screen(page: Page, rows: RowsWanted, *, candidates: int = 0) -> Screen:
    """The list of the path with these of its rows, and a page of so many candidates."""
    organisation_id, cycle, kind = final_unit(page), cycle_of(page), kind_of(page)
    desk = await page.ask(
        ReadListDesk(
            organisation_id=organisation_id,
            cycle_id=cycle.cycle_id,
            seat_kind=kind,
            offset=(page.number("p") - 1) * PER_PAGE,
            limit=candidates,
            rows=rows,
        ),
        ListDesk,
    )
    cells, names, documents = await page.together(
        seats_of(page, cycle.year, kind, desk.plan_unit_code),
        names_of(page, people_of(desk)),
        _prints(page, desk),
    )
    return screen_of(desk, cells, names, documents)


def case_in(form: Form) -> tuple[UUID, int]:
    """Which file in which version a button of a row stands for.

    Raises:
        InvalidRequestError: the form was made by hand.
    """
    try:
        return UUID(form["application_id"]), int(form["version"][:9])
    except ValueError:
        raise InvalidRequestError from None


def opened(page: Page) -> int:
    """When the page was opened, in seconds; now for a page that is being opened."""
    text = page.query.get("opened", "")
    plain = text.isascii() and text.isdigit() and len(text) <= len("9999999999")
    return int(text) if plain else int(page.now.timestamp())


def open_for(page: Page) -> timedelta:
    """How long the page has been refreshing itself."""
    return page.now - datetime.fromtimestamp(opened(page), tz=page.now.tzinfo)


async def _prints(page: Page, desk: ListDesk) -> tuple[DocumentSummary, ...]:
    if desk.view is None or not desk.view.versions:
        return ()
    return await prints_of(page, desk.view.summary.list_id)


async def _unchanged(page: Page) -> bool:
    """Whether the list looks as the visitor sees it; no reading of anybody."""
    if "seen" not in page.query:
        return False
    organisation_id, cycle, kind = final_unit(page), cycle_of(page), kind_of(page)
    request = ReadListMark(organisation_id=organisation_id, cycle_id=cycle.cycle_id, seat_kind=kind)
    found = await page.ask(request, ListMark)
    cells = await seats_of(page, cycle.year, kind, found.plan_unit_code)
    return page.query.get("seen") == seen_of(found.mark, own_cells(cells, found.plan_unit_code))


def _context(page: Page, screen: Screen) -> dict[str, Any]:
    organisation_id, cycle, kind = final_unit(page), cycle_of(page), kind_of(page)
    here = list_at(organisation_id, kind)
    number, row_number = page.number("p"), page.number("r")
    turned = {"p": number if number > 1 else None, "r": row_number if row_number > 1 else None}
    return {
        "screen": screen,
        "organisation_id": organisation_id,
        "kind": kind,
        "here": here,
        "lists": lists_at(organisation_id),
        "ledger": lambda cell: ledger_at(cycle.year, cell.plan_row_id, kind),
        "number": number,
        "row_number": row_number,
        "turned": turned,
        "size": PER_PAGE,
        "live_at": url(f"{here}/live", turned, opened=opened(page)),
        "submitted": [v for v in screen.versions if v.status is ListVersionStatus.SUBMITTED],
        "cycle": cycle,
    }
