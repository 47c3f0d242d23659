"""Showing seats and their history; keeping the copies of organisations."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.chassis.causes import Call, Delivery
from services.contracts.actors import Actor
from services.contracts.errors import ForbiddenError, NotFoundError, ValidationFailedError
from services.contracts.events.accounts import OrganisationChangedV1
from services.contracts.requests.quotas import (
    ReadSeatLedger,
    ReadSeatLedgerResult,
    ReadSeats,
    ReadSeatsResult,
)
from services.contracts.vocabulary import Role
from services.quotas import messages, phrases, policies
from services.quotas.app import QuotasApp
from services.quotas.handlers.plans import require_cycle
from services.quotas.metrics import OVERSOLD_CELLS, SEATS, UNBALANCED_CELLS, SeatFigure
from services.quotas.storage import queries
from services.quotas.storage.queries import CellFilter, LedgerFilter


def read_seats(app: QuotasApp, call: Call[ReadSeats]) -> ReadSeatsResult:
    """Cells with what is taken and what is left."""
    policies.check_may_read_seats(call.actor)
    data = call.data
    wanted = CellFilter(
        data.plan_unit_code, data.plan_row_id, data.seat_kind, include_empty=data.include_empty
    )
    with app.uow() as tx:
        cycle = require_cycle(tx.session, data.year)
        if cycle.plan_version is None:
            raise NotFoundError(phrases.NO_PLAN.format(year=data.year))
        rows = queries.read_cells(tx.session, cycle.cycle_id, cycle.plan_version, wanted)
    cells = tuple(messages.seat_cell_view(row) for row in rows)
    return ReadSeatsResult(
        year=data.year,
        cells=cells,
        quota=sum(cell.quota for cell in cells),
        reserved=sum(cell.reserved for cell in cells),
        confirmed=sum(cell.confirmed for cell in cells),
    )


def read_seat_ledger(app: QuotasApp, call: Call[ReadSeatLedger]) -> ReadSeatLedgerResult:
    """The history of a cell or of an application's seats."""
    data = call.data
    if data.plan_row_id is None and data.application_id is None:
        raise ValidationFailedError(phrases.NAME_ROW_OR_APPLICATION)
    with app.uow() as tx:
        units = _readable_units(tx.session, call.actor)
        cycle = require_cycle(tx.session, data.year)
        wanted = LedgerFilter(
            plan_row_id=data.plan_row_id,
            seat_kind=data.seat_kind,
            application_id=data.application_id,
            plan_unit_codes=units,
            after_entry_no=data.after_entry_no,
            limit=data.limit,
        )
        rows = queries.read_ledger(tx.session, cycle.cycle_id, wanted)
    return ReadSeatLedgerResult(
        entries=messages.ledger_entries(rows[: data.limit]), more=len(rows) > data.limit
    )


def _readable_units(session: Session, actor: Actor) -> frozenset[str] | None:
    """Plan units whose ledger the actor may read; None for all."""
    if policies.may_read_whole_ledger(actor):
        return None
    own = actor.organisations(Role.FINAL_OFFICER, Role.FINAL_LEADER)
    if not own:
        raise ForbiddenError
    return queries.plan_units_of(session, own)


def on_organisation_changed(app: QuotasApp, delivery: Delivery[OrganisationChangedV1]) -> None:
    """Keep the newest copy of an organisation."""
    with app.uow(delivery) as tx:
        queries.keep_organisation(tx.session, delivery.event, delivery.sequence)


def measure_seats(app: QuotasApp) -> None:
    """Set the gauges of seats by state."""
    with app.uow() as tx:
        totals = queries.seat_totals(tx.session)
    for year, numbers in totals.items():
        for figure in SeatFigure:
            SEATS.set(numbers[figure.value], year=str(year), figure=figure)
        OVERSOLD_CELLS.set(numbers["oversold"], year=str(year))
        UNBALANCED_CELLS.set(numbers["unbalanced"], year=str(year))
