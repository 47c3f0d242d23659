"""Rules between fields; which ones apply is data (`rules` of the form), how they work is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from services.applications.domain.derived import birth_date_of
from services.applications.domain.form import CrossRule, FormDefinition
from services.contracts.values.id_numbers import id_facts
from services.contracts.values.names import has_unencoded
from services.contracts.values.notes import Note, NoteKind, Problem
from services.contracts.vocabulary import SEAT_KIND_OF

_FITTING = frozenset((str(track), str(term)) for track, term in SEAT_KIND_OF)
_FAR_FUTURE = "9999-12"


@dataclass(frozen=True, slots=True)
class Days:
    """The days rules compare with, in 北京时间."""

    today: date
    closing: date


@dataclass(frozen=True, slots=True)
class _Subject:
    data: Mapping[str, Any]
    days: Days
    id_number: str | None


def check_rules(
    form: FormDefinition, data: Mapping[str, Any], id_number: str | None, days: Days
) -> tuple[tuple[Problem, ...], tuple[Note, ...]]:
    """The problems and warnings of derived data; a rule with missing data says nothing."""
    subject = _Subject(data, days, id_number)
    broken = [rule for rule in form.rules if _BROKEN[rule.kind](rule, subject)]
    problems = tuple(
        Problem(rule.kind, rule.message, rule.field)
        for rule in broken
        if rule.severity == "problem"
    )
    warnings = tuple(
        Note(NoteKind.WARN, rule.message, rule.field) for rule in broken if rule.severity == "warn"
    )
    return problems, warnings


def _month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _not_before(rule: CrossRule, subject: _Subject) -> bool:
    value, other = subject.data.get(rule.field), subject.data.get(rule.other)
    return bool(value and other and value < other)


def _after(rule: CrossRule, subject: _Subject, day: date) -> bool:
    value = subject.data.get(rule.field)
    return bool(value and value > _month_of(day))


def _years_after_birth(rule: CrossRule, subject: _Subject) -> bool:
    value, born = subject.data.get(rule.field), birth_date_of(subject.data)
    return bool(value and born and value < f"{born.year + rule.years:04d}-{born.month:02d}")


def _term_of_track(rule: CrossRule, subject: _Subject) -> bool:
    track, term = subject.data.get(rule.other), subject.data.get(rule.field)
    return bool(track and term and (track, term) not in _FITTING)


def _required_without(rule: CrossRule, subject: _Subject) -> bool:
    return not subject.data.get(rule.other) and not subject.data.get(rule.field)


def _required_when(rule: CrossRule, subject: _Subject) -> bool:
    return subject.data.get(rule.other) == rule.value and not subject.data.get(rule.field)


def _required_when_differs(rule: CrossRule, subject: _Subject) -> bool:
    if subject.id_number is None or subject.data.get(rule.field):
        return False
    stated = subject.data.get(rule.other)
    return bool(stated and stated != id_facts(subject.id_number).sex)


def _required_when_unencoded(rule: CrossRule, subject: _Subject) -> bool:
    name = subject.data.get(rule.other) or ""
    return has_unencoded(name) and not subject.data.get(rule.field)


def _periods(rule: CrossRule, subject: _Subject) -> Sequence[tuple[str, str]]:
    rows = subject.data.get(rule.field) or ()
    return [
        (row["from_month"], row.get("to_month") or _FAR_FUTURE)
        for row in rows
        if row.get("from_month")
    ]


def _rows_ordered(rule: CrossRule, subject: _Subject) -> bool:
    periods = _periods(rule, subject)
    backwards = any(end < start for start, end in periods)
    return backwards or any(later[0] < earlier[0] for earlier, later in pairwise(periods))


def _rows_overlap(rule: CrossRule, subject: _Subject) -> bool:
    return any(
        later[0] < earlier[1] and earlier[1] != _FAR_FUTURE
        for earlier, later in pairwise(_periods(rule, subject))
    )


def _open_end_last(rule: CrossRule, subject: _Subject) -> bool:
    return any(end == _FAR_FUTURE for _, end in _periods(rule, subject)[:-1])


def _starts_with_any(rule: CrossRule, subject: _Subject) -> bool:
    value = subject.data.get(rule.field)
    return bool(value and not str(value).startswith(rule.values))


_BROKEN: Mapping[str, Callable[[CrossRule, _Subject], bool]] = {
    "not_before": _not_before,
    "not_after_closing": lambda rule, subject: _after(rule, subject, subject.days.closing),
    "not_after_today": lambda rule, subject: _after(rule, subject, subject.days.today),
    "years_after_birth": _years_after_birth,
    "term_of_track": _term_of_track,
    "required_without": _required_without,
    "required_when": _required_when,
    "required_when_differs": _required_when_differs,
    "required_when_unencoded": _required_when_unencoded,
    "rows_ordered": _rows_ordered,
    "rows_overlap": _rows_overlap,
    "open_end_last": _open_end_last,
    "starts_with_any": _starts_with_any,
}
