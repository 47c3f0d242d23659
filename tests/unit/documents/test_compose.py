"""From the owners' answers to the words on paper."""

from __future__ import annotations

from uuid import uuid4

from services.contracts.vocabulary import NodeKind
from services.documents.render.compose import form_view, list_view
from tests.factories.documents import (
    a_frozen_list,
    a_frozen_row,
    a_print_copy,
    a_signed_opinion,
    an_entry,
)


def test_values_are_composed_and_absent_ones_leave_no_trace() -> None:
    view = form_view(a_print_copy(), verify_code="7F3A-91C2-KM5T")
    assert view.values["graduation"] == "（样例）博格达医科大学　临床医学　2007.07　全日制"
    assert view.values["workplace"] == "（样例）和田市第一样例医院"
    assert view.values["contact"] == "sample@example.invalid\n和田市样例路1号（848000）"
    assert view.values["specialty"] == "内科学（研究方向：心血管介入）"
    assert view.values["accept_adjustment"] == "是"
    assert view.values["merit_summary"] == ""


def test_the_seat_kind_is_the_box_that_is_ticked() -> None:
    assert form_view(a_print_copy(), verify_code="x").choices == {"track": "LONG"}


def test_only_opinions_in_force_are_printed_with_the_beijing_day() -> None:
    old = a_signed_opinion(NodeKind.UNIT, in_force=False, text="旧意见")
    new = a_signed_opinion(NodeKind.UNIT)
    (printed,) = form_view(a_print_copy(), verify_code="x", opinions=(old, new)).opinions
    assert printed.text == new.text
    assert printed.signed_on == "2019-03-02"


def test_the_list_keeps_the_frozen_order_and_numbers_it() -> None:
    first, second = uuid4(), uuid4()
    frozen = a_frozen_list(a_frozen_row(second, 2), a_frozen_row(first, 1, recommend_order=1))
    view = list_view(frozen, (an_entry(second, relaxed=True), an_entry(first)))
    assert [row.cells["name"] for row in view.rows] == [
        f"样例{first.hex[:2]}",
        f"样例{second.hex[:2]}",
    ]
    assert [row.row_no for row in view.rows] == [1, 2]
    assert [row.cells["remark"] for row in view.rows] == ["推荐1", "放宽"]
