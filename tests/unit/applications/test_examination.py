"""A complete draft passes; each thing taken away or twisted is named with its place."""

import dataclasses
import time
from typing import Any

import pytest

from services.applications.domain.examination import Examination
from services.contracts.vocabulary import FindingStatus, Outcome, SeatKind, UnitNature
from tests.unit.applications.drafts import AROUND, PLAN_ROW, SLOTS, UNIT, examined
from tests.unit.applications.programme import programme_2019


def test_a_complete_draft_has_no_gap_and_no_problem() -> None:
    result = examined()
    assert (result.gaps, result.problems, result.notes) == ((), (), ())
    assert result.outcome is Outcome.ELIGIBLE


def test_derived_fields_come_from_id_number_unit_title_and_plan() -> None:
    data = examined().data
    derived = {
        "cycle_year": 2019,
        "sex": "1",
        "birth_date": "1984-05-01",
        "admin_post": "无",
        "title_level": 3,
        "unit_name": "（样例）和田市第一样例医院",
        "unit_nature": "PUBLIC_INSTITUTION",
        "unit_region_code": "653201",
        "final_review_org": "和田地区人力资源和社会保障局",
        "specialty": "内科学",
    }
    assert {code: data[code] for code in derived} == derived


REQUIRED = [
    code
    for code, field in programme_2019().form.fields.items()
    if field.required and code not in {"id_number", "unit_id"}
]


@pytest.mark.requirement("R29", "R14", "R20", "R21")
@pytest.mark.parametrize("code", REQUIRED)
def test_each_required_field_is_missed_by_its_own_code(code: str) -> None:
    changes: dict[str, Any] = {code: None}
    gaps = examined(**changes).gaps
    assert [gap.field for gap in gaps] == [code]
    assert gaps[0].message == f"请填写“{programme_2019().form.fields[code].label}”。"


def test_a_missing_id_number_is_a_gap() -> None:
    assert [gap.field for gap in examined(id_number=None).gaps] == ["id_number"]


def test_a_missing_unit_is_a_gap() -> None:
    alone = dataclasses.replace(AROUND, unit=None)
    assert [gap.field for gap in examined(around=alone, unit_id=None).gaps] == ["unit_id"]


def test_a_missing_column_is_named_by_row_and_column() -> None:
    rows = [{"type": "PAPER", "title": "样例", "period": "2016.05", "role": "第一作者"}]
    gaps = examined(ach=rows).gaps
    assert [(gap.field, gap.message) for gap in gaps] == [
        ("ach.0.level", "“主要业绩”第1行缺少“级别”，请填写。")
    ]


@pytest.mark.requirement("R21")
def test_a_text_below_its_least_length_is_a_gap_that_counts() -> None:
    gaps = examined(training_need="短" * 49).gaps
    assert [gap.message for gap in gaps] == ["“岗位需求与拟补短板”至少50个字，现为49个字，请补充。"]


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("slot", sorted(SLOTS))
def test_each_required_material_is_missed(slot: str) -> None:
    assert [gap.field for gap in examined(slots=SLOTS - {slot}).gaps] == [slot]


def test_a_person_without_a_degree_needs_no_degree_certificate() -> None:
    assert examined(degree="NONE", slots=SLOTS - {"A03"}).gaps == ()


def test_a_private_enterprise_needs_proof_of_employment() -> None:
    unit = dataclasses.replace(UNIT, nature=UnitNature.PRIVATE_ENTERPRISE)
    around = dataclasses.replace(AROUND, unit=unit)
    assert [gap.field for gap in examined(around=around).gaps] == ["A09"]
    assert examined(around=around, slots=SLOTS | {"A09"}).gaps == ()


