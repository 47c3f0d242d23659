"""Questions about seats and organisations: reading only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, case, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.contracts.events.accounts import OrganisationChangedV1
from services.contracts.vocabulary import SeatKind
from services.quotas.domain.plan import RowKey
from services.quotas.storage.tables import (
    cycle,
    organisation,
    plan_row,
    plan_row_version,
    reservation,
    seat_cell,
    seat_ledger,
)

_HELD = ("RESERVED", "CONFIRMED")


@dataclass(frozen=True, slots=True)
class CellFilter:
    """Which cells to show; what is None does not matter."""

    plan_unit_code: str | None = None
    plan_row_id: UUID | None = None
    seat_kind: SeatKind | None = None
    include_empty: bool = False


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which ledger entries to show."""

    plan_row_id: UUID | None
    seat_kind: SeatKind | None
    application_id: UUID | None
    plan_unit_codes: frozenset[str] | None
    after_entry_no: int
    limit: int


def read_cells(
    session: Session, cycle_id: UUID, version: int, wanted: CellFilter
) -> Sequence[RowMapping]:
    """Cells of a cycle in plan order with the names of their rows."""
    order = case(
        {kind.value: index for index, kind in enumerate(SeatKind)}, value=seat_cell.c.seat_kind
    )
    statement = (
        select(
            seat_cell,
            plan_row.c.plan_unit_code,
            plan_row.c.specialty,
            plan_row_version.c.plan_unit_name,
        )
        .join(plan_row, plan_row.c.plan_row_id == seat_cell.c.plan_row_id)
        .join(plan_row_version, plan_row_version.c.plan_row_id == seat_cell.c.plan_row_id)
        .where(seat_cell.c.cycle_id == cycle_id, plan_row_version.c.version == version)
        .order_by(plan_row_version.c.seq, plan_row.c.plan_row_id, order)
    )
    return session.execute(_filtered(statement, wanted)).mappings().all()


def _filtered(statement: Select[Any], wanted: CellFilter) -> Select[Any]:
    if wanted.plan_unit_code is not None:
        statement = statement.where(plan_row.c.plan_unit_code == wanted.plan_unit_code)
    if wanted.plan_row_id is not None:
        statement = statement.where(seat_cell.c.plan_row_id == wanted.plan_row_id)
    if wanted.seat_kind is not None:
        statement = statement.where(seat_cell.c.seat_kind == wanted.seat_kind.value)
    if not wanted.include_empty:
        statement = statement.where(seat_cell.c.quota > 0)
    return statement


def read_ledger(session: Session, cycle_id: UUID, wanted: LedgerFilter) -> Sequence[RowMapping]:
    """Ledger entries of a cycle, oldest first, one more than the limit if there are more."""
    statement = (
        select(seat_ledger)
        .join(plan_row, plan_row.c.plan_row_id == seat_ledger.c.plan_row_id)
        .where(plan_row.c.cycle_id == cycle_id, seat_ledger.c.entry_no > wanted.after_entry_no)
        .order_by(seat_ledger.c.entry_no)
        .limit(wanted.limit + 1)
    )
    if wanted.plan_row_id is not None:
        statement = statement.where(seat_ledger.c.plan_row_id == wanted.plan_row_id)
    if wanted.seat_kind is not None:
        statement = statement.where(seat_ledger.c.seat_kind == wanted.seat_kind.value)
    if wanted.application_id is not None:
        statement = statement.where(seat_ledger.c.application_id == wanted.application_id)
    if wanted.plan_unit_codes is not None:
        statement = statement.where(plan_row.c.plan_unit_code.in_(wanted.plan_unit_codes))
    return session.execute(statement).mappings().all()


def used_by_cell(session: Session, cycle_id: UUID) -> dict[tuple[RowKey, SeatKind], int]:
    """Seats reserved or confirmed, of the cells that have any."""
    rows = session.execute(
        select(
            plan_row.c.plan_unit_code,
            plan_row.c.specialty,
            seat_cell.c.seat_kind,
            seat_cell.c.reserved + seat_cell.c.confirmed,
        )
        .join(plan_row, plan_row.c.plan_row_id == seat_cell.c.plan_row_id)
        .where(seat_cell.c.cycle_id == cycle_id, seat_cell.c.reserved + seat_cell.c.confirmed > 0)
    )
    return {((unit, specialty), SeatKind[kind]): used for unit, specialty, kind, used in rows}


