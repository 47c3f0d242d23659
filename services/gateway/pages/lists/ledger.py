"""The ledger of a seat cell: every step of every seat, never changed."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.quotas import (
    ReadSeatLedger,
    ReadSeatLedgerResult,
    ReadSeats,
    ReadSeatsResult,
)
from services.gateway.pages.core.page import Page
from services.gateway.pages.lists.names import files_of
from services.gateway.pages.lists.places import kind_of, word_of
from services.gateway.pages.lists.seats import ledger_at

PER_PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2999

ACTIONS = {
    "RESERVED": "占用",
    "REFUSED": "未核定",
    "RELEASED": "退还",
    "CONFIRMED": "确定",
}
REASONS = {
    "cell_full": "名额已满",
    "no_such_cell": "计划表中没有此名额",
    "removed": "移出汇总表",
    "cell_changed": "修改了培养专业或类别",
    "moved": "改占其他名额",
    "withdrawn": "申报人撤回",
}
"""Codes of review and quotas in words; one that is not here is shown as an empty reason."""


async def ledger(page: Page) -> Response:
    """GET: the cell with its figures and a page of its history, oldest first."""
    year, plan_row_id, kind = _year(page), page.uuid("plan_row_id"), kind_of(page)
    after = page.number("after", 0, most=10**9) if "after" in page.query else 0
    seats, history = await page.together(
        page.ask(
            ReadSeats(year=year, plan_row_id=plan_row_id, seat_kind=kind, include_empty=True),
            ReadSeatsResult,
        ),
        page.ask(
            ReadSeatLedger(
                year=year,
                plan_row_id=plan_row_id,
                seat_kind=kind,
                after_entry_no=after,
                limit=PER_PAGE,
            ),
            ReadSeatLedgerResult,
        ),
    )
    if not seats.cells:
        raise NotFoundError
    files = await files_of(page, [entry.application_id for entry in history.entries])
    return page.render(
        "lists/ledger.html",
        files=files,
        cell=seats.cells[0],
        history=history,
        after=after,
        here=ledger_at(year, plan_row_id, kind),
        year=year,
        word_of=word_of,
        actions=ACTIONS,
        reasons=REASONS,
    )


def _year(page: Page) -> int:
    text = page.path["year"]
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        raise NotFoundError
    return int(text)
