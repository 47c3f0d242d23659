"""What the region returns: one person, or a list as a whole; seats stay, own deadlines count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts.actors import Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    LateError,
    ListNotReadyError,
    NotFoundError,
    SeparationOfDutiesError,
)
from services.contracts.requests.review import ReturnAim, ReturnApplication, ReturnItem
from services.contracts.requests.review_lists import ListVersionStatus, ReadList, ReturnList
from services.contracts.requests.review_packages import PackageStatus
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind
from services.review.handlers import returns
from tests.integration.review.mailing import (
    BUREAU,
    close,
    dispatch,
    gone_up,
    list_of,
    package_desk,
    read,
    receive,
    send_list_up,
)
from tests.integration.review.world import World

WHY = "（样例）汇总表第二页未盖章，且合计人数与所附申报表不符，请核对后重新报送。"
REASON = ReturnItem(
    item_code="title", reason_code="unclear_scan", text="证书扫描件第二页看不清，请重新上传"
)


def office(world: World) -> Actor:
    """The inland office's officer."""
    return world.someone(Role.REGION_OFFICER_INLAND, "XJ")


def send_person_back(world: World, file: UUID, **changes: Any) -> Any:
    return world.do(
        ReturnApplication,
        file,
        changes.pop("actor", office(world)),
        **{"items": (REASON,), **changes},
    )


def return_whole(world: World, list_id: UUID, due_at: datetime, **changes: Any) -> Any:
    summary = list_of(world, SeatKind.INLAND)
    data = {"list_id": list_id, "version": summary.version, "text": WHY, "due_at": due_at}
    actor = changes.pop("actor", office(world))
    return world.ask(ReturnList(**{**data, **changes}), actor)


def after_the_deadline(world: World) -> datetime:
    world.clock.advance(datetime(2019, 3, 25, 12, tzinfo=BEIJING) - world.clock.now())
    now: datetime = world.clock.now()
    return now


def test_a_returned_person_keeps_the_seat_and_goes_through_the_paper_check_again(
    world: World,
) -> None:
    file, other = gone_up(world, people=2)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    after_the_deadline(world)
    send_person_back(world, file)
    status = world.status(file)
    assert (status.state, status.returned_by) == (S.RETURNED, "自治区人力资源和社会保障厅")
    assert world.last(file, "returned")["to_applicant"] is True
    world.resubmit(file)
    assert world.state(file) is S.FINAL_REVIEW
    world.pass_on(file)
    world.hand_in_paper(file)
    after = world.read(file)
    assert (after.state, after.holds_seat, after.version_no) == (S.LISTED, True, 2)
    assert world.names(file).count("nominated") == 1
    assert "delisted" not in world.names(file)
    send_list_up(world)
    view = world.ask(ReadList(list_id=list_id), office(world))
    assert {row.application_id: row.version_no for row in view.rows} == {file: 2, other: 1}
    assert world.state(file) is S.REGION_REVIEW


def test_the_region_returns_to_a_lower_desk_too(world: World) -> None:
    (file,) = gone_up(world)
    seen = world.read(file, office(world))
    assert seen.return_positions == (0, 1, 2)
    send_person_back(world, file, aim=ReturnAim.DESK, to_position=2)
    assert world.state(file) is S.FINAL_REVIEW
    world.bring_to(file, S.LISTED)
    assert world.names(file).count("nominated") == 1


def test_when_nothing_comes_back_the_region_has_the_file_again(world: World) -> None:
    (file,) = gone_up(world)
    send_person_back(world, file)
    world.clock.advance(timedelta(days=60))
    assert returns.return_overdue(world.app) == 1
    assert world.state(file) is S.REGION_REVIEW


def test_the_desks_have_their_time_and_not_more(world: World) -> None:
    (file,) = gone_up(world)
    after_the_deadline(world)
    send_person_back(world, file)
    world.resubmit(file)
    world.bring_to(file, S.LISTED)
    world.clock.advance(timedelta(days=30))
    with pytest.raises(LateError):
        send_list_up(world)


