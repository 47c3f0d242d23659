"""The 39 + 12 eligibility cases in all three readings of the age limit (§5.4, §5.5)."""

import csv
import dataclasses
from datetime import date
from pathlib import Path

import pytest

from services.applications.domain.ages import birthday_in, completed_years, within_age
from services.applications.domain.eligibility import (
    Facts,
    Finding,
    RuleData,
    assess,
    outcome_of,
    relaxed_rules,
)
from services.contracts.events import CycleRules
from services.contracts.vocabulary import FindingStatus, Outcome
from tests.unit.applications.programme import programme_2019

_TABLE = Path(__file__).with_name("eligibility_cases.csv")
ROWS = list(csv.DictReader(_TABLE.open(encoding="utf-8-sig")))
MODES = {
    "COMPLETED_YEARS": "预期(默认COMPLETED_YEARS,基准2019-03-15)",
    "STRICT_BIRTHDAY": "预期(STRICT_BIRTHDAY)",
    "CALENDAR_YEAR": "预期(CALENDAR_YEAR)",
}
NATURES = {
    "事业单位": "PUBLIC_INSTITUTION",
    "国有企业": "STATE_ENTERPRISE",
    "非公有制企业": "PRIVATE_ENTERPRISE",
    "机关": "GOVERNMENT_BODY",
}
DATA: RuleData = programme_2019().rule_data


def rules(mode: str = "COMPLETED_YEARS", **changes: object) -> CycleRules:
    base = CycleRules(
        age_mode=mode, age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15)
    )
    return base.model_copy(update=changes)


BASE = Facts(
    unit_nature="PUBLIC_INSTITUTION",
    unit_known=True,
    post_category="PROFESSIONAL",
    ethnicity="05",
    unit_region="654002",
    line_region="654000",
    in_plan=True,
    shortage=False,
    birth_date=date(1985, 6, 1),
    archive_differs=False,
    education="21",
    study_form="FULL_TIME",
    title_level=3,
    title_outside_table=False,
)


def facts_of(row: dict[str, str]) -> Facts:
    return dataclasses.replace(
        BASE,
        unit_nature=NATURES[row["单位类型"]],
        post_category="PROFESSIONAL" if row["专技岗位"] == "是" else "MANAGEMENT",
        ethnicity=row["民族代码"],
        unit_region=row["所在地代码"],
        in_plan=row["专业在计划内"] == "是",
        shortage=row["紧缺专业"] == "是",
        birth_date=date.fromisoformat(row["出生日期"]),
        education=row["学历代码"],
        title_level=int(row["职称级别"]),
    )


def hits(findings: tuple[Finding, ...]) -> set[str]:
    objective = [finding for finding in findings if finding.rule <= "E07"]
    by_status = {f"{f.rule}:{f.status}" for f in objective if f.status is not FindingStatus.PASS}
    return by_status | {f"{f.rule}:{f.info}" for f in objective if f.info}


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 39


@pytest.mark.requirement("R12", "R04", "R05", "R06", "R07", "R17", "R18", "R19")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["编号"])
def test_case_has_the_expected_outcome(row: dict[str, str], mode: str) -> None:
    findings = assess(facts_of(row), rules(mode), DATA)
    assert outcome_of(findings) == row[MODES[mode]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["编号"])
def test_case_hits_exactly_the_expected_rules(row: dict[str, str]) -> None:
    expected = set() if row["规则命中"] == "—" else set(row["规则命中"].split())
    assert hits(assess(facts_of(row), rules(), DATA)) == expected


LEAP = [
    ("1980-02-29", "2026-02-28", "MAR1", 45, True, False),
    ("1980-02-29", "2026-02-28", "FEB28", 46, False, False),
    ("1980-02-29", "2026-03-01", "MAR1", 46, False, False),
    ("1976-02-29", "2021-02-28", "MAR1", 44, True, True),
    ("1976-02-29", "2021-03-01", "MAR1", 45, True, True),
    ("1976-02-29", "2022-02-28", "MAR1", 45, True, False),
    ("1976-02-29", "2022-02-28", "FEB28", 46, False, False),
    ("1974-02-28", "2020-02-29", "MAR1", 46, False, False),
    ("1974-03-01", "2020-02-29", "MAR1", 45, True, False),
    ("1975-03-01", "2020-02-29", "MAR1", 44, True, True),
    ("1975-02-28", "2020-02-29", "MAR1", 45, True, False),
    ("1972-02-29", "2018-02-28", "MAR1", 45, True, False),
]


