"""What a draft still lacks before it can be submitted (R29, T2), each gap with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.applications.domain.form import Field, FormDefinition
from services.applications.domain.patches import ID_FIELD
from services.applications.domain.scans import required_materials
from services.contracts.vocabulary import UnitNature

NO_DEGREE = "NONE"


@dataclass(frozen=True, slots=True)
class Missing:
    """One gap: the field path or material code, its label, and what to do."""

    field: str
    label: str
    item: str
    message: str


def missing_fields(
    form: FormDefinition, data: Mapping[str, Any], *, has_id_number: bool
) -> tuple[Missing, ...]:
    """Required fields, rows and columns that are empty or shorter than they must be."""
    gaps: list[Missing] = []
    for field in form.fields.values():
        if field.code == ID_FIELD:
            gaps.extend(() if has_id_number else (_gap(field, "请填写公民身份号码。"),))
        elif field.writable:
            gaps.extend(_field_gaps(field, data.get(field.code)))
    return tuple(gaps)


def _field_gaps(field: Field, value: Any) -> Iterator[Missing]:
    if value in (None, "", []):
        if field.required:
            yield _gap(field, f"请填写“{field.label}”。")
    elif field.type == "paragraph" and len(value) < field.min:
        yield _gap(field, f"“{field.label}”至少{field.min}个字，现为{len(value)}个字，请补充。")
    elif field.type == "rows":
        yield from _row_gaps(field, value)


def _row_gaps(field: Field, rows: list[dict[str, Any]]) -> Iterator[Missing]:
    for index, row in enumerate(rows):
        for column in field.columns:
            if column.required and row.get(column.code) in (None, ""):
                yield Missing(
                    f"{field.code}.{index}.{column.code}",
                    column.label,
                    field.item,
                    f"“{field.label}”第{index + 1}行缺少“{column.label}”，请填写。",
                )


def _gap(field: Field, message: str) -> Missing:
    return Missing(field.code, field.label, field.item, message)


def missing_materials(
    form: FormDefinition, data: Mapping[str, Any], accepted: Collection[str]
) -> tuple[Missing, ...]:
    """Slots without an accepted scan that this person must have."""
    needed = required_materials(
        form.materials.values(),
        has_degree=data.get("degree") not in (None, NO_DEGREE),
        private_enterprise=data.get("unit_nature") == UnitNature.PRIVATE_ENTERPRISE,
    )
    return tuple(
        Missing(
            code,
            form.materials[code].label,
            form.materials[code].item,
            f"请上传“{form.materials[code].label}”，并等待检查通过。",
        )
        for code in needed
        if code not in accepted
    )
