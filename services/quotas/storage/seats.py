"""The seat ledger: each statement here either keeps invariant 3 or fails.

A seat is taken by one conditional UPDATE, in the transaction that holds the application's
reservation row (`stack` §3, strategy 4). The same statement writes ledger and reservation, because
everybody else who wants a seat there waits from then until the commit. Statements that touch two
cells lock both first, in the order of `Cell`, so that two movers never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, RowMapping, and_, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

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


def _lock_reservation() -> ReturningInsert[Any]:
    statement = upsert(reservation)
    # The empty DO UPDATE locks the row that is there and returns it, in one round trip.
    statement = statement.on_conflict_do_update(
        index_elements=[reservation.c.application_id],
        set_={"application_id": statement.excluded.application_id},
    )
    return statement.returning(*reservation.c)


_LOCK_RESERVATION = _lock_reservation()


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
    row = session.execute(_LOCK_RESERVATION, fresh).mappings().one()
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
    values = _written(saved, now)
    where = reservation.c.application_id == values.pop("application_id")
    session.execute(update(reservation).where(where).values(values))


def _written(saved: Reservation, now: datetime) -> dict[str, Any]:
    """The columns of a reservation, by name."""
    holding = saved.holding
    return {
        "application_id": saved.application_id,
        "cycle_id": saved.cycle_id,
        "last_sequence": holding.last_sequence,
        "state": holding.state.value,
        "plan_row_id": holding.cell.plan_row_id if holding.cell else None,
        "seat_kind": holding.cell.seat_kind.value if holding.cell else None,
        "nomination_id": holding.nomination_id,
        "reservation_id": saved.reservation_id,
        "sequence": saved.sequence,
        "changed_at": now,
    }


def lock_cells(session: Session, cells: Iterable[Cell]) -> None:
    """Lock several cells in their order."""
    wanted = [_is(cell) for cell in cells]
    session.execute(
        select(seat_cell.c.plan_row_id)
        .where(or_(*wanted))
        .order_by(seat_cell.c.plan_row_id, seat_cell.c.seat_kind)
        .with_for_update(key_share=True)
    )


_TAKEN = """
cell AS (UPDATE seat_cell SET reserved = reserved + 1
         WHERE plan_row_id = %(plan_row_id)s AND seat_kind = %(seat_kind)s
           AND cycle_id = %(cycle_id)s AND reserved + confirmed < quota
         RETURNING quota, reserved, confirmed)"""

_REFUSED = """
cell AS (SELECT quota, reserved, confirmed FROM seat_cell
         WHERE plan_row_id = %(plan_row_id)s AND seat_kind = %(seat_kind)s
           AND cycle_id = %(cycle_id)s)"""

_WRITTEN = """
saved AS (UPDATE reservation r
          SET cycle_id = %(cycle_id)s, last_sequence = %(last_sequence)s, state = %(state)s,
              plan_row_id = %(plan_row_id)s, seat_kind = %(seat_kind)s,
              nomination_id = %(nomination_id)s, reservation_id = %(reservation_id)s,
              sequence = %(sequence)s, changed_at = %(changed_at)s
          FROM cell WHERE r.application_id = %(application_id)s)
INSERT INTO seat_ledger (application_id, nomination_id, message_sequence, plan_row_id, seat_kind,
                         action, reason, quota, reserved_after, confirmed_after, at)
SELECT %(application_id)s, %(nomination_id)s, %(last_sequence)s, %(plan_row_id)s, %(seat_kind)s,
       %(action)s, %(reason)s, quota, reserved, confirmed, %(changed_at)s
FROM cell
RETURNING quota, reserved_after AS reserved, confirmed_after AS confirmed
"""

_TAKE = ",".join(("WITH" + _TAKEN, _WRITTEN))
_REFUSE = ",".join(("WITH" + _REFUSED, _WRITTEN))


def take_seat(session: Session, wanted: Reservation, now: datetime) -> CellCounts | None:
    """Reserve one seat of a cell and write down both, or nothing.

    Args:
        session: Of the transaction that has locked the reservation.
        wanted: What the application has if there is a seat.
        now: Business time.

    Returns:
        The cell's numbers, or None when it has no room or is no cell of that cycle. A full cell is
        looked at once more under its lock, which is then held: a seat that somebody is just giving
        back would otherwise be refused to one who asked in time.
    """
    counts = _step(session, _TAKE, wanted, now, action="RESERVED")
    if counts is None and wanted.holding.cell is not None:
        lock_cells(session, (wanted.holding.cell,))
        counts = _step(session, _TAKE, wanted, now, action="RESERVED")
    return counts


def refuse_seat(
    session: Session, refused: Reservation, reason: str, now: datetime
) -> CellCounts | None:
    """Write down that a cell has no seat; nothing and None when there is no such cell."""
    return _step(session, _REFUSE, refused, now, action="REFUSED", reason=reason)


def _step(
    session: Session,
    statement: str,
    held: Reservation,
    now: datetime,
    *,
    action: str,
    reason: str | None = None,
) -> CellCounts | None:
    values = _written(held, now) | {"action": action, "reason": reason}
    return _counts(session.connection().exec_driver_sql(statement, values).one_or_none())


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
