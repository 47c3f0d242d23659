"""Read copies of what other services own; an older event never overwrites a newer one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.applications.storage.tables import (
    binding_copy,
    cycle_copy,
    organisation_copy,
    plan_copy,
    plan_row_copy,
)
from services.contracts.events import (
    BindingChangedV1,
    CycleChangedV1,
    CycleOpenedV1,
    OrganisationChangedV1,
    PlanAmendedV1,
    PlanPublishedV1,
)
from services.contracts.vocabulary import NodeKind


def _upsert(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """Insert or replace by primary key if the sequence is newer; say whether it was."""
    keys = [column.name for column in table.primary_key.columns]
    statement = insert(table).values(values)
    newer = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in values if name not in keys},
        where=table.c.sequence < statement.excluded.sequence,
    ).returning(table.c.sequence)
    return session.execute(newer).one_or_none() is not None


def save_cycle(session: Session, event: CycleOpenedV1 | CycleChangedV1, sequence: int) -> bool:
    """The cycle as it is now."""
    values = {
        "cycle_id": event.cycle_id,
        "sequence": sequence,
        "year": event.year,
        "title": event.title,
        "open_at": event.open_at,
        "close_at": event.close_at,
        "rules": event.rules.model_dump(mode="json"),
    }
    return _upsert(session, cycle_copy, values)


def save_plan(session: Session, event: PlanPublishedV1 | PlanAmendedV1, sequence: int) -> bool:
    """The plan with all its rows; rows it no longer has keep their older plan version."""
    values = {
        "cycle_id": event.cycle_id,
        "sequence": sequence,
        "plan_version": event.plan_version,
    }
    if not _upsert(session, plan_copy, values):
        return False
    rows = insert(plan_row_copy).values(
        [
            {
                "plan_row_id": row.plan_row_id,
                "cycle_id": event.cycle_id,
                "plan_version": event.plan_version,
                "facts": row.model_dump(mode="json"),
            }
            for row in event.rows
        ]
    )
    session.execute(
        rows.on_conflict_do_update(
            index_elements=["plan_row_id"],
            set_={"plan_version": rows.excluded.plan_version, "facts": rows.excluded.facts},
        )
    )
    return True


def save_organisation(session: Session, event: OrganisationChangedV1, sequence: int) -> bool:
    """The organisation as it is now."""
    final = next((node for node in event.route if node.kind is NodeKind.FINAL), None)
    values = {
        "organisation_id": event.organisation_id,
        "sequence": sequence,
        "name": event.organisation_name,
        "region_code": event.region_code,
        "final_organisation_id": final.organisation_id if final else None,
        "facts": event.model_dump(mode="json"),
    }
    return _upsert(session, organisation_copy, values)


def save_binding(session: Session, event: BindingChangedV1, sequence: int) -> bool:
    """Whether the person works at the unit."""
    values = {
        "person_id": event.person_id,
        "unit_id": event.unit_id,
        "sequence": sequence,
        "confirmed": event.confirmed,
    }
    return _upsert(session, binding_copy, values)


def find_cycle(session: Session, cycle_id: UUID) -> Any:
    """The cycle's row, or None."""
    return session.execute(
        select(cycle_copy).where(cycle_copy.c.cycle_id == cycle_id)
    ).one_or_none()


def find_organisation(session: Session, organisation_id: UUID) -> Any:
    """The organisation's row, or None."""
    return session.execute(
        select(organisation_copy).where(organisation_copy.c.organisation_id == organisation_id)
    ).one_or_none()


def organisation_names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by id; unknown ids are left out."""
    wanted = {identifier for identifier in ids if identifier is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(organisation_copy.c.organisation_id, organisation_copy.c.name).where(
            organisation_copy.c.organisation_id.in_(wanted)
        )
    )
    return {row.organisation_id: row.name for row in rows}


def plan_row_in_cycle(session: Session, plan_row_id: UUID, cycle_id: UUID) -> bool:
    """Whether the row belongs to the cycle's current plan."""
    found = session.execute(
        select(plan_row_copy.c.plan_row_id)
        .join(plan_copy, plan_copy.c.cycle_id == plan_row_copy.c.cycle_id)
        .where(
            plan_row_copy.c.plan_row_id == plan_row_id,
            plan_row_copy.c.cycle_id == cycle_id,
            plan_row_copy.c.plan_version == plan_copy.c.plan_version,
        )
    )
    return found.one_or_none() is not None


def years(session: Session) -> list[int]:
    """The years of the cycles heard of, newest first."""
    return list(session.scalars(select(cycle_copy.c.year).order_by(cycle_copy.c.year.desc())))
