"""Rows of a list: taken off with a reason, put into an order by a person with a reason."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_list_desk import RowsWanted
from services.contracts.requests.review_lists import (
    ListChanged,
    ListRowView,
    OrderList,
    RemoveListRow,
)
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.lists import building
from services.gateway.pages.lists.orders import ordering_of, read_orders
from services.gateway.pages.lists.places import final_unit, kind_of, list_at
from services.gateway.pages.lists.screen import Screen

UNPROCESSABLE, CONFLICT = 422, 409
REASON_LEAST, REASON_MOST = 2, 200


async def ask_removal(page: Page) -> Response:
    """GET: who is to be taken off, and what that means."""
    screen = await building.read_screen(page, _one(page))
    return _removal(page, screen, _row(page, screen))


async def remove(page: Page) -> Response:
    """POST: take the file off; its seat is given back."""
    form = await page.form()
    reason = form["reason"]
    if not REASON_LEAST <= len(reason) <= REASON_MOST:
        text = f"请填写移出的原因，{REASON_LEAST}至{REASON_MOST}字"
        screen = await building.read_screen(page, _one(page))
        errors = [PageFinding("reason", text)]
        return _removal(page, screen, _row(page, screen), form, errors)
    application_id, version = building.case_in(form)
    request = RemoveListRow(application_id=application_id, version=version, reason=reason)
    try:
        await page.ask(request, CaseChanged)
    except (StaleVersionError, IllegalTransitionError):
        return await building.show(page, [PageFinding("", building.MOVED_ON)], CONFLICT)
    said = "已移出汇总表，名额已退还；本人回到“待汇总”，可以再次列入。"
    return page.redirect(list_at(final_unit(page), kind_of(page)), said=said)


async def ask_order(page: Page) -> Response:
    """GET: the order and the remarks of all rows."""
    return _order(page, await building.read_screen(page, _ordered(page)))


async def order(page: Page) -> Response:
    """POST: store what a person changed."""
    form = await page.form()
    screen = await building.read_screen(page, _ordered(page))
    if screen.desk.view is None:
        raise NotFoundError
    read = read_orders(screen.rows, form)
    if read.findings:
        return _order(page, screen, form, list(read.findings), UNPROCESSABLE)
    here = list_at(final_unit(page), kind_of(page))
    if not read.changed:
        return page.redirect(here)
    version = int(form["version"][:9]) if form["version"].isdigit() else 1
    request = OrderList(
        list_id=screen.desk.view.summary.list_id, version=max(version, 1), rows=read.changed
    )
    try:
        await page.ask(request, ListChanged)
    except StaleVersionError:
        errors = [PageFinding("", "汇总表刚刚有变动。您填写的内容还在下面，请核对后再保存。")]
        return _order(page, screen, form, errors, CONFLICT)
    except ValidationFailedError as error:
        return _order(page, screen, form, page.findings(error), UNPROCESSABLE)
    return page.redirect(here, said=f"已保存{len(read.changed)}人的推荐顺序和备注。")


def _one(page: Page) -> RowsWanted:
    return RowsWanted(application_id=page.uuid("application_id"))


def _ordered(page: Page) -> RowsWanted:
    return building.rows_at(page, "p", ApplicationState.LISTED)


def _row(page: Page, screen: Screen) -> ListRowView:
    wanted: UUID = page.uuid("application_id")
    found = next((row for row in screen.rows if row.application_id == wanted), None)
    if found is None or not screen.removable(found):
        raise NotFoundError("此人已不在汇总表中，或不能移出。")
    return found


def _removal(
    page: Page,
    screen: Screen,
    row: ListRowView,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
) -> Response:
    return page.render(
        "lists/removal.html",
        status=UNPROCESSABLE if errors else 200,
        errors=errors or [],
        screen=screen,
        row=row,
        reason="" if form is None else form["reason"],
        back=list_at(final_unit(page), kind_of(page)),
        kind=kind_of(page),
    )


def _order(
    page: Page,
    screen: Screen,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "lists/order.html",
        status=status,
        errors=errors or [],
        screen=screen,
        lines=ordering_of(screen.rows, form),
        here=page.here,
        number=page.number("p"),
        size=building.PER_PAGE,
        back=list_at(final_unit(page), kind_of(page)),
        kind=kind_of(page),
    )
