"""Training: what a notification lacks, hosts by track, days in their order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from services.chassis.clock import BEIJING
from services.contracts.errors import NotificationIncompleteError, ValidationFailedError
from services.contracts.requests.review_training import (
    HostKind,
    HostPlace,
    TrainingMode,
    TrainingPlan,
)
from services.contracts.vocabulary import Track
from services.review.domain.training import NEEDED, check_complete, check_day, check_plan, missing

WHOLE: dict[str, Any] = {
    "host_name": "（样例）某大学",
    "host_kind": HostKind.UNIVERSITY,
    "host_place": HostPlace.INLAND,
    "mentor": "样例导师",
    "modes": (TrainingMode.PRACTICE, TrainingMode.ONLINE),
    "starts_on": date(2019, 9, 2),
    "ends_on": date(2020, 8, 31),
    "report_at": datetime(2019, 9, 2, 10, tzinfo=BEIJING),
    "report_place": "（样例）某大学培训楼",
    "pre_study_at": datetime(2019, 8, 20, 10, tzinfo=BEIJING),
    "pre_study_place": "（样例）自治区培训中心",
    "pre_study_contact": "样例联系人 0991-0000000",
    "pre_study_topics": "（样例）培养要求与安全",
}


@pytest.mark.requirement("R56", "R57")
@pytest.mark.parametrize("field", NEEDED)
def test_a_notification_lacking_one_thing_is_refused_by_its_name(field: str) -> None:
    check_complete(TrainingPlan(**WHOLE))
    without = TrainingPlan(**{name: value for name, value in WHOLE.items() if name != field})
    assert missing(without) == {field: NEEDED[field]}
    with pytest.raises(NotificationIncompleteError, match=NEEDED[field]) as refused:
        check_complete(without)
    assert [finding.field for finding in refused.value.findings] == [field]


@pytest.mark.requirement("R23")
@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("place", HostPlace)
def test_the_host_is_where_the_track_is(track: Track, place: HostPlace) -> None:
    plan = TrainingPlan(host_place=place)
    if track.value == place.value:
        check_plan(plan, track)
        return
    with pytest.raises(ValidationFailedError):
        check_plan(plan, track)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2019, 9, 2)},
        {"pre_study_at": datetime(2019, 9, 3, 10, tzinfo=BEIJING)},
    ],
)
def test_a_plan_agrees_with_itself(wrong: dict[str, Any]) -> None:
    check_plan(TrainingPlan(**WHOLE), Track.INLAND)
    with pytest.raises(ValidationFailedError):
        check_plan(TrainingPlan(**{**WHOLE, **wrong}), Track.INLAND)


@pytest.mark.requirement("R22")
def test_there_are_the_four_modes_of_the_notice() -> None:
    assert [mode.label for mode in TrainingMode] == ["工作实践", "业务学习", "现场培训", "在线教育"]


def test_a_step_is_neither_of_tomorrow_nor_before_the_one_it_follows() -> None:
    today = date(2019, 9, 2)
    check_day(today, None, today)
    check_day(today, today, today)
    for on, earliest in ((date(2019, 9, 3), None), (date(2019, 9, 1), today)):
        with pytest.raises(ValidationFailedError):
            check_day(on, earliest, today)
