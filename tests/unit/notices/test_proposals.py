"""What keeps a wording from being proposed, and what may come into force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.contracts.requests.notices import FACTS, FindingCode, TextKind, TextState
from services.notices.domain.definition import tidy_number
from services.notices.domain.proposals import (
    Wording,
    flaws,
    may_come_into_force,
    tidy,
    unknown_facts,
)

NOW = Wording("申报人指南", "怎么报", "## 开始\n请看{申报截止}。", None, "")
NOTE = "补充了注册说明"


def found(after: Wording, *, kind: TextKind = TextKind.GUIDE, note: str = NOTE) -> set[str]:
    return {
        f"{flaw.field}:{flaw.code}" for flaw in flaws(kind, NOW, after, note, may_be_empty=False)
    }


def test_a_changed_wording_has_no_flaw() -> None:
    assert found(replace(NOW, body="## 开始\n截止{申报截止}，电话{咨询电话}。")) == set()


@pytest.mark.parametrize(
    ("after", "flaw"),
    [
        (NOW, "body:nothing_changed"),
        (replace(NOW, title=""), "title:missing"),
        (replace(NOW, body=""), "body:missing"),
        (replace(NOW, body="截止{申报结束}"), "body:unknown_fact"),
        (replace(NOW, summary="{电话}"), "body:unknown_fact"),
    ],
)
def test_a_flaw_is_named_by_field(after: Wording, flaw: str) -> None:
    assert found(after) == {flaw}


def test_the_note_says_what_was_changed() -> None:
    assert found(replace(NOW, title="指南"), note="改了改了") == {"change_note:too_short"}


@pytest.mark.requirement("R61")
def test_a_notice_has_a_date_and_an_issuing_body() -> None:
    assert found(replace(NOW, title="通知"), kind=TextKind.NOTICE) == {
        "issued_on:missing",
        "issuing_body:missing",
    }
    whole = replace(NOW, issued_on=date(2019, 2, 3), issuing_body="自治区人社厅")
    assert found(whole, kind=TextKind.NOTICE) == set()


def test_an_announcement_may_be_empty() -> None:
    after = replace(NOW, body="")
    assert flaws(TextKind.PAGE, NOW, after, NOTE, may_be_empty=True) == []


def test_every_fact_is_known_and_each_unknown_one_is_named_once() -> None:
    assert unknown_facts(TextKind.GUIDE, "".join(f"{{{name}}}" for name in FACTS)) == []
    assert unknown_facts(TextKind.GUIDE, "{甲}{乙}{甲}{申报截止}") == ["甲", "乙"]
    assert unknown_facts(TextKind.GUIDE, "## 标题 {#anchor}") == []


def test_only_what_waits_or_was_in_force_comes_into_force() -> None:
    allowed = {state for state in TextState if may_come_into_force(state)}
    assert allowed == {TextState.PROPOSED, TextState.SUPERSEDED}


def test_a_body_is_stored_tidy() -> None:
    assert tidy("\r\n甲  \r\n乙\n\n") == "甲\n乙"
    assert FindingCode.MISSING.value == "missing"


@pytest.mark.requirement("R37")
@pytest.mark.parametrize("written", ["0991—3689692", "0991–3689692", "0991——3689692"])
def test_a_number_has_an_ordinary_hyphen(written: str) -> None:
    assert tidy_number(written) == "0991-3689692"


def test_a_message_takes_its_own_facts_and_no_others() -> None:
    assert unknown_facts(TextKind.MESSAGE, "{编号尾号}{截止时间}") == []
    assert unknown_facts(TextKind.MESSAGE, "{申报截止}") == ["申报截止"]
