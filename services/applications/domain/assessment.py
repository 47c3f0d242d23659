"""From a draft and what surrounds it to the facts of the eligibility rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.applications.domain.derived import (
    OTHER_TITLE,
    Surroundings,
    birth_date_of,
    seat_kind_of,
    title_level,
)
from services.applications.domain.eligibility import Facts
from services.applications.domain.form import FormDefinition


def facts_of(form: FormDefinition, data: Mapping[str, Any], around: Surroundings) -> Facts:
    """The facts; `data` has its derived fields."""
    unit, row = around.unit, around.plan_row
    return Facts(
        unit_nature=unit.nature.value if unit and unit.nature else None,
        unit_known=unit is not None,
        post_category=data.get("post_category"),
        ethnicity=data.get("ethnicity_code"),
        unit_region=unit.region_code if unit else "",
        line_region=unit.final_region_code if unit else "",
        in_plan=_in_plan(data, around),
        shortage=row is not None and row.shortage,
        birth_date=birth_date_of(data),
        archive_differs=bool(data.get("birth_note")),
        education=data.get("education_code"),
        study_form=data.get("study_form"),
        title_level=title_level(form, data),
        title_outside_table=data.get("title_code") == OTHER_TITLE,
    )


def _in_plan(data: Mapping[str, Any], around: Surroundings) -> bool | None:
    """R08: the row is one of the unit's own plan line and its cell has seats."""
    kind = seat_kind_of(data)
    if kind is None or around.unit is None or not data.get("plan_row_id"):
        return None
    row = around.plan_row
    if row is None or row.plan_unit_code != around.unit.plan_unit_code:
        return False
    return row.quotas.get(kind, 0) > 0
