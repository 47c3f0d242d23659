"""Seats beside a list: the cells its unit gives out, as far as this list is about them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.contracts.requests.quotas import ReadSeats, ReadSeatsResult, SeatCellView
from services.contracts.requests.review_list_desk import ListDesk
from services.contracts.vocabulary import SeatKind
from services.gateway.pages.core.page import Page
from services.gateway.pages.lists.places import word_of


async def seats_of(
    page: Page, year: int, kind: SeatKind | None, plan_unit_code: str | None
) -> tuple[SeatCellView, ...]:
    """Cells of a unit's plan in plan order; of all plans for a unit that has none of its own."""
    request = ReadSeats(year=year, seat_kind=kind, plan_unit_code=plan_unit_code)
    return (await page.ask(request, ReadSeatsResult)).cells


def shown_cells(cells: Iterable[SeatCellView], desk: ListDesk) -> list[SeatCellView]:
    """The cells of the unit's own plan, and those its people ask for."""
    asked = set(desk.plan_row_ids)
    return [
        cell
        for cell in cells
        if cell.plan_unit_code == desk.plan_unit_code or cell.plan_row_id in asked
    ]


def own_cells(cells: Iterable[SeatCellView], plan_unit_code: str | None) -> list[SeatCellView]:
    """The cells the unit gives out itself."""
    return [cell for cell in cells if cell.plan_unit_code == plan_unit_code]


def seat_words(cells: Iterable[SeatCellView]) -> str:
    """The figures of the cells in one word, to tell whether they changed."""
    return "_".join(f"{cell.quota}.{cell.reserved}.{cell.confirmed}" for cell in cells)


def ledger_at(year: int, plan_row_id: UUID, kind: SeatKind) -> str:
    """The history of a cell."""
    return f"/seats/{year}/{plan_row_id}/{word_of(kind)}"