@pytest.mark.requirement("R12")
@pytest.mark.parametrize(("birth", "reference", "feb29", "years", "completed", "strict"), LEAP)
def test_leap_days_and_reference_dates(
    birth: str, reference: str, feb29: str, years: int, *, completed: bool, strict: bool
) -> None:
    born, on = date.fromisoformat(birth), date.fromisoformat(reference)
    assert completed_years(born, on, feb29) == years
    for mode, expected in (("COMPLETED_YEARS", completed), ("STRICT_BIRTHDAY", strict)):
        assert within_age(born, on, mode=mode, limit=45, feb29=feb29) is expected


def test_a_leap_birthday_falls_on_its_own_day_in_a_leap_year() -> None:
    assert birthday_in(date(1976, 2, 29), 2020) == date(2020, 2, 29)


@pytest.mark.requirement("R13", "R15", "R20", "F10")
def test_human_rules_never_change_the_outcome() -> None:
    findings = assess(BASE, rules(), DATA)
    assert [f.rule for f in findings if f.status is FindingStatus.HUMAN] == [
        "E08",
        "E09",
        "E10",
        "E11",
        "E12",
    ]
    assert outcome_of(findings) is Outcome.ELIGIBLE


def test_a_region_level_unit_in_kashgar_counts_by_place_unless_the_line_is_the_basis() -> None:
    unit = dataclasses.replace(BASE, unit_region="653101", line_region="650000", education="31")
    assert outcome_of(assess(unit, rules(), DATA)) is Outcome.ELIGIBLE_RELAXED
    by_line = rules(relaxation_basis="REPORTING_LINE")
    assert outcome_of(assess(unit, by_line, DATA)) is Outcome.NOT_ELIGIBLE


def test_the_lowest_title_level_of_a_relaxation_is_a_switch() -> None:
    unit = dataclasses.replace(BASE, unit_region="653201", title_level=5)
    assert outcome_of(assess(unit, rules(), DATA)) is Outcome.ELIGIBLE_RELAXED
    assert outcome_of(assess(unit, rules(relaxed_min_title=4), DATA)) is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (dataclasses.replace(BASE, unit_known=False), "E01"),
        (dataclasses.replace(BASE, post_category="DUAL"), "E02"),
        (dataclasses.replace(BASE, ethnicity=None), "E03"),
        (dataclasses.replace(BASE, archive_differs=True), "E05"),
        (dataclasses.replace(BASE, education="28"), "E06"),
        (dataclasses.replace(BASE, study_form="OVERSEAS"), "E06"),
        (dataclasses.replace(BASE, title_level=None, title_outside_table=True), "E07"),
    ],
)
def test_what_a_rule_cannot_know_goes_to_a_person(facts: Facts, rule: str) -> None:
    findings = assess(facts, rules(), DATA)
    assert hits(findings) == {f"{rule}:HUMAN"}
    assert outcome_of(findings) is Outcome.NEEDS_HUMAN


def test_an_archive_note_does_not_lift_an_age_that_is_over() -> None:
    old = dataclasses.replace(BASE, birth_date=date(1970, 1, 1), archive_differs=True)
    assert outcome_of(assess(old, rules(), DATA)) is Outcome.NOT_ELIGIBLE


@pytest.mark.requirement("R19")
def test_relaxed_rules_are_named_for_the_mark_on_the_form() -> None:
    unit = dataclasses.replace(BASE, shortage=True, education="31", title_level=4)
    assert relaxed_rules(assess(unit, rules(), DATA)) == ("E06", "E07")


@pytest.mark.requirement("F15")
def test_every_failure_says_how_to_contest_it() -> None:
    worst = dataclasses.replace(
        BASE,
        unit_nature="GOVERNMENT_BODY",
        post_category="WORKER",
        ethnicity="01",
        in_plan=False,
        birth_date=date(1960, 1, 1),
        education="41",
        title_level=0,
    )
    failed = [f for f in assess(worst, rules(), DATA) if f.status is FindingStatus.FAIL]
    assert [f.rule for f in failed] == ["E01", "E02", "E03", "E04", "E05", "E06", "E07"]
    assert all("申请人工核对" in f.explanation for f in failed)
    (age,) = [f.explanation for f in failed if f.rule == "E05"]
    assert age.startswith("出生日期1960年1月1日，截至2019年3月15日为59周岁")
