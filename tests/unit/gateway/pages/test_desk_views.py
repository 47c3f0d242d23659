"""What the pages of a desk make of a file, a form and an address."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_views import Claimed, DecisionView, ItemMark
from services.contracts.vocabulary import ApplicationState, NodeKind, Track, Verdict
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.templates import environment
from services.gateway.pages.desk.file_view import (
    DeskItem,
    focus_of,
    meanwhile,
    moved_on,
    return_items,
    stored_values,
    typed_marks,
    typed_reasons,
)
from services.gateway.pages.desk.moves import due_at_of
from services.gateway.pages.desk.opinions import opinion_findings
from services.gateway.pages.desk.queue import wish_of

TEXT = "证书第二页看不清，请重新扫描。"
OFFICER, NAMESAKE = uuid4(), uuid4()
ITEM = """{% from "desk/item.html" import desk_item %}
{{ desk_item(item, "/here", {}, [], [], [], [], False, False, False, reader) }}"""


def _mark(verdict: Verdict, reason: str | None = None, text: str | None = None) -> ItemMark:
    return ItemMark(
        position=0,
        level=NodeKind.UNIT,
        version_no=1,
        item_code="title",
        verdict=verdict,
        reason_code=reason,
        text=text,
        reviewer_id=OFFICER,
        reviewer_name="样例",
        reviewed_at=datetime(2019, 2, 20, tzinfo=UTC),
    )


def _items(mark: ItemMark | None = None) -> list[DeskItem]:
    return [
        DeskItem("photo", "照片", to_mark=True),
        DeskItem("title", "职称", to_mark=True, mark=mark),
    ]


def test_only_marks_that_differ_are_sent() -> None:
    items = _items(_mark(Verdict.PROBLEM, "other", TEXT))
    typed = stored_values(items)
    assert typed_marks(items, typed) == ()
    typed["verdict.photo"] = "PASS"
    assert [mark.item_code for mark in typed_marks(items, typed)] == ["photo"]
    typed["text.title"] = TEXT * 2
    assert [mark.text for mark in typed_marks(items, typed)] == [None, TEXT * 2]


def test_a_mark_that_is_no_problem_carries_no_reason() -> None:
    typed = {"verdict.title": "PASS", "reason.title": "other", "text.title": TEXT}
    (mark,) = typed_marks(_items(), typed)
    assert (mark.reason_code, mark.text) == (None, None)


@pytest.mark.parametrize("verdict", ["", "MAYBE"])
def test_what_is_no_verdict_is_no_mark(verdict: str) -> None:
    assert typed_marks(_items(), {"verdict.title": verdict}) == ()


def test_the_first_item_without_a_mark_is_in_focus() -> None:
    items = [DeskItem("a", "a", to_mark=True, mark=_mark(Verdict.PASS)), *_items()]
    found = [focus_of(items, wanted) for wanted in (None, "title", "nothing")]
    assert [one.code for one in found if one] == ["photo", "title", "photo"]
    assert focus_of([], None) is None


def test_a_return_names_what_was_ticked() -> None:
    typed = {"return.title": "1", "reason.title": "other", "text.title": TEXT, "text.photo": TEXT}
    rows = typed_reasons(["photo", "title"], typed)
    assert [item.item_code for item in return_items(rows)] == ["title"]


def test_a_due_day_ends_in_beijing() -> None:
    due = due_at_of("2019-03-15")
    assert due is not None
    assert due.astimezone(UTC) == datetime(2019, 3, 15, 15, 59, 59, tzinfo=UTC)
    assert due_at_of("15.3.2019") is None


def test_filters_of_an_address_are_choices_or_left_out() -> None:
    wish = wish_of({"state": "RETURNED", "track": "INLAND", "claimed": "MINE", "age": "5"})
    assert (wish.state, wish.track, wish.claimed, wish.age) == (
        ApplicationState.RETURNED,
        Track.INLAND,
        Claimed.MINE,
        5,
    )
    wish = wish_of({"state": "SAD", "track": "X", "claimed": "ALL", "age": "4", "due": "2"})
    assert (wish.state, wish.track, wish.claimed, wish.age, wish.due) == (None,) * 5


@pytest.mark.requirement("F7")
def test_filters_know_nothing_about_the_person() -> None:
    wish = wish_of({"ethnicity": "X", "name": "X", "sex": "X"})
    assert wish.values == {}


def test_an_opinion_needs_a_text_and_a_post() -> None:
    short = Form([("text", "同意。"), ("author_post", "")])
    assert [finding.field for finding in opinion_findings(short)] == ["text", "author_post"]
    enough = Form([("text", TEXT * 3), ("author_post", "科长")])
    assert opinion_findings(enough) == []


def test_whose_marks_came_too_late_reads_whose_were_earlier() -> None:
    items = _items(_mark(Verdict.PASS))
    assert meanwhile(items, NAMESAKE).startswith("您填写期间，样例更新了")
    assert meanwhile(items, OFFICER).startswith("您填写期间，您在另一个窗口更新了")


@pytest.mark.parametrize(("reader", "told"), [(NAMESAKE, True), (OFFICER, False)])
def test_a_colleague_s_mark_is_told_of_even_to_a_namesake(reader: UUID, told: bool) -> None:
    item = _items(_mark(Verdict.PASS))[1]
    text = environment().from_string(ITEM).render(item=item, reader=reader)
    assert ("同事已作结论" in text) is told


def test_whose_file_has_left_the_desk_reads_who_did_what() -> None:
    passed = DecisionView(
        kind=DecisionKind.PASSED,
        kind_label="审核通过",
        position=2,
        organisation_name="样例厅",
        person_name="样例江",
        version_no=1,
        at=datetime(2019, 2, 20, tzinfo=UTC),
    )
    told = moved_on([passed], ApplicationState.PAPER_CHECK)
    assert "样例江已办理“审核通过”" in told
    assert "待纸质材料审核" in told
    assert "没有保存" in moved_on([], ApplicationState.PAPER_CHECK)
