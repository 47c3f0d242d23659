"""The form explains itself: help at each field, a guide for each rule, examples that are valid."""

from __future__ import annotations

from datetime import date

from services.applications.domain.form import Column, Field
from services.applications.domain.values import Reading, parse_value
from tests.unit.applications.programme import programme_2019

FORM = programme_2019().form
COMPOSED = {"unit_region", "title", "zh_line", "track_line"}


def test_each_field_says_how_it_is_filled_in() -> None:
    assert [code for code, field in FORM.fields.items() if not field.help] == []


def test_examples_are_values_the_form_takes() -> None:
    reading = Reading(today=date(2019, 3, 1), codes=FORM.codes)
    parts: list[Field | Column] = [
        *FORM.fields.values(),
        *(column for field in FORM.fields.values() for column in field.columns),
    ]
    asked = [part for part in parts if part.example and part.type != "lines"]
    refused = [part.code for part in asked if parse_value(part, part.example, reading).problem]
    assert asked
    assert refused == []


def test_each_rule_says_what_it_demands_and_what_one_may_do() -> None:
    assert [guide.rule for guide in FORM.guides] == [f"E{n:02d}" for n in range(1, 13)]
    assert all(guide.requirement and guide.advice for guide in FORM.guides)
    named = {code for guide in FORM.guides for code in guide.fields}
    assert named <= set(FORM.fields) | COMPOSED