def holders_by_row(session: Session, cycle_id: UUID) -> dict[RowKey, tuple[UUID, ...]]:
    """Applications that hold a seat, by plan row."""
    rows = session.execute(
        select(plan_row.c.plan_unit_code, plan_row.c.specialty, reservation.c.application_id)
        .join(plan_row, plan_row.c.plan_row_id == reservation.c.plan_row_id)
        .where(plan_row.c.cycle_id == cycle_id, reservation.c.state.in_(_HELD))
        .order_by(reservation.c.application_id)
    )
    holders: dict[RowKey, list[UUID]] = {}
    for unit, specialty, application_id in rows:
        holders.setdefault((unit, specialty), []).append(application_id)
    return {key: tuple(ids) for key, ids in holders.items()}


def unit_activity(session: Session, on: date) -> dict[str, bool]:
    """By plan unit code: whether one of its organisations is active on that day."""
    active = (organisation.c.active_from <= on) & or_(
        organisation.c.active_to.is_(None), organisation.c.active_to >= on
    )
    rows = session.execute(
        select(organisation.c.plan_unit_code, func.bool_or(active))
        .where(organisation.c.plan_unit_code.is_not(None))
        .group_by(organisation.c.plan_unit_code)
    )
    return {str(code): bool(is_active) for code, is_active in rows}


def plan_units_of(session: Session, organisation_ids: frozenset[UUID]) -> frozenset[str]:
    """Plan unit codes of organisations."""
    rows = session.execute(
        select(organisation.c.plan_unit_code).where(
            organisation.c.organisation_id.in_(organisation_ids),
            organisation.c.plan_unit_code.is_not(None),
        )
    )
    return frozenset(rows.scalars())


def keep_organisation(session: Session, event: OrganisationChangedV1, sequence: int) -> None:
    """Keep the copy of an organisation unless a newer one is known."""
    copy = upsert(organisation).values(
        organisation_id=event.organisation_id,
        sequence=sequence,
        plan_unit_code=event.plan_unit_code,
        organisation_type=event.type.value,
        active_from=event.active_from,
        active_to=event.active_to,
    )
    changed = {
        column.name: copy.excluded[column.name]
        for column in organisation.c
        if column.name != "organisation_id"
    }
    session.execute(
        copy.on_conflict_do_update(
            index_elements=[organisation.c.organisation_id],
            set_=changed,
            where=organisation.c.sequence < copy.excluded.sequence,
        )
    )


def seat_totals(session: Session) -> dict[int, dict[str, int]]:
    """By year: sums over all cells, and how many cells break an invariant.

    `oversold` cells have more taken than quota; `unbalanced` ones count other than their
    reservations.
    """
    held = (
        select(
            reservation.c.plan_row_id,
            reservation.c.seat_kind,
            func.count().filter(reservation.c.state == "RESERVED").label("reserved"),
            func.count().filter(reservation.c.state == "CONFIRMED").label("confirmed"),
        )
        .where(reservation.c.state.in_(_HELD))
        .group_by(reservation.c.plan_row_id, reservation.c.seat_kind)
        .subquery()
    )
    balanced = (seat_cell.c.reserved == func.coalesce(held.c.reserved, 0)) & (
        seat_cell.c.confirmed == func.coalesce(held.c.confirmed, 0)
    )
    taken = seat_cell.c.reserved + seat_cell.c.confirmed
    rows = session.execute(
        select(
            cycle.c.year,
            func.sum(seat_cell.c.quota).label("quota"),
            func.sum(seat_cell.c.reserved).label("reserved"),
            func.sum(seat_cell.c.confirmed).label("confirmed"),
            func.count().filter(taken > seat_cell.c.quota).label("oversold"),
            func.count().filter(~balanced).label("unbalanced"),
        )
        .join(cycle, cycle.c.cycle_id == seat_cell.c.cycle_id)
        .outerjoin(
            held,
            (held.c.plan_row_id == seat_cell.c.plan_row_id)
            & (held.c.seat_kind == seat_cell.c.seat_kind),
        )
        .group_by(cycle.c.year)
    )
    return {row["year"]: {**row} for row in rows.mappings()}
