"""What the rules may know of a person, and that they never guess (§8.3)."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from services.applications.domain.derived import with_derived
from services.applications.domain.eligibility import Facts, assess, outcome_of
from services.contracts.vocabulary import FindingStatus, Outcome
from tests.unit.applications.drafts import AROUND, examined
from tests.unit.applications.programme import programme_2019
from tests.unit.applications.test_eligibility import BASE, DATA, rules

_CODES = programme_2019().form.codes["ethnicity"]
_HAN = "01"
_FOR_A_PERSON = {"97", "98", "99"}
_OF_THE_TABLE = sorted(set(_CODES) - {_HAN} - _FOR_A_PERSON)


@pytest.mark.requirement("R06", "X5")
def test_all_minorities_are_the_same_to_every_rule() -> None:
    assert len(_OF_THE_TABLE) == 55
    seen = {
        assess(dataclasses.replace(BASE, ethnicity=code), rules(), DATA) for code in _OF_THE_TABLE
    }
    assert len(seen) == 1
    assert outcome_of(seen.pop()) is Outcome.ELIGIBLE


@pytest.mark.requirement("R07", "X5")
def test_only_one_rule_knows_a_han_applicant_from_another() -> None:
    def others(ethnicity: str, region: str) -> tuple[object, ...]:
        facts = dataclasses.replace(BASE, ethnicity=ethnicity, unit_region=region)
        return tuple(f for f in assess(facts, rules(), DATA) if f.rule != "E03")

    for region in ("654002", "653201", "650102"):
        assert others(_HAN, region) == others("05", region)


@pytest.mark.requirement("R09", "R13", "R15", "R16", "R20", "F10", "X1")
def test_the_rules_know_nothing_of_conduct_health_language_or_merit() -> None:
    assert {field.name for field in dataclasses.fields(Facts)} == {
        "unit_nature",
        "unit_known",
        "post_category",
        "ethnicity",
        "unit_region",
        "line_region",
        "in_plan",
        "shortage",
        "birth_date",
        "archive_differs",
        "education",
        "study_form",
        "title_level",
        "title_outside_table",
    }


@pytest.mark.requirement("R06", "X4")
def test_ethnicity_is_asked_and_never_filled_in() -> None:
    missing = examined(ethnicity_code=None)
    assert [gap.field for gap in missing.gaps] == ["ethnicity_code"]
    found = next(f for f in missing.findings if f.rule == "E03")
    assert found.status is not FindingStatus.PASS
    derived = with_derived(programme_2019().form, {"name": "阿依夏·样例"}, None, AROUND)
    assert "ethnicity_code" not in derived


@pytest.mark.requirement("R13", "R15", "R16", "F10")
@pytest.mark.parametrize(
    "code",
    ["zh_listen", "zh_speak", "zh_read", "zh_write", "zh_cert_type", "computer_skill",
     "health_statement"],
)  # fmt: skip
def test_no_declared_skill_and_no_statement_of_health_moves_an_application(code: str) -> None:
    form, before = programme_2019().form, examined()
    values = list(form.codes[form.fields[code].table])
    assert len(values) > 1
    for value in values:
        changes: dict[str, Any] = {code: value}
        after = examined(**changes)
        assert (after.outcome, after.findings) == (before.outcome, before.findings)
