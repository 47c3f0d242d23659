"""Each field of the form as its page shows it, by the type its definition gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.contracts.requests.applications_views import ApplicationView
from services.contracts.values.names import parse_name
from services.contracts.values.notes import NoteKind
from services.gateway.pages.applicant.plan import Choice, Specialty
from services.gateway.pages.core.answers import ShownAnswer
from services.gateway.pages.core.form_facts import FormFacts

MOST_RADIOS = 5
SEARCHED = 60
"""Longer tables than this get a field that narrows them down."""

_WIDTHS = {"month": "5", "open_month": "5", "integer": "3", "postcode": "5", "mobile": "10"}
_WIDTHS |= {"date": "10", "id_number": "20"}
_KINDS = {"mobile": "tel", "email": "email"}
_NUMERIC = frozenset({"integer", "postcode"})
_NAMES = frozenset({"name"})
_DOTTED_CODES = frozenset({"mentor_wish"})
_AREA_ROWS = 8


@dataclass(frozen=True)
class Cell:
    """One column of one row."""

    id: str
    code: str
    label: str
    hint: str
    value: str
    optional: bool
    choices: tuple[Choice, ...]
    width: str
    most: int


@dataclass(frozen=True)
class Widget:
    """One field: which macro draws it, and with what."""

    code: str
    label: str
    kind: str
    type: str
    hint: str
    value: Any
    optional: bool
    most: int = 0
    width: str = ""
    input: str = "text"
    numeric: bool = False
    dotted: bool = False
    searched: bool = False
    choices: tuple[Choice, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    blank_row: tuple[Cell, ...] = ()
    specialties: tuple[Specialty, ...] = ()
    shown: ShownAnswer | None = None
    notes: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a page knows besides the definition of its fields."""

    form: FormFacts
    view: ApplicationView
    values: Mapping[str, Any]
    """What the fields show: stored, or just typed and not stored."""
    shown: Mapping[str, ShownAnswer]
    units: tuple[Choice, ...] = ()
    specialties: tuple[Specialty, ...] = ()
    notes: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    reasons: Mapping[str, tuple[str, ...]] | None = None
    more: str = ""
    """The block that shows one row more than it has."""


def is_typed(definition: Mapping[str, Any]) -> bool:
    """Whether the applicant fills it in; the rest follows from other data."""
    return definition["need"] != "derived" or bool(definition["correctable"])


def open_definitions(
    section: Mapping[str, Any], view: ApplicationView, *, is_open: bool
) -> list[Mapping[str, Any]]:
    """The fields of a section that may be changed now."""
    return [one for one in section["fields"] if is_open and one["code"] in view.editable]


def widget_of(definition: Mapping[str, Any], at: Setting, *, is_open: bool) -> Widget:
    """The widget of one field."""
    code = definition["code"]
    kind = _kind(definition) if is_open else "static"
    value = at.values.get(code)
    return Widget(
        code=code,
        label=definition["label"],
        kind=kind,
        type=definition["type"],
        hint=hint_of(definition, at.view),
        value="" if definition["type"] == "id_number" and value == _stored(at, code) else value,
        optional=definition["need"] == "optional",
        most=definition["max"],
        width=_WIDTHS.get(definition["type"], ""),
        input=_KINDS.get(definition["type"], "text"),
        numeric=definition["type"] in _NUMERIC,
        dotted=definition["type"] in _NAMES or code in _DOTTED_CODES,
        searched=len(_table(definition, at.form)) > SEARCHED,
        choices=at.units if definition["type"] == "unit" else _choices(definition, at.form),
        lines=_lines(definition, value),
        rows=_rows(definition, at) if kind == "rows" else (),
        blank_row=_row(definition, at.form, "N", {}) if kind == "rows" else (),
        specialties=at.specialties if definition["type"] == "plan_row" else (),
        shown=at.shown.get(code),
        notes=(*(at.notes or {}).get(code, ()), *_doubts(definition, value)),
        reasons=(at.reasons or {}).get(code, ()),
    )


def _stored(at: Setting, code: str) -> Any:
    return at.view.fields.get(code)


def _kind(definition: Mapping[str, Any]) -> str:
    match definition["type"]:
        case "paragraph":
            return "area"
        case "code":
            return "code"
        case "rows" | "lines" | "boolean" | "unit" | "plan_row" as kind:
            return str(kind)
        case _:
            return "text"


def hint_of(definition: Mapping[str, Any], view: ApplicationView | None = None) -> str:
    """The help beside a field with its example; of an ID number, what is stored."""
    text = str(definition.get("help", ""))
    if definition.get("example"):
        text += f"例如：{definition['example']}"
    stored = view.fields.get("id_number") if view else None
    if definition["type"] == "id_number" and stored:
        text = f"已保存为{stored}。要更改时再填写完整号码，不更改的留空。"
    return text


def _table(definition: Mapping[str, Any], form: FormFacts) -> Sequence[Mapping[str, str]]:
    return form.view.codes.get(definition["table"], ()) if definition["table"] else ()


def _choices(definition: Mapping[str, Any], form: FormFacts) -> tuple[Choice, ...]:
    return tuple(
        Choice(row["code"], row["name"], group=row.get("series", ""))
        for row in _table(definition, form)
    )


def _lines(definition: Mapping[str, Any], value: Any) -> tuple[str, ...]:
    if definition["type"] != "lines":
        return ()
    given = list(value or ())[: definition["count"]]
    return (*given, *("" for _ in range(definition["count"] - len(given))))


def _rows(definition: Mapping[str, Any], at: Setting) -> tuple[tuple[Cell, ...], ...]:
    given = list(at.values.get(definition["code"]) or ())
    if len(given) < definition["max"] and (not given or at.more == definition["code"]):
        given.append({})
    return tuple(_row(definition, at.form, str(n), row) for n, row in enumerate(given))


def _row(
    definition: Mapping[str, Any], form: FormFacts, number: str, row: Mapping[str, Any]
) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            id=f"{definition['code']}.{number}.{column['code']}",
            code=column["code"],
            label=column["label"],
            hint=f"例如：{column['example']}" if column["example"] else "",
            value=str(row.get(column["code"]) or ""),
            optional=column["need"] != "required",
            choices=_choices(column, form),
            width=_WIDTHS.get(column["type"], ""),
            most=column["max"],
        )
        for column in definition["columns"]
    )


def _doubts(definition: Mapping[str, Any], value: Any) -> tuple[tuple[str, str], ...]:
    """What is doubtful about a stored name: asked again until it is settled."""
    if definition["type"] != "name" or not isinstance(value, str) or not value:
        return ()
    parsed = parse_name(value)
    return tuple((note.kind.value, note.message) for note in parsed.notes if note.kind in _STANDING)


_STANDING = (NoteKind.ASK, NoteKind.FLAG)
