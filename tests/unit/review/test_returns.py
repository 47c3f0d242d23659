"""Returns: reasons, due dates, the desk a corrected file goes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.chassis.clock import BEIJING
from services.chassis.datafiles import read_table
from services.contracts.errors import ValidationFailedError
from services.contracts.requests.review import ReturnAim, ReturnItem
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.returns import (
    check_aim,
    check_due_at,
    check_reasons,
    default_due_at,
    resume_at,
)
from services.review.domain.routes import BrokenRouteError, Route
from services.review.domain.workdays import Workdays, read_workdays
from tests.unit.review.people import ROUTE, SHORT_ROUTE, file_in

CALENDAR = Path(__file__).parents[3] / "programmes" / "2019" / "workdays.csv"
WINDOW = datetime(2019, 3, 21, tzinfo=BEIJING)


def _beijing(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2019, month, day, hour, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (_beijing(2, 18), WINDOW),
        (_beijing(3, 13), WINDOW),
        (_beijing(3, 14), _beijing(3, 22, 0)),
        (_beijing(3, 15, 23), _beijing(3, 23, 0)),
    ],
)
def test_the_due_date_is_the_later_of_window_and_five_working_days(
    now: datetime, due: datetime
) -> None:
    assert default_due_at(now, WINDOW, Workdays(), BEIJING) == due


def test_days_are_counted_in_beijing_time() -> None:
    late_evening_utc = datetime(2019, 3, 18, 17, tzinfo=UTC)
    assert default_due_at(late_evening_utc, WINDOW, Workdays(), BEIJING) == _beijing(3, 27, 0)


def test_public_holidays_and_worked_weekends_of_2019_count() -> None:
    calendar = read_workdays(read_table(CALENDAR))
    assert calendar.after(date(2019, 2, 1), 3) == date(2019, 2, 11)
    assert calendar.after(date(2019, 4, 26), 1) == date(2019, 4, 28)
    assert Workdays().after(date(2026, 11, 20), 1) == date(2026, 11, 23)


@pytest.mark.parametrize("hours", [-1, 0, 24 * 121])
def test_a_due_date_in_the_past_or_far_away_is_refused(hours: int) -> None:
    now = _beijing(3, 1)
    with pytest.raises(ValidationFailedError):
        check_due_at(now + timedelta(hours=hours), now)


def test_a_due_date_within_the_coming_months_is_taken() -> None:
    now = _beijing(3, 1)
    check_due_at(now + timedelta(days=3), now)


@pytest.mark.requirement("D03")
def test_a_return_names_known_items_known_reasons_and_real_words() -> None:
    items = [
        ReturnItem(item_code="nowhere", reason_code="missing", text="请补充学历证书扫描件第二页"),
        ReturnItem(item_code="title", reason_code="dislike", text="请补充学历证书扫描件第二页"),
        ReturnItem(item_code="title", reason_code="missing", text="不符合要求          "),
    ]
    with pytest.raises(ValidationFailedError) as refused:
        check_reasons(items, {"title"}, {"missing"})
    assert [(f.field, f.code) for f in refused.value.findings] == [
        ("nowhere", "unknown_item"),
        ("title", "unknown_reason"),
        ("title", "text_too_short"),
    ]


def test_a_return_goes_to_the_applicant_or_to_a_lower_desk_only() -> None:
    at_final = file_in(S.PAPER_CHECK)
    assert check_aim(at_final, ReturnAim.APPLICANT, None) is None
    assert check_aim(at_final, ReturnAim.DESK, 0) == ROUTE.nodes[0]
    for wrong in (None, 2, 3):
        with pytest.raises(ValidationFailedError):
            check_aim(at_final, ReturnAim.DESK, wrong)
    with pytest.raises(ValidationFailedError):
        check_aim(at_final, ReturnAim.APPLICANT, 0)
    with pytest.raises(ValidationFailedError):
        check_aim(file_in(S.UNIT_REVIEW), ReturnAim.DESK, 0)


@pytest.mark.parametrize(
    ("from_state", "position", "key", "expected"),
    [
        (S.UNIT_REVIEW, 0, False, (S.UNIT_REVIEW, 0, False)),
        (S.MID_REVIEW, 1, False, (S.MID_REVIEW, 1, False)),
        (S.FINAL_REVIEW, 2, False, (S.FINAL_REVIEW, 2, False)),
        (S.PAPER_CHECK, 2, False, (S.FINAL_REVIEW, 2, False)),
        (S.READY_TO_LIST, 2, False, (S.FINAL_REVIEW, 2, False)),
        (S.LISTED, 2, False, (S.FINAL_REVIEW, 2, False)),
        (S.MID_REVIEW, 1, True, (S.UNIT_REVIEW, 0, True)),
        (S.LISTED, 2, True, (S.UNIT_REVIEW, 0, True)),
    ],
)
def test_a_corrected_file_goes_back_to_its_desk_or_starts_anew(
    from_state: S, position: int, key: bool, expected: tuple[S, int, bool]
) -> None:
    found = resume_at(ROUTE, from_state=from_state, from_position=position, key_fields_changed=key)
    assert (found.state, found.position, found.restarts) == expected


def test_a_route_is_unit_any_mid_and_final_in_order() -> None:
    assert SHORT_ROUTE.after(0) == SHORT_ROUTE.final
    for broken in (ROUTE.nodes[:1], ROUTE.nodes[1:], ROUTE.nodes[:2], ROUTE.nodes[::-1]):
        with pytest.raises(BrokenRouteError):
            Route(broken)
