"""Typed values by the type of their field: normalised and reported, or refused with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.applications.domain.patches import merged, read_patch, unknown_fields
from services.applications.domain.values import Reading
from tests.unit.applications.drafts import complete_data
from tests.unit.applications.programme import programme_2019

FORM = programme_2019().form
READING = Reading(today=date(2019, 3, 1), codes=FORM.codes)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("work_start_month", "2007-08", "2007-08"),
        ("work_start_month", "2007.8", "2007-08"),
        ("work_start_month", "２００７年８月", "2007-08"),
        ("work_start_month", "200708", "2007-08"),
        ("mobile", "199 0000 0001", "19900000001"),
        ("mobile", "+86 199-0000-0001", "19900000001"),
        ("email", "ＳＡＭＰＬＥ@example.invalid", "SAMPLE@example.invalid"),
        ("postcode", "８３００００", "830000"),
        ("specialty_years", "11", 11),
        ("specialty_years", 0, 0),
        ("accept_adjustment", False, False),
        ("degree", " MASTER ", "MASTER"),
        ("school", "样例  大学", "样例 大学"),
        ("major", "临床医学　内科", "临床医学　内科"),
        ("training_need", "第一行 \r\n第二行", "第一行\n第二行"),
        ("host_wish", ["样例大学", ""], ["样例大学"]),
        ("name", "   ", None),
        ("degree", None, None),
    ],
)
def test_a_value_is_stored_in_its_normal_form(field: str, typed: Any, stored: Any) -> None:
    result = read_patch(FORM, {field: typed}, READING)
    assert (result.values, result.problems) == ({field: stored}, ())


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("work_start_month", "2007-13", "month"),
        ("work_start_month", "1899-12", "month"),
        ("work_start_month", 200708, "month"),
        ("mobile", "12900000001", "mobile"),
        ("mobile", "1990000000", "mobile"),
        ("email", "sample@", "email"),
        ("postcode", "83000", "postcode"),
        ("specialty_years", 51, "out_of_range"),
        ("specialty_years", True, "wrong_type"),
        ("specialty_years", "十一", "wrong_type"),
        ("accept_adjustment", "是", "wrong_type"),
        ("degree", "PHD", "unknown_code"),
        ("ethnicity_code", "5", "unknown_code"),
        ("school", "样" * 61, "too_long"),
        ("school", "样例<script>大学", "markup"),
        ("school", "样例\u202e大学", "control_character"),
        ("school", 5, "wrong_type"),
        ("unit_id", "样例医院", "unknown_reference"),
        ("host_wish", ["一", "二", "三"], "too_many"),
        ("host_wish", "样例大学", "wrong_type"),
        ("ach", [{}] * 31, "too_many"),
        ("ach", ["样例"], "wrong_type"),
    ],
)
def test_a_malformed_value_is_refused_with_a_reason(field: str, typed: Any, code: str) -> None:
    result = read_patch(FORM, {field: typed}, READING)
    assert result.values == {}
    assert [problem.code for problem in result.problems] == [code]
    assert result.problems[0].message.endswith("。")


def test_a_comparison_sign_in_a_text_is_no_markup() -> None:
    text = "样例指标 p<0.05，n > 3"
    assert read_patch(FORM, {"research_direction": text}, READING).values == {
        "research_direction": text
    }


def test_a_problem_in_a_row_is_placed_by_row_and_column() -> None:
    rows = [{"title": "样例"}, {"title": "样例", "level": "MOON"}]
    result = read_patch(FORM, {"ach": rows}, READING)
    assert [problem.field for problem in result.problems] == ["ach.1.level"]


def test_an_unknown_column_is_named() -> None:
    result = read_patch(FORM, {"work_history": [{"witness": "样例江"}]}, READING)
    assert [(p.field, p.code) for p in result.problems] == [
        ("work_history.0.witness", "unknown_field")
    ]


def test_an_open_end_is_stored_as_absence() -> None:
    row = {"from_month": "2013-12", "to_month": "至今", "place": "样例", "post": "医师"}
    stored = read_patch(FORM, {"work_history": [row]}, READING).values["work_history"]
    assert stored == [{"from_month": "2013-12", "place": "样例", "post": "医师"}]


def test_a_bad_value_does_not_keep_a_good_one_from_being_stored() -> None:
    result = read_patch(FORM, {"mobile": "1", "name": "样例江"}, READING)
    assert result.values == {"name": "样例江"}
    assert [problem.field for problem in result.problems] == ["mobile"]


def test_the_complete_draft_of_the_tests_is_stored_as_typed() -> None:
    typed = complete_data()
    result = read_patch(FORM, typed, READING)
    assert (result.problems, result.values) == ((), typed)


def test_derived_and_foreign_codes_are_unknown() -> None:
    assert unknown_fields(FORM, ["name", "title_level", "unit_name", "religion"]) == (
        "religion",
        "title_level",
        "unit_name",
    )


def test_the_number_never_enters_the_data_of_the_draft() -> None:
    assert merged({"name": "样例江"}, {"id_number": "650000198405010010", "name": None}) == {}


@pytest.mark.requirement("X2", "X8")
def test_no_field_is_asked_that_the_programme_must_not_collect() -> None:
    banned = ("政治", "宗教", "信仰", "籍贯", "户籍", "婚姻", "家庭", "护照", "银行", "证明人")
    labels = [field.label for field in FORM.fields.values()]
    labels += [column.label for field in FORM.fields.values() for column in field.columns]
    assert not [label for label in labels if any(word in label for word in banned)]