def test_a_list_as_a_whole_opens_again_and_goes_up_after_the_deadline(world: World) -> None:
    files = gone_up(world, people=2)
    list_id = world.read(files[0], office(world)).list_id
    assert list_id is not None
    package_id = close(world).package_id
    now = after_the_deadline(world)
    return_whole(world, list_id, now + timedelta(days=5))
    assert {world.state(file) for file in files} == {S.LISTED}
    assert all(world.read(file).holds_seat for file in files)
    summary = list_of(world, SeatKind.INLAND)
    assert summary.returned is not None
    assert (summary.status.value, summary.listed, summary.returned.text) == ("OPEN", 2, WHY)
    assert world.last(list_id, "list-returned")["due_at"]
    assert read(world, package_id).package.status is PackageStatus.VOID
    assert package_desk(world).to_pack == ()
    send_list_up(world)
    view = world.ask(ReadList(list_id=list_id), office(world))
    assert [v.status for v in view.versions] == [
        ListVersionStatus.SUBMITTED,
        ListVersionStatus.RETURNED,
    ]
    assert view.summary.returned is None
    assert world.state(files[0]) is S.REGION_REVIEW


def test_the_package_of_a_returned_list_has_the_lists_own_last_day(world: World) -> None:
    (file,) = gone_up(world)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    after_the_deadline(world)
    return_whole(world, list_id, datetime(2019, 3, 30, tzinfo=BEIJING))
    send_list_up(world)
    package_id = close(world).package_id
    assert read(world, package_id).package.deadline_on == date(2019, 3, 29)
    dispatch(world, package_id, date(2019, 3, 25))
    receive(world, package_id, date(2019, 3, 25))
    assert world.state(file) is S.REGION_REVIEW


def test_who_came_to_the_list_meanwhile_is_not_let_up_after_the_deadline(world: World) -> None:
    (file,) = gone_up(world)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    now = after_the_deadline(world)
    return_whole(world, list_id, now + timedelta(days=5))
    world.bring_to(world.submit(), S.LISTED)
    with pytest.raises(LateError):
        send_list_up(world)


def test_after_the_due_date_a_returned_list_is_late(world: World) -> None:
    (file,) = gone_up(world)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    now = after_the_deadline(world)
    return_whole(world, list_id, now + timedelta(days=5))
    world.clock.advance(timedelta(days=5))
    with pytest.raises(LateError):
        send_list_up(world)


def test_only_the_officer_of_the_track_returns_and_not_the_own_file(world: World) -> None:
    (file,) = gone_up(world)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    due_at = world.clock.now() + timedelta(days=5)
    other = world.someone(Role.REGION_OFFICER_IN_REGION, "XJ")
    leader = world.someone(Role.REGION_LEADER, "XJ")
    for wrong, fault in ((other, NotFoundError), (leader, ForbiddenError)):
        with pytest.raises(fault):
            send_person_back(world, file, actor=wrong)
        with pytest.raises(fault):
            return_whole(world, list_id, due_at, actor=wrong)
    own = office(world).model_copy(update={"person_id": world.applicant(file).person_id})
    with pytest.raises(SeparationOfDutiesError):
        send_person_back(world, file, actor=own)
    with pytest.raises(SeparationOfDutiesError):
        return_whole(world, list_id, due_at, actor=own)
    final = world.someone(Role.FINAL_OFFICER, BUREAU)
    with pytest.raises((ForbiddenError, IllegalTransitionError)):
        send_person_back(world, file, actor=final)


def test_a_list_with_nobody_before_the_region_is_not_returned(world: World) -> None:
    (file,) = gone_up(world)
    list_id = world.read(file, office(world)).list_id
    assert list_id is not None
    due_at = world.clock.now() + timedelta(days=5)
    return_whole(world, list_id, due_at)
    with pytest.raises(ListNotReadyError):
        return_whole(world, list_id, due_at)