PROBLEMS: list[tuple[dict[str, Any], str, str]] = [
    ({"title_appointed_month": "2013-11"}, "title_appointed_month", "not_before"),
    ({"title_obtained_month": "2019-04"}, "title_obtained_month", "not_after_closing"),
    ({"work_start_month": "2019-04"}, "work_start_month", "not_after_today"),
    ({"graduated_month": "2019-04"}, "graduated_month", "not_after_today"),
    ({"work_start_month": "1999-04"}, "work_start_month", "years_after_birth"),
    ({"track": "IN_REGION"}, "term", "term_of_track"),
    ({"ach": None}, "merit_summary", "required_without"),
    ({"title_code": "OTHER"}, "title_text", "required_when"),
    ({"sex": "2"}, "sex_reason", "required_when_differs"),
    ({"name": "\ue000样例"}, "name_note", "required_when_unencoded"),
    (
        {
            "education_history": [
                {
                    "from_month": "2007-07",
                    "to_month": "2002-09",
                    "place": "样例",
                    "qualification": "本科",
                }
            ]
        },
        "education_history",
        "rows_ordered",
    ),
    (
        {
            "work_history": [
                {"from_month": "2013-12", "to_month": "2015-01", "place": "样例", "post": "医师"},
                {"from_month": "2007-08", "to_month": "2013-12", "place": "样例", "post": "医师"},
            ]
        },
        "work_history",
        "rows_ordered",
    ),
    (
        {
            "work_history": [
                {"from_month": "2007-08", "place": "样例", "post": "医师"},
                {"from_month": "2013-12", "place": "样例", "post": "医师"},
            ]
        },
        "work_history",
        "open_end_last",
    ),
]


@pytest.mark.parametrize(("changes", "field", "rule"), PROBLEMS, ids=lambda value: str(value)[:30])
def test_each_rule_between_fields_names_the_field_to_correct(
    changes: dict[str, Any], field: str, rule: str
) -> None:
    problems = examined(**changes).problems
    assert [(problem.field, problem.code) for problem in problems] == [(field, rule)]
    assert problems[0].message.endswith("。")


def test_every_rule_of_the_form_is_exercised() -> None:
    kinds = {rule.kind for rule in programme_2019().form.rules if rule.severity == "problem"}
    assert {rule for _, _, rule in PROBLEMS} == kinds


def test_a_corrected_sex_with_its_reason_is_kept() -> None:
    result = examined(sex="2", sex_reason="样例说明")
    assert (result.problems, result.data["sex"]) == ((), "2")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"postcode": "100000"}, "postcode"),
        ({"graduated_month": "1999-04"}, "graduated_month"),
        (
            {
                "work_history": [
                    {
                        "from_month": "2007-08",
                        "to_month": "2014-12",
                        "place": "样例",
                        "post": "医师",
                    },
                    {"from_month": "2013-12", "place": "样例", "post": "医师"},
                ]
            },
            "work_history",
        ),
    ],
)
def test_what_only_looks_odd_is_a_warning(changes: dict[str, Any], field: str) -> None:
    result = examined(**changes)
    assert result.problems == ()
    assert [note.field for note in result.notes] == [field]


def status_of(rule: str, result: Examination) -> FindingStatus:
    return next(finding.status for finding in result.findings if finding.rule == rule)


@pytest.mark.requirement("R08")
def test_a_specialty_of_another_plan_line_fails_e04() -> None:
    row = dataclasses.replace(PLAN_ROW, plan_unit_code="XJ-6531")
    result = examined(around=dataclasses.replace(AROUND, plan_row=row))
    assert status_of("E04", result) is FindingStatus.FAIL


def test_a_cell_without_seats_fails_e04() -> None:
    row = dataclasses.replace(PLAN_ROW, quotas={SeatKind.INLAND: 0, SeatKind.LONG: 2})
    result = examined(around=dataclasses.replace(AROUND, plan_row=row))
    assert status_of("E04", result) is FindingStatus.FAIL


def test_an_unknown_plan_row_fails_e04() -> None:
    result = examined(around=dataclasses.replace(AROUND, plan_row=None))
    assert status_of("E04", result) is FindingStatus.FAIL


def test_a_title_outside_the_table_goes_to_a_person() -> None:
    result = examined(title_code="OTHER", title_text="样例正高级畜牧兽医师")
    assert result.problems == ()
    assert status_of("E07", result) is FindingStatus.HUMAN


def test_one_look_takes_about_a_millisecond() -> None:
    programme_2019()
    began = time.thread_time()
    for _ in range(50):
        examined()
    assert (time.thread_time() - began) / 50 < 0.005
