"""Applying what was typed to a draft: each field on its own, nothing else is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.applications.domain.form import FormDefinition
from services.applications.domain.values import Reading, parse_value
from services.contracts.values.notes import Note, Problem, at

ID_FIELD = "id_number"
"""Kept apart from the other values: stored encrypted, never in the draft's JSON."""


@dataclass(frozen=True, slots=True)
class PatchResult:
    """Values to store (None clears), remarks, and the fields that were refused."""

    values: dict[str, Any]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    trace: tuple[str, ...]


def unknown_fields(form: FormDefinition, codes: Collection[str]) -> tuple[str, ...]:
    """Codes that the form does not have or that nobody may set."""
    return tuple(sorted(code for code in codes if code not in form.writable))


def read_patch(form: FormDefinition, patch: Mapping[str, Any], reading: Reading) -> PatchResult:
    """Read every value of a patch whose codes are all known."""
    values: dict[str, Any] = {}
    notes: list[Note] = []
    problems: list[Problem] = []
    trace: list[str] = []
    for code, raw in patch.items():
        parsed = at(code, parse_value(form.fields[code], raw, reading))
        if parsed.problem:
            problems.append(parsed.problem)
            continue
        values[code] = parsed.value
        notes.extend(parsed.notes)
        trace.extend(parsed.trace)
    return PatchResult(values, tuple(notes), tuple(problems), tuple(trace))


def merged(data: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's data after storing the values; the ID number is not part of it."""
    result = {**data, **values}
    result.pop(ID_FIELD, None)
    return {code: value for code, value in result.items() if value is not None}
