"""Packages: counts of the sheet, what is missing, dates, and which day is too late."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.errors import (
    IllegalTransitionError,
    PackageIncompleteError,
    ValidationFailedError,
)
from services.contracts.requests.review_packages import (
    DispatchPackage,
    PackageStatus,
    ReceivePackage,
)
from services.contracts.vocabulary import SeatKind, Track
from services.review.domain.packages import (
    Sheet,
    check_complete,
    check_dispatch,
    check_one_track,
    check_receipt,
    check_step,
    is_late,
    package_number,
)

LAST_DAY = date(2019, 3, 20)
SHEET = Sheet(persons=3, lists=2, list_copies=2)
FIRST, SECOND = uuid4(), uuid4()
PEOPLE = {FIRST: "TP2019-652900-00001", SECOND: "TP2019-652900-00002"}


def receipt(**changes: Any) -> ReceivePackage:
    known: dict[str, Any] = {
        "package_id": uuid4(),
        "version": 2,
        "received_on": date(2019, 3, 25),
        "postmarked_on": LAST_DAY,
        "forms": 6,
        "lists": 4,
    }
    return ReceivePackage(**{**known, **changes})


@pytest.mark.requirement("R43")
def test_the_sheet_counts_two_forms_of_each_and_every_copy_of_each_list() -> None:
    assert (SHEET.forms, SHEET.lists_in_all, SHEET.sheets) == (6, 4, 10)


@pytest.mark.requirement("R43")
def test_a_form_that_is_missing_is_named_with_its_number() -> None:
    check_complete(PEOPLE, [FIRST, SECOND], list_copies=1)
    with pytest.raises(PackageIncompleteError, match="00002的申报表2份未装入"):
        check_complete(PEOPLE, [FIRST], list_copies=1)
    with pytest.raises(PackageIncompleteError, match="缺盖章的汇总表"):
        check_complete(PEOPLE, [FIRST, SECOND], list_copies=0)
    with pytest.raises(PackageIncompleteError, match="没有可以报送的人员"):
        check_complete({}, [], list_copies=1)


@pytest.mark.requirement("R44", "R45")
@pytest.mark.parametrize(
    ("track", "kinds", "fits"),
    [
        (Track.INLAND, [SeatKind.INLAND], True),
        (Track.IN_REGION, [SeatKind.LONG, SeatKind.SHORT], True),
        (Track.INLAND, [SeatKind.INLAND, SeatKind.LONG], False),
        (Track.IN_REGION, [SeatKind.SHORT, SeatKind.INLAND], False),
    ],
)
def test_a_package_is_of_one_track(track: Track, kinds: list[SeatKind], fits: bool) -> None:
    if fits:
        check_one_track(track, kinds)
        return
    with pytest.raises(ValidationFailedError):
        check_one_track(track, kinds)


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    ("postmarked_on", "late"),
    [(date(2019, 3, 19), False), (LAST_DAY, False), (date(2019, 3, 21), True)],
)
def test_the_last_day_still_counts(postmarked_on: date, late: bool) -> None:
    assert is_late(postmarked_on, LAST_DAY) is late


@pytest.mark.parametrize(("day", "fits"), [(9, False), (10, True), (12, True), (13, False)])
def test_dispatch_is_between_the_submission_and_today(day: int, fits: bool) -> None:
    data = DispatchPackage(
        package_id=uuid4(),
        version=1,
        dispatched_on=date(2019, 3, day),
        carrier="邮政",
        waybill="EA1",
    )
    dates = {"submitted_on": date(2019, 3, 10), "today": date(2019, 3, 12)}
    if fits:
        check_dispatch(data, **dates)
        return
    with pytest.raises(ValidationFailedError):
        check_dispatch(data, **dates)


@pytest.mark.parametrize(
    "changes", [{"forms": 5}, {"lists": 3}, {"postmarked_on": date(2019, 3, 19)}]
)
def test_what_differs_from_the_sheet_is_written_down(changes: dict[str, Any]) -> None:
    known = {"dispatched_on": LAST_DAY, "today": date(2019, 3, 25)}
    check_receipt(receipt(), SHEET, **known)
    check_receipt(receipt(**changes, differences="（样例）少一份"), SHEET, **known)
    with pytest.raises(ValidationFailedError):
        check_receipt(receipt(**changes, differences="  "), SHEET, **known)


def test_nothing_is_received_before_it_was_sent_or_tomorrow() -> None:
    known = {"dispatched_on": LAST_DAY, "today": date(2019, 3, 25)}
    for wrong in (receipt(received_on=date(2019, 3, 26)), receipt(received_on=date(2019, 3, 19))):
        with pytest.raises(ValidationFailedError):
            check_receipt(wrong, SHEET, **known)


def test_a_package_goes_one_way() -> None:
    check_step(PackageStatus.CLOSED, PackageStatus.CLOSED)
    with pytest.raises(IllegalTransitionError, match="已寄出"):
        check_step(PackageStatus.DISPATCHED, PackageStatus.CLOSED)


def test_the_number_tells_year_unit_office_and_place_in_line() -> None:
    assert package_number(2019, "XJ-6529", Track.IN_REGION, 3) == "BG2019-XJ-6529-JN-03"
