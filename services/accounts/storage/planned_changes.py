"""Changes of organisations that begin on a later day, and routes of earlier days, as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from services.accounts.storage.organisations import Node
from services.accounts.storage.tables import organisation, planned_change, route_node
from services.contracts.requests.accounts import PlannedState
from services.contracts.vocabulary import NodeKind

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One change and what became of it."""

    change_id: UUID
    organisation_id: UUID
    effective_on: date
    cells: dict[str, str]
    state: PlannedState
    planned_at: datetime
    planned_by: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EndedRoute:
    """A route that holds no longer."""

    valid_from: date
    valid_to: date
    nodes: tuple[Node, ...]


def insert_change(session: Session, new: PlannedChange) -> None:
    """Remember a change for its day."""
    values = {field.name: getattr(new, field.name) for field in fields(new)}
    session.execute(insert(planned_change).values(values | {"state": new.state.value}))


def find_change(session: Session, change_id: UUID) -> PlannedChange | None:
    """A change by its id, locked."""
    statement = select(planned_change).where(planned_change.c.change_id == change_id)
    row = session.execute(statement.with_for_update()).mappings().one_or_none()
    return None if row is None else _record(row)


def changes_of(session: Session, organisation_id: UUID) -> list[PlannedChange]:
    """The newest changes of an organisation, the latest day first."""
    statement = (
        select(planned_change)
        .where(planned_change.c.organisation_id == organisation_id)
        .order_by(planned_change.c.effective_on.desc(), planned_change.c.planned_at.desc())
        .limit(MOST_SHOWN)
    )
    return [_record(row) for row in session.execute(statement).mappings()]


def due_changes(session: Session, today: date) -> list[UUID]:
    """Changes whose day has come, in the order of their days."""
    statement = (
        select(planned_change.c.change_id)
        .where(
            planned_change.c.state == PlannedState.PLANNED.value,
            planned_change.c.effective_on <= today,
        )
        .order_by(planned_change.c.effective_on, planned_change.c.planned_at)
    )
    return list(session.execute(statement).scalars())


def settle_change(
    session: Session,
    change_id: UUID,
    state: PlannedState,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Note what became of a change."""
    session.execute(
        update(planned_change)
        .where(planned_change.c.change_id == change_id)
        .values(state=state.value, settled_at=now, settled_by=by, reason=reason)
    )


def _record(row: RowMapping) -> PlannedChange:
    values = {field.name: row[field.name] for field in fields(PlannedChange)}
    return PlannedChange(**values | {"state": PlannedState[row["state"]]})


def ended_routes(session: Session, unit_id: UUID) -> list[EndedRoute]:
    """Routes of earlier days, newest first."""
    statement = (
        select(route_node, organisation.c.name)
        .join(organisation, organisation.c.organisation_id == route_node.c.organisation_id)
        .where(route_node.c.unit_id == unit_id, route_node.c.valid_to.is_not(None))
        .order_by(route_node.c.valid_from.desc(), route_node.c.position)
    )
    days: dict[tuple[date, date], list[Node]] = {}
    for row in session.execute(statement).mappings():
        node = Node(NodeKind[row["kind"]], row["organisation_id"], row["name"])
        days.setdefault((row["valid_from"], row["valid_to"]), []).append(node)
    return [EndedRoute(start, end, tuple(nodes)) for (start, end), nodes in days.items()]
