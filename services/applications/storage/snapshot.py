"""Everything that decides about one application, read in one statement.

Drafts are saved, checked and submitted on the same picture: the application, its cycle, its unit
and the unit's final reviewing unit, the person's binding, the plan row, and the accepted scans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, lateral, literal, select, true
from sqlalchemy.orm import Session

from services.applications.domain.derived import PlanRowFacts, Unit
from services.applications.domain.window import Window
from services.applications.storage.tables import (
    application,
    application_no_seq,
    binding_copy,
    cycle_copy,
    organisation_copy,
    plan_copy,
    plan_row_copy,
    scan,
)
from services.contracts.events import CycleRules
from services.contracts.vocabulary import ApplicationState, SeatKind, UnitNature

_QUOTAS = {
    SeatKind.INLAND: "quota_inland",
    SeatKind.LONG: "quota_long",
    SeatKind.SHORT: "quota_short",
}


@dataclass(frozen=True, slots=True)
class AcceptedScan:
    """A scan that counts."""

    scan_id: UUID
    slot: str
    sha256: str
    size: int
    pages: int | None
    content_type: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One application and what surrounds it."""

    row: Any
    """The columns of `application`."""
    cycle_year: int
    window: Window
    rules: CycleRules
    unit: Unit | None
    plan_row: PlanRowFacts | None
    binding_confirmed: bool
    accepted: tuple[AcceptedScan, ...]
    next_number: int | None

    @property
    def application_id(self) -> UUID:
        """Its id."""
        return UUID(str(self.row.id))

    @property
    def state(self) -> ApplicationState:
        """Its state as far as this service has heard."""
        return ApplicationState[self.row.state]

    @property
    def data(self) -> dict[str, Any]:
        """The values entered, without the ID number."""
        return dict(self.row.data)

    @property
    def returned_at(self) -> datetime | None:
        """When it was returned, if it is."""
        value: datetime | None = self.row.returned_at
        return value


def _scans_of() -> Any:
    accepted = (
        select(
            func.jsonb_agg(
                func.jsonb_build_array(
                    scan.c.id,
                    scan.c.slot,
                    scan.c.sha256,
                    scan.c.size,
                    scan.c.pages,
                    scan.c.content_type,
                )
            )
        )
        .where(scan.c.application_id == application.c.id, scan.c.state == "ACCEPTED")
        .correlate(application)
    )
    return accepted.scalar_subquery()


def _statement() -> Select[Any]:
    bound = lateral(
        select(binding_copy.c.unit_id)
        .where(binding_copy.c.person_id == application.c.person_id, binding_copy.c.confirmed)
        .order_by(binding_copy.c.sequence.desc())
        .limit(1)
        .correlate(application)
    ).alias("bound")
    unit_id = func.coalesce(application.c.unit_id, bound.c.unit_id)
    confirmed = (
        select(literal(1))
        .where(
            binding_copy.c.person_id == application.c.person_id,
            binding_copy.c.unit_id == unit_id,
            binding_copy.c.confirmed,
        )
        .correlate(application, bound)
        .exists()
    )
    unit, final = organisation_copy.alias("unit"), organisation_copy.alias("final")
    current_row = and_(
        plan_row_copy.c.plan_row_id == application.c.plan_row_id,
        plan_row_copy.c.cycle_id == application.c.cycle_id,
        plan_row_copy.c.plan_version == plan_copy.c.plan_version,
    )
    return (
        select(
            application,
            cycle_copy.c.year.label("cycle_year"),
            cycle_copy.c.open_at,
            cycle_copy.c.close_at,
            cycle_copy.c.rules,
            unit.c.facts.label("unit_facts"),
            final.c.region_code.label("final_region_code"),
            plan_row_copy.c.facts.label("plan_facts"),
            confirmed.label("binding_confirmed"),
            _scans_of().label("scans"),
        )
        .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
        .outerjoin(plan_copy, plan_copy.c.cycle_id == application.c.cycle_id)
        .outerjoin(bound, true())
        .outerjoin(unit, unit.c.organisation_id == unit_id)
        .outerjoin(final, final.c.organisation_id == unit.c.final_organisation_id)
        .outerjoin(plan_row_copy, current_row)
    )


_READ = _statement()
_NUMBERED = _READ.add_columns(
    case((application.c.application_no.is_(None), application_no_seq.next_value())).label(
        "next_number"
    )
)


def read_snapshot(
    session: Session, application_id: UUID, *, draw_number: bool = False
) -> Snapshot | None:
    """The picture of one application; `draw_number` takes the next number if it has none."""
    statement = _NUMBERED if draw_number else _READ
    row = session.execute(statement.where(application.c.id == application_id)).one_or_none()
    return None if row is None else _snapshot(row, drawn=draw_number)


def _snapshot(row: Any, *, drawn: bool) -> Snapshot:
    return Snapshot(
        row=row,
        cycle_year=row.cycle_year,
        window=Window(row.open_at, row.close_at),
        rules=CycleRules.model_validate(row.rules),
        unit=None if row.unit_facts is None else unit_of(row.unit_facts, row.final_region_code),
        plan_row=None if row.plan_facts is None else plan_row_of(row.plan_facts),
        binding_confirmed=row.binding_confirmed,
        accepted=_accepted(row.scans),
        next_number=row.next_number if drawn else None,
    )


def _accepted(rows: list[list[Any]] | None) -> tuple[AcceptedScan, ...]:
    scans = (AcceptedScan(UUID(row[0]), *row[1:]) for row in rows or ())
    return tuple(sorted(scans, key=lambda found: (found.slot, str(found.scan_id))))


def unit_of(facts: dict[str, Any], final_region_code: str | None) -> Unit:
    """The unit from the organisation's last event."""
    final = next((node for node in facts["route"] if node["kind"] == "FINAL"), None)
    nature = facts.get("unit_nature")
    return Unit(
        unit_id=UUID(facts["organisation_id"]),
        name=facts["organisation_name"],
        nature=UnitNature[nature] if nature else None,
        region_code=facts["region_code"],
        uscc=facts.get("uscc") or "",
        plan_unit_code=facts.get("plan_unit_code") or "",
        supervising_org=facts.get("supervising_org_name") or "",
        final_org_id=UUID(final["organisation_id"]) if final else None,
        final_org=final["organisation_name"] if final else "",
        final_region_code=final_region_code or "",
    )


def plan_row_of(facts: dict[str, Any]) -> PlanRowFacts:
    """The plan row from the plan's last event."""
    return PlanRowFacts(
        plan_row_id=UUID(facts["plan_row_id"]),
        plan_unit_code=facts["plan_unit_code"],
        specialty=facts["specialty"],
        shortage=facts["shortage"],
        region_code=facts["region_code"],
        quotas={kind: facts[column] for kind, column in _QUOTAS.items()},
    )
