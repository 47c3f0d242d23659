"""What the pages of public content work out: differences of texts, days that move."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.contracts.requests.notices import TextKind, TextState, TextView
from services.contracts.requests.quotas import CycleView
from services.contracts.requests.quotas_dates import ExtensionState, ExtensionView
from services.gateway.pages.content.differences import (
    LineKind,
    changed_fields,
    changed_lines,
)
from services.gateway.pages.content.moves import (
    announced,
    last_day,
    moved,
    moves_of,
    wanted_dates,
)
from tests.unit.gateway.pages.test_status_page import CYCLE

OPEN = CycleView.model_validate(CYCLE)
NOW = datetime(2019, 3, 1, 4, tzinfo=UTC)


def text(**changes: object) -> TextView:
    view = TextView(
        year=2019,
        slug="notice",
        kind=TextKind.NOTICE,
        version=1,
        version_in_force=1,
        state=TextState.PUBLISHED,
        title="通知",
        summary="简介",
        body="正文",
        issued_on=date(2019, 2, 3),
        issuing_body="人社厅",
        published_at=NOW,
        change_note="",
    )
    return view.model_copy(update=changes)


def test_only_fields_that_differ_are_listed() -> None:
    assert changed_fields(text(), text(body="别的")) == []
    (change,) = changed_fields(text(), text(issued_on=date(2019, 2, 4)))
    assert (change.label, change.before, change.after) == (
        "发文日期",
        "2019年2月3日",
        "2019年2月4日",
    )


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(line.kind.value, str(line.html)) for line in changed_lines(before, after)]


def test_a_changed_line_is_compared_mark_by_mark() -> None:
    assert shown("电话3193615", "电话3193501") == [
        ("removed", "电话3193<del>6</del>1<del>5</del>"),
        ("added", "电话3193<ins>50</ins>1"),
    ]


def test_an_added_line_stands_between_its_neighbours() -> None:
    before = "\n".join(f"第{number}行" for number in range(10))
    after = before.replace("第5行", "第5行\n新的一行")
    assert shown(before, after) == [
        ("skipped", "（5行没有变化）"),
        ("same", "第5行"),
        ("added", "新的一行"),
        ("same", "第6行"),
        ("skipped", "（3行没有变化）"),
    ]


def test_what_is_alike_has_no_lines_and_signs_are_escaped() -> None:
    assert shown("甲", "甲") == []
    assert all("<b>" not in html for _, html in shown("<b>甲", "<b>乙"))
    assert LineKind.SAME.value == "same"


@pytest.mark.requirement("R46")
def test_a_day_is_moved_and_its_hour_kept() -> None:
    midnight = datetime(2019, 3, 15, 16, tzinfo=UTC)
    assert last_day(midnight) == date(2019, 3, 15)
    assert moved(midnight, date(2019, 3, 17)) == datetime(2019, 3, 17, 16, tzinfo=UTC)
    evening = datetime(2019, 3, 15, 10, tzinfo=UTC)
    assert last_day(evening) == date(2019, 3, 15)
    assert moved(evening, date(2019, 3, 17)) == datetime(2019, 3, 17, 10, tzinfo=UTC)


def test_what_is_left_as_it_was_does_not_move() -> None:
    assert wanted_dates(OPEN, announced(OPEN)) == ({}, [])
    assert wanted_dates(OPEN, {}) == ({}, [])
    changed, found = wanted_dates(
        OPEN,
        {"close_at": "2019-03-17", "dispatch_deadline_on": "2019-03-30", "review_close_at": "明天"},
    )
    assert changed == {
        "close_at": datetime(2019, 3, 17, 16, tzinfo=UTC),
        "dispatch_deadline_on": date(2019, 3, 30),
    }
    assert [finding.field for finding in found] == ["review_close_at"]


def test_a_proposal_is_told_before_and_after() -> None:
    extension = ExtensionView(
        extension_id=uuid4(),
        year=2019,
        state=ExtensionState.PROPOSED,
        close_at=datetime(2019, 3, 17, 16, tzinfo=UTC),
        correction_close_at=None,
        review_close_at=None,
        dispatch_deadline_on=date(2019, 3, 30),
        reason="网络中断一天",
        proposed_at=NOW,
        proposed_by="样例江",
        proposed_by_me=False,
        decided_at=None,
        decided_by="",
        decision_reason="",
    )
    told = [(move.what, move.before, move.after) for move in moves_of(OPEN, extension)]
    assert told == [
        ("网上申报截止", "2019年3月15日 24:00", "2019年3月17日 24:00"),
        ("纸质材料寄出截止", "2019年3月29日", "2019年3月30日"),
    ]
