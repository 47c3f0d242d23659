"""Summary lists: order, freezing, sending up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from services.chassis.clock import BEIJING
from services.contracts.errors import (
    LateError,
    ListNotReadyError,
    SeparationOfDutiesError,
    WrongVerifyCodeError,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import SeatKind
from services.review.domain.lists import (
    RowFacts,
    check_another_submits,
    check_can_freeze,
    check_not_late,
    check_printed_version,
    content_hash,
    ordered,
    receipt_number,
)
from tests.unit.review.people import known_id

CODE, OLD = "7K2M-00AB-ZZ19", "1111-2222-3333"
CLOSE = datetime(2019, 3, 21, tzinfo=BEIJING)


def _row(no: int, *, seq: int = 1, order: int | None = None) -> RowFacts:
    return RowFacts(
        application_id=known_id(f"row {no}"),
        application_no=f"TP2019-652900-{no:05d}",
        version_id=known_id(f"version {no}"),
        version_no=1,
        plan_row_id=known_id(f"plan {seq}"),
        specialty="内科学",
        plan_seq=seq,
        recommend_order=order,
        remark=None,
    )


def _numbers(rows: list[RowFacts], by_name: list[int]) -> list[int]:
    names = [known_id(f"row {no}") for no in by_name]
    return [int(row.application_no[-5:]) for row in ordered(rows, names)]


def test_rows_follow_plan_then_a_persons_order_then_name_then_number() -> None:
    rows = [_row(1, seq=2), _row(2), _row(3), _row(4, order=1), _row(5), _row(6)]
    assert _numbers(rows, [5, 2, 1, 3, 4]) == [4, 5, 2, 3, 6, 1]


def test_positions_count_from_one_without_gaps() -> None:
    rows = ordered([_row(no) for no in range(1, 18)], [])
    assert [row.position for row in rows] == list(range(1, 18))


def test_the_hash_changes_with_any_row_and_with_the_version() -> None:
    rows = ordered([_row(1), _row(2)], [])
    first = content_hash(known_id("list"), 1, rows)
    assert first == content_hash(known_id("list"), 1, ordered([_row(2), _row(1)], []))
    assert first != content_hash(known_id("list"), 2, rows)
    assert first != content_hash(known_id("list"), 1, rows[:1])


def test_a_list_waits_for_every_seat_and_says_for_whose() -> None:
    with pytest.raises(ListNotReadyError, match="TP-2"):
        check_can_freeze({"TP-1": S.LISTED, "TP-2": S.NOMINATING})


@pytest.mark.parametrize("states", [{}, {"TP-1": S.RETURNED}, {"TP-1": S.REGION_REVIEW}])
def test_a_list_without_listed_rows_is_not_frozen(states: dict[str, S]) -> None:
    with pytest.raises(ListNotReadyError, match="没有可报送"):
        check_can_freeze(states)


def test_a_listed_row_is_enough() -> None:
    check_can_freeze({"TP-1": S.LISTED, "TP-2": S.RETURNED})


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    ("arrived", "deadline_on", "late"),
    [
        (CLOSE - timedelta(seconds=1), date(2019, 3, 20), False),
        (CLOSE, date(2019, 3, 20), True),
        (CLOSE - timedelta(hours=30), date(2019, 3, 18), True),
    ],
)
def test_lists_go_up_until_the_last_second(
    arrived: datetime, deadline_on: date, late: bool
) -> None:
    if late:
        with pytest.raises(LateError, match="2019-03-21 00:00"):
            check_not_late(arrived, CLOSE, deadline_on, BEIJING)
    else:
        check_not_late(arrived, CLOSE, deadline_on, BEIJING)


def test_only_the_printed_current_version_goes_up() -> None:
    check_printed_version("7k2m00abzz19", current=CODE, older=[OLD])
    with pytest.raises(WrongVerifyCodeError, match="较早"):
        check_printed_version(OLD, current=CODE, older=[OLD])
    with pytest.raises(WrongVerifyCodeError, match="不符"):
        check_printed_version("9999-9999-9999", current=CODE, older=[OLD])
    with pytest.raises(ListNotReadyError, match="重新定稿"):
        check_printed_version(OLD, current=None, older=[OLD])


def test_who_froze_a_list_does_not_send_it_up() -> None:
    check_another_submits(known_id("officer"), known_id("leader"))
    with pytest.raises(SeparationOfDutiesError):
        check_another_submits(known_id("officer"), known_id("officer"))


def test_receipt_numbers_differ_by_version() -> None:
    assert receipt_number(2019, "XJ-6529", SeatKind.LONG, 3) == "BS2019-XJ-6529-LONG-03"
