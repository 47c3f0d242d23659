"""Requests about the seats and their ledger; `quotas` names them too."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import SeatKind


class SeatCellView(Answer):
    """One seat cell; `left` = quota − reserved − confirmed."""

    cell: str = Field(description="<plan unit code>/<specialty>/<seat kind>")
    plan_row_id: UUID
    seat_kind: SeatKind
    plan_unit_code: str
    plan_unit_name: str
    specialty: str
    quota: int
    reserved: int
    confirmed: int
    left: int


class ReadSeatsResult(Answer):
    """Cells in plan order, INLAND, LONG, SHORT within a row; with the sums of what is shown."""

    year: int
    cells: tuple[SeatCellView, ...]
    quota: int
    reserved: int
    confirmed: int


class ReadSeats(Request):
    """Seats of all cells with a quota, or of those of one unit, row or kind (staff, services).

    `include_empty` adds the cells whose quota is 0.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_seats"
    answer: ClassVar[type[Answer]] = ReadSeatsResult

    year: int
    plan_unit_code: str | None = None
    plan_row_id: UUID | None = None
    seat_kind: SeatKind | None = None
    include_empty: bool = False


class SeatLedgerEntry(Answer):
    """One step in the history of a seat; entries are never changed."""

    entry_no: int
    application_id: UUID
    sequence: int = Field(description="Of the review event that caused it")
    plan_row_id: UUID
    seat_kind: SeatKind
    action: Literal["RESERVED", "REFUSED", "RELEASED", "CONFIRMED"]
    reason: str | None
    quota: int
    reserved_after: int
    confirmed_after: int
    at: AwareDatetime


class ReadSeatLedgerResult(Answer):
    """Oldest first; `more` says that the page is full."""

    entries: tuple[SeatLedgerEntry, ...]
    more: bool


class ReadSeatLedger(Request):
    """History of a cell or of one application's seats.

    Region staff and the auditor see all, a final reviewing unit the cells of its own plan unit.
    Name at least one of plan row and application.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "read_seat_ledger"
    answer: ClassVar[type[Answer]] = ReadSeatLedgerResult

    year: int
    plan_row_id: UUID | None = None
    seat_kind: SeatKind | None = None
    application_id: UUID | None = None
    after_entry_no: int = 0
    limit: int = Field(default=200, ge=1, le=500)
