"""What people hear of, and that a message says no more than it may."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.chassis.clock import BEIJING
from services.chassis.entrypoints import EventMark, declared
from services.contracts import events
from services.contracts.requests.notices import TextKind
from services.contracts.vocabulary import ApplicationState as S
from services.notices.domain import wording
from services.notices.domain.occasions import CLOSING_SOON, OCCASIONS, occasion_of
from services.notices.programme import Programmes
from services.notices.service import NoticesService
from tests.contract.examples import EXAMPLES

SHIPPED = {
    one.entry.slug: one
    for one in Programmes(Path(__file__).parents[3] / "programmes").texts(2019)
    if one.entry.kind is TextKind.MESSAGE
}
_NOT_SAID = re.compile(r"不予|未入选|政治|健康|民族|身份证|\d{6}")
"""Decisions and personal matters are read after signing in."""


def test_each_occasion_has_a_template_and_each_event_a_listener() -> None:
    told = {one.template for one in OCCASIONS}
    assert told <= SHIPPED.keys()
    heard = {
        event
        for _, mark in declared(NoticesService)
        if isinstance(mark, EventMark)
        for event in mark.events
    }
    assert {one.event for one in OCCASIONS} <= heard


@pytest.mark.parametrize("slug", sorted(SHIPPED))
def test_a_template_tells_nothing_sensitive(slug: str) -> None:
    shipped = SHIPPED[slug]
    assert ("{编号尾号}" in shipped.body) is (slug != CLOSING_SOON), "a draft has no number"
    for text in (shipped.entry.title, shipped.body):
        assert not _NOT_SAID.search(text), text


def test_a_state_nobody_waits_for_is_no_occasion() -> None:
    moved = next(one for one in EXAMPLES if one.name == "desk-changed")
    told = {
        state: occasion_of(moved.model_copy(update={"state": state}))
        for state in (S.LISTED, S.UNIT_REVIEW, S.PAPER_CHECK, S.NOMINATING)
    }
    assert [state for state, occasion in told.items() if occasion] == [S.LISTED]


def test_only_a_return_to_the_applicant_is_told_with_its_due_date() -> None:
    returned = next(one for one in EXAMPLES if isinstance(one, events.ApplicationReturnedV1))
    mine = returned.model_copy(update={"to_applicant": True})
    assert (told := occasion_of(mine)) is not None
    assert told.until_of(mine) == mine.due_at
    assert occasion_of(returned.model_copy(update={"to_applicant": False})) is None


def test_a_message_shows_the_end_of_the_number_and_the_limit_as_people_say_it() -> None:
    until = datetime(2019, 3, 15, 16, tzinfo=UTC)
    facts = wording.facts("TP2019-653201-00017", until, BEIJING)
    text = wording.filled("编号{编号尾号}，{截止时间}前", facts)
    assert text == "编号…17，2019年3月15日24:00（北京时间）前"
    assert wording.facts(None, None, BEIJING)["编号尾号"] == "尚未提交"
