"""From posted fields to values of the form, and which of them somebody changed.

A page of the form carries the values it was made with (`base`). Only what differs from them is
saved, so that two windows merge by themselves where they touch different fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.gateway.pages.core.forms import Form

Definition = Mapping[str, Any]
Values = dict[str, Any]

YES, NO = "yes", "no"
_MASKED = "id_number"
"""Comes back masked: what is typed there always is a change, nothing typed never is."""


@dataclass(frozen=True)
class Base:
    """What the page was made with."""

    revision: int = -1
    values: Values = field(default_factory=dict)


def base_of(definitions: Sequence[Definition], fields: Mapping[str, Any], revision: int) -> str:
    """For the hidden field `base`."""
    values = {one["code"]: fields.get(one["code"]) for one in definitions}
    return json.dumps({"revision": revision, "values": values}, ensure_ascii=False)


def read_base(text: str) -> Base:
    """What the hidden field says; anything else than what we wrote there counts as nothing."""
    try:
        read = json.loads(text)
        return Base(int(read["revision"]), dict(read["values"]))
    except (ValueError, TypeError, KeyError):
        return Base()


def typed_values(definitions: Sequence[Definition], form: Form) -> Values:
    """The value of each field as it was posted; None where it is empty."""
    return {one["code"]: _typed(one, form) for one in definitions}


def _typed(definition: Definition, form: Form) -> Any:
    code = definition["code"]
    match definition["type"]:
        case "boolean":
            return {YES: True, NO: False}.get(form[code])
        case "lines":
            given = [form[f"{code}.{index}"] for index in range(definition["count"])]
            return [line for line in given if line] or None
        case "rows":
            return typed_rows(definition, form) or None
        case _:
            return form[code] or None


def typed_rows(definition: Definition, form: Form) -> list[Values]:
    """The rows of a block in the order of the page, blank ones left out."""
    code = definition["code"]
    shape = re.compile(re.escape(code) + r"\.(\d{1,3})\.\w+")
    numbers = sorted({int(match[1]) for name in form if (match := shape.fullmatch(name))})
    rows = [
        {
            column["code"]: form[f"{code}.{number}.{column['code']}"]
            for column in definition["columns"]
            if form[f"{code}.{number}.{column['code']}"]
        }
        for number in numbers
    ]
    return [row for row in rows if row]


def changed(typed: Values, base: Values) -> Values:
    """The fields whose value is not what the page was made with."""
    return {
        code: value
        for code, value in typed.items()
        if not same(value, base.get(code)) and not (code == _MASKED and value is None)
    }


def conflicts(patch: Values, base: Values, stored: Mapping[str, Any]) -> list[str]:
    """Fields changed here that another window changed to something else meanwhile."""
    return [
        code
        for code, value in patch.items()
        if not same(stored.get(code), base.get(code)) and not same(stored.get(code), value)
    ]


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: empty is empty, a number may be typed as text."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list | tuple):
        return [plain for one in value if (plain := _plain(one)) is not None] or None
    if isinstance(value, dict):
        kept = {key: plain for key, one in value.items() if (plain := _plain(one)) is not None}
        return kept or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def moved(rows: list[Values], deed: str, index: int) -> list[Values]:
    """The rows after one was removed or changed places with its neighbour."""
    if not 0 <= index < len(rows):
        return rows
    rest = rows[:index] + rows[index + 1 :]
    match deed:
        case "remove":
            return rest
        case "up":
            return [*rest[: max(index - 1, 0)], rows[index], *rest[max(index - 1, 0) :]]
        case "down":
            return [*rest[: index + 1], rows[index], *rest[index + 1 :]]
        case _:
            return rows
