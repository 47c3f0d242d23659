"""The answers of one application as people read them: by item of the form, rows as tables.

Used wherever answers are shown and not filled in: the check before submission, the desks, earlier
versions, and what changed between two of them. Nothing is inferred; what is empty says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.requests.applications_views import ApplicationView, ScanView
from services.gateway.pages.core.filters import month
from services.gateway.pages.core.form_facts import FormFacts

EMPTY = "（未填写）"
_HIDDEN_WHEN_EMPTY = "derived"
_REFERENCES = frozenset({"unit", "plan_row"})
"""Types that hold an id; what it stands for is a derived field beside them."""
_MONTHS = frozenset({"month", "open_month", "date"})
_YES, _NO = "是", "否"
_OPEN_MONTH = "至今"


@dataclass(frozen=True)
class AnswerTable:
    """Rows of a repeatable block: heads and cells in the order of the form."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ShownAnswer:
    """One field with its value in words; `table` instead of `text` for repeatable blocks."""

    code: str
    label: str
    section: str
    text: str = ""
    table: AnswerTable | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.text == EMPTY and self.table is None


@dataclass(frozen=True)
class AnswerGroup:
    """The fields and scans of one item or section."""

    code: str
    label: str
    answers: tuple[ShownAnswer, ...]
    scans: tuple[ScanView, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    code: str
    label: str
    before: ShownAnswer
    after: ShownAnswer


def by_item(form: FormFacts, view: ApplicationView) -> list[AnswerGroup]:
    """Groups in the order of the checklist items (R33), each with the scans that prove it."""
    answers = _answers(form, view)
    return [
        AnswerGroup(
            code,
            label,
            tuple(answer for item, answer in answers if item == code),
            tuple(scan for scan in view.scans if form.item_of.get(scan.slot) == code),
        )
        for code, label in form.view.items.items()
    ]


def by_section(form: FormFacts, view: ApplicationView) -> list[AnswerGroup]:
    """Groups in the order of the form's sections."""
    answers = [answer for _, answer in _answers(form, view)]
    return [
        AnswerGroup(
            section["code"],
            section["label"],
            tuple(answer for answer in answers if answer.section == section["code"]),
        )
        for section in form.view.sections
    ]


def changes(form: FormFacts, before: ApplicationView, after: ApplicationView) -> list[Change]:
    """The fields that differ between two versions, in the order of the form."""
    old = {answer.code: answer for _, answer in _answers(form, before, derived=True)}
    new = {answer.code: answer for _, answer in _answers(form, after, derived=True)}
    return [
        Change(code, new[code].label, old[code], new[code])
        for code in new
        if code in old and old[code] != new[code]
    ]


def changed_scans(
    before: ApplicationView, after: ApplicationView
) -> tuple[list[ScanView], list[ScanView]]:
    """Scans taken away and scans added."""
    kept = {scan.scan_id for scan in before.scans} & {scan.scan_id for scan in after.scans}
    gone = [scan for scan in before.scans if scan.scan_id not in kept]
    added = [scan for scan in after.scans if scan.scan_id not in kept]
    return gone, added


def _answers(
    form: FormFacts, view: ApplicationView, *, derived: bool = False
) -> list[tuple[str, ShownAnswer]]:
    """(item, answer) of every field that is on the page; empty derived ones only on request."""
    found: list[tuple[str, ShownAnswer]] = []
    for section in form.view.sections:
        for field in section["fields"]:
            if field["type"] in _REFERENCES:
                continue
            shown = _shown(form, field, section["code"], view)
            if shown.empty and field["need"] == _HIDDEN_WHEN_EMPTY and not derived:
                continue
            found.append((field["item"], shown))
    return found


def _shown(
    form: FormFacts, field: Mapping[str, Any], section: str, view: ApplicationView
) -> ShownAnswer:
    code, label, value = field["code"], field["label"], view.fields.get(field["code"])
    if field["type"] == "rows":
        rows = value or ()
        table = _table(form, field, rows) if rows else None
        return ShownAnswer(code, label, section, "" if table else EMPTY, table)
    if field["type"] in _MONTHS:  # what is displayed is as the paper has it: 2013.07
        return ShownAnswer(code, label, section, _text(form, field, value))
    display = view.display.get(code)
    return ShownAnswer(code, label, section, display or _text(form, field, value))


def _table(form: FormFacts, field: Mapping[str, Any], rows: Any) -> AnswerTable:
    columns = field["columns"]
    return AnswerTable(
        tuple(column["label"].partition("（")[0] for column in columns),
        tuple(
            tuple(_text(form, column, row.get(column["code"])) for column in columns)
            for row in rows
        ),
    )


def _text(form: FormFacts, field: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if field["type"] == "open_month" and not value:
        return _OPEN_MONTH
    if value is None or value in ("", [], ()):
        return EMPTY
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value if one) or EMPTY
    return _in_words(form, field, str(value))


def _in_words(form: FormFacts, field: Mapping[str, Any], value: str) -> str:
    if field["type"] in _MONTHS:
        return month(value)
    rows = form.view.codes.get(field.get("table") or "", ())
    return next((row["name"] for row in rows if row["code"] == value), value)
