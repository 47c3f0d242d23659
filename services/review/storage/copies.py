"""Reads and refreshes the local copies; an event older than what is known changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.events import PlanRow
from services.review.storage.rows_copies import CycleCopy, OrganisationCopy, PlanRowCopy


class CopyStore:
    """The copies within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def organisation(self, organisation_id: UUID) -> OrganisationCopy | None:
        """An organisation."""
        return self._session.get(OrganisationCopy, organisation_id)

    def organisation_by_code(self, code: str) -> OrganisationCopy | None:
        """An organisation by its code."""
        return self._session.scalar(select(OrganisationCopy).where(OrganisationCopy.code == code))

    def organisation_names(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """Names of organisations by id."""
        rows = self._session.execute(
            select(OrganisationCopy.organisation_id, OrganisationCopy.name).where(
                OrganisationCopy.organisation_id.in_(tuple(ids))
            )
        )
        return {organisation_id: name for organisation_id, name in rows}  # noqa: C416 -- no tuples

    def cycle(self, cycle_id: UUID) -> CycleCopy | None:
        """A cycle."""
        return self._session.get(CycleCopy, cycle_id)

    def cycle_of_year(self, year: int) -> UUID | None:
        """The cycle of a year."""
        return self._session.scalar(select(CycleCopy.cycle_id).where(CycleCopy.year == year))

    def plan_row(self, plan_row_id: UUID) -> PlanRowCopy | None:
        """A plan row."""
        return self._session.get(PlanRowCopy, plan_row_id)

    def plan_rows(self, ids: Iterable[UUID]) -> dict[UUID, PlanRowCopy]:
        """Plan rows by id."""
        rows = self._session.scalars(
            select(PlanRowCopy).where(PlanRowCopy.plan_row_id.in_(tuple(ids)))
        )
        return {row.plan_row_id: row for row in rows}

    def plan_of_unit(self, cycle: CycleCopy, plan_unit_code: str) -> list[PlanRowCopy]:
        """The current plan rows of one plan unit."""
        return list(
            self._session.scalars(
                select(PlanRowCopy)
                .where(
                    PlanRowCopy.cycle_id == cycle.cycle_id,
                    PlanRowCopy.plan_unit_code == plan_unit_code,
                    PlanRowCopy.plan_version == cycle.plan_version,
                )
                .order_by(PlanRowCopy.seq)
            )
        )

    def put_organisation(self, values: dict[str, Any]) -> bool:
        """Store an organisation unless something newer is known."""
        statement = insert(OrganisationCopy).values(values)
        changed = {name: statement.excluded[name] for name in values if name != "organisation_id"}
        return self._changed(
            statement.on_conflict_do_update(
                index_elements=["organisation_id"],
                set_=changed,
                where=OrganisationCopy.sequence < statement.excluded.sequence,
            )
        )

    def put_cycle(self, values: dict[str, Any]) -> bool:
        """Store a cycle's dates unless something newer is known; the plan's version stays."""
        statement = insert(CycleCopy).values({**values, "plan_version": 0})
        changed = {name: statement.excluded[name] for name in values if name != "cycle_id"}
        return self._changed(
            statement.on_conflict_do_update(
                index_elements=["cycle_id"],
                set_=changed,
                where=CycleCopy.sequence < statement.excluded.sequence,
            )
        )

    def put_plan(self, cycle: CycleCopy, plan_version: int, rows: Iterable[PlanRow]) -> bool:
        """Store all rows of a plan unless a newer one is known."""
        if plan_version <= cycle.plan_version:
            return False
        values = [
            {
                "plan_row_id": row.plan_row_id,
                "cycle_id": cycle.cycle_id,
                "plan_version": plan_version,
                "seq": row.seq,
                "plan_unit_code": row.plan_unit_code,
                "plan_unit_name": row.plan_unit_name,
                "specialty": row.specialty,
                "quota_inland": row.quota_inland,
                "quota_long": row.quota_long,
                "quota_short": row.quota_short,
            }
            for row in rows
        ]
        statement = insert(PlanRowCopy).values(values)
        changed = {name: statement.excluded[name] for name in values[0] if name != "plan_row_id"}
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["plan_row_id"], set_=changed)
        )
        cycle.plan_version = plan_version
        return True

    def lock_cycle(self, cycle_id: UUID) -> CycleCopy | None:
        """A cycle, locked."""
        return self._session.scalar(
            select(CycleCopy).where(CycleCopy.cycle_id == cycle_id).with_for_update()
        )

    def _changed(self, statement: Any) -> bool:
        result: CursorResult[Any] = self._session.execute(statement)  # type: ignore[assignment]  # -- an upsert returns a cursor
        return result.rowcount > 0
