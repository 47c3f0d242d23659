"""The seat ledger: each statement here either keeps invariant 3 or fails.

A seat is taken by one conditional UPDATE, in the transaction that holds the application's
reservation row (`stack` §3, strategy 4). Statements that touch two cells lock both first, in the
order of `Cell`, so that two movers never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, RowMapping, and_, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.contracts.vocabulary import SeatKind
from services.quotas.domain.seats import Cell, Holding, SeatState
from services.quotas.storage.tables import reservation, seat_cell, seat_ledger


@dataclass(frozen=True, slots=True)
class Reservation:
    """One application's row, locked: its holding and the counters of what is published."""

    application_id: UUID
    cycle_id: UUID
    holding: Holding
    reservation_id: UUID | None
    sequence: int


@dataclass(frozen=True, slots=True)
class CellCounts:
    """A cell's numbers after a statement."""

    quota: int
    reserved: int
    confirmed: int

    @property
    def taken(self) -> int:
        """Seats that are gone."""
        return self.reserved + self.confirmed


_COUNTS = (seat_cell.c.quota, seat_cell.c.reserved, seat_cell.c.confirmed)


def lock_reservation(
    session: Session, application_id: UUID, cycle_id: UUID, now: datetime
) -> Reservation:
    """The application's row, created if missing, locked until the transaction ends."""
    fresh = {
        "application_id": application_id,
        "cycle_id": cycle_id,
        "last_sequence": 0,
        "state": SeatState.NONE.value,
        "sequence": 0,
        "changed_at": now,
    }
    # The empty DO UPDATE locks the row that is there and returns it, in one round trip.
    statement = upsert(reservation).values(fresh)
    statement = statement.on_conflict_do_update(
        index_elements=[reservation.c.application_id],
        set_={"application_id": statement.excluded.application_id},
    )
    row = session.execute(statement.returning(*reservation.c)).mappings().one()
    return _reservation(row)


def _reservation(fields: RowMapping) -> Reservation:
    has_cell = fields["plan_row_id"] is not None
    cell = Cell(fields["plan_row_id"], SeatKind[fields["seat_kind"]]) if has_cell else None
    holding = Holding(
        last_sequence=fields["last_sequence"],
        state=SeatState(fields["state"]),
        cell=cell,
        nomination_id=fields["nomination_id"],
    )
    return Reservation(
        application_id=fields["application_id"],
        cycle_id=fields["cycle_id"],
        holding=holding,
        reservation_id=fields["reservation_id"],
        sequence=fields["sequence"],
    )


def save_reservation(session: Session, saved: Reservation, now: datetime) -> None:
    """Write a locked row back."""
    holding = saved.holding
    session.execute(
        update(reservation)
        .where(reservation.c.application_id == saved.application_id)
        .values(
            cycle_id=saved.cycle_id,
            last_sequence=holding.last_sequence,
            state=holding.state.value,
            plan_row_id=holding.cell.plan_row_id if holding.cell else None,
            seat_kind=holding.cell.seat_kind.value if holding.cell else None,
            nomination_id=holding.nomination_id,
            reservation_id=saved.reservation_id,
            sequence=saved.sequence,
            changed_at=now,
        )
    )


def lock_cells(session: Session, cells: Iterable[Cell]) -> None:
    """Lock several cells in their order."""
    wanted = [_is(cell) for cell in cells]
    session.execute(
        select(seat_cell.c.plan_row_id)
        .where(or_(*wanted))
        .order_by(seat_cell.c.plan_row_id, seat_cell.c.seat_kind)
        .with_for_update(key_share=True)
    )


def take_seat(session: Session, cell: Cell, cycle_id: UUID) -> CellCounts | None:
    """Reserve one seat of the cell; None when it has no room or is no cell of that cycle.

    A full cell is looked at once more under its lock: a seat that somebody is just giving back
    would otherwise be refused to one who asked in time.
    """
    counts = _try_to_take(session, cell, cycle_id)
    if counts is not None:
        return counts
    lock_cells(session, (cell,))
    return _try_to_take(session, cell, cycle_id)


def _try_to_take(session: Session, cell: Cell, cycle_id: UUID) -> CellCounts | None:
    statement = (
        update(seat_cell)
        .where(
            _is(cell),
            seat_cell.c.cycle_id == cycle_id,
            seat_cell.c.reserved + seat_cell.c.confirmed < seat_cell.c.quota,
        )
        .values(reserved=seat_cell.c.reserved + 1)
        .returning(*_COUNTS)
    )
    return _counts(session.execute(statement).one_or_none())


def give_back_seat(session: Session, cell: Cell, state: SeatState) -> CellCounts:
    """Free a reserved or confirmed seat."""
    column = seat_cell.c.confirmed if state is SeatState.CONFIRMED else seat_cell.c.reserved
    statement = update(seat_cell).where(_is(cell)).values({column: column - 1}).returning(*_COUNTS)
    return _sure(_counts(session.execute(statement).one()))


def confirm_seat(session: Session, cell: Cell) -> CellCounts:
    """Turn a reserved seat into a confirmed one."""
    statement = (
        update(seat_cell)
        .where(_is(cell))
        .values(reserved=seat_cell.c.reserved - 1, confirmed=seat_cell.c.confirmed + 1)
        .returning(*_COUNTS)
    )
    return _sure(_counts(session.execute(statement).one()))


def read_cell(session: Session, cell: Cell, cycle_id: UUID) -> CellCounts | None:
    """A cell's numbers without locking it."""
    statement = select(*_COUNTS).where(_is(cell), seat_cell.c.cycle_id == cycle_id)
    return _counts(session.execute(statement).one_or_none())


def record(
    session: Session,
    held: Reservation,
    cell: Cell,
    action: str,
    counts: CellCounts,
    *,
    sequence: int,
    reason: str | None,
    now: datetime,
) -> None:
    """Append one step of a seat's history."""
    session.execute(
        insert(seat_ledger).values(
            application_id=held.application_id,
            nomination_id=held.holding.nomination_id,
            message_sequence=sequence,
            plan_row_id=cell.plan_row_id,
            seat_kind=cell.seat_kind.value,
            action=action,
            reason=reason,
            quota=counts.quota,
            reserved_after=counts.reserved,
            confirmed_after=counts.confirmed,
            at=now,
        )
    )


def new_reservation_id() -> UUID:
    """The id of a seat that was just taken."""
    return uuid4()


def _is(cell: Cell) -> ColumnElement[bool]:
    return and_(
        seat_cell.c.plan_row_id == cell.plan_row_id, seat_cell.c.seat_kind == cell.seat_kind.value
    )


def _counts(row: Row[int, int, int] | None) -> CellCounts | None:
    return None if row is None else CellCounts(row.quota, row.reserved, row.confirmed)


def _sure(counts: CellCounts | None) -> CellCounts:
    if counts is None:
        raise LookupError("a held seat has no cell")
    return counts
