"""Derived fields (△): what ID number, unit, plan row and title say by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.applications.domain.form import FormDefinition
from services.contracts.values.id_numbers import id_facts
from services.contracts.vocabulary import SEAT_KIND_OF, SeatKind, UnitNature

OTHER_TITLE = "OTHER"
_SEAT_KINDS = {(str(track), str(term)): kind for (track, term), kind in SEAT_KIND_OF.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """What applications knows of the applicant's unit (copied from accounts)."""

    unit_id: UUID
    name: str
    nature: UnitNature | None
    region_code: str
    uscc: str
    plan_unit_code: str
    supervising_org: str
    final_org_id: UUID | None
    final_org: str
    final_region_code: str


@dataclass(frozen=True, slots=True)
class PlanRowFacts:
    """What applications knows of a plan row (copied from quotas)."""

    plan_row_id: UUID
    plan_unit_code: str
    specialty: str
    shortage: bool
    region_code: str
    quotas: Mapping[str, int]
    """Seat kind → seats."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The facts around a draft that are not typed by the applicant."""

    unit: Unit | None
    plan_row: PlanRowFacts | None
    cycle_year: int


def with_derived(
    form: FormDefinition, data: Mapping[str, Any], id_number: str | None, around: Surroundings
) -> dict[str, Any]:
    """The data with every derived field filled in as far as its source is there."""
    full = dict(data)
    full["cycle_year"] = around.cycle_year
    if id_number:
        facts = id_facts(id_number)
        full["birth_date"] = facts.birth_date.isoformat()
        full.setdefault("sex", facts.sex)
    full.setdefault("admin_post", form.fields["admin_post"].default)
    level = title_level(form, data)
    if level is not None:
        full["title_level"] = level
    full.update(_of_unit(around.unit))
    if around.plan_row:
        full["specialty"] = around.plan_row.specialty
    return full


def _of_unit(unit: Unit | None) -> dict[str, Any]:
    if unit is None:
        return {}
    return {
        "unit_id": str(unit.unit_id),
        "unit_name": unit.name,
        "unit_uscc": unit.uscc,
        "unit_nature": unit.nature.value if unit.nature else "",
        "unit_region_code": unit.region_code,
        "supervising_org": unit.supervising_org,
        "final_review_org": unit.final_org,
    }


def title_level(form: FormDefinition, data: Mapping[str, Any]) -> int | None:
    """Level 0–5 of the title; None when there is none yet or it is outside the table."""
    row = form.codes["title"].get(str(data.get("title_code")))
    return int(row["level"]) if row and row["level"] else None


def seat_kind_of(data: Mapping[str, Any]) -> SeatKind | None:
    """The seat column of track and term; None while they are missing or do not fit."""
    return _SEAT_KINDS.get((str(data.get("track")), str(data.get("term"))))


def birth_date_of(data: Mapping[str, Any]) -> date | None:
    """The birth date of derived data."""
    text = data.get("birth_date")
    return date.fromisoformat(text) if text else None
