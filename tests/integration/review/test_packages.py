"""Packages: complete, to the right office, by postmark; dispatched late they are refused whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts import events
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    PackageIncompleteError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.review_packages import (
    PackageStatus,
    ReadPackage,
    ReadPackagesReceived,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind, Track
from services.review.handlers import closures
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import (
    BUREAU,
    close,
    dispatch,
    gone_up,
    package_desk,
    read,
    receive,
)
from tests.integration.review.world import World

LAST_DAY = date(2019, 3, 20)


def turn_to(world: World, day: date) -> None:
    """Noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
    world.clock.advance(noon - world.clock.now())


def sent(world: World, on: date = LAST_DAY) -> UUID:
    """A package handed to the post on a day."""
    package_id: UUID = close(world).package_id
    turn_to(world, max(on, date(2019, 2, 20)))
    dispatch(world, package_id, on)
    return package_id


@pytest.mark.requirement("R43")
def test_a_package_names_everybody_two_forms_each_and_the_lists(world: World) -> None:
    files = gone_up(world, people=2)
    package_id = close(world).package_id
    contents = read(world, package_id)
    package = contents.package
    assert [one.application_id for one in contents.people] != []
    assert {one.application_id for one in contents.people} == set(files)
    assert (package.persons, package.forms, package.list_copies, package.sheets) == (2, 4, 2, 6)
    assert package.package_no == "BG2019-地区人社局-ND-01"
    assert package.recipient == "自治区人力资源和社会保障厅专业技术人员管理处"
    closed = world.last(package_id, "package-closed")
    assert (closed["persons"], closed["track"]) == (2, "INLAND")
    assert package_desk(world).to_pack == ()


@pytest.mark.requirement("R43")
def test_what_is_missing_is_named_and_the_package_stays_open(world: World) -> None:
    first, second = gone_up(world, people=2)
    with pytest.raises(PackageIncompleteError, match="申报表2份未装入") as refused:
        close(world, packed=(first,))
    assert [finding.field for finding in refused.value.findings] == [str(second)]
    with pytest.raises(PackageIncompleteError, match="盖章的汇总表"):
        close(world, list_copies=0)
    assert package_desk(world).packages == ()


@pytest.mark.requirement("R44", "R45")
def test_nobody_of_the_other_track_can_be_in_a_package(world: World) -> None:
    (inland,) = gone_up(world)
    gone_up(world, SeatKind.LONG)
    gone_up(world, SeatKind.SHORT)
    waiting = {row.track: row for row in package_desk(world).to_pack}
    with pytest.raises(ValidationFailedError) as refused:
        close(
            world,
            Track.IN_REGION,
            list_version_ids=tuple(
                one.list_version_id for row in waiting.values() for one in row.lists
            ),
        )
    assert "内地·一年的汇总表不寄这个办公室" in refused.value.findings[0].message
    contents = read(world, close(world, Track.IN_REGION).package_id)
    assert contents.package.recipient == "自治区职称社会化评价中心"
    assert [one.seat_kind for one in contents.people] == [SeatKind.LONG, SeatKind.SHORT]
    assert inland not in {one.application_id for one in contents.people}


@pytest.mark.requirement("R47")
def test_the_postmark_counts_and_not_the_day_of_arrival(world: World) -> None:
    (file,) = gone_up(world)
    package_id = sent(world)
    turn_to(world, date(2019, 3, 29))
    answer = receive(world, package_id, date(2019, 3, 29))
    assert answer.status is PackageStatus.RECEIVED
    assert world.state(file) is S.REGION_REVIEW
    told = [entry for entry in world.status(file).history if entry.text][-2:]
    assert "2019年3月20日寄出（邮政特快专递EA1）" in str(told[0].text)
    assert "2019年3月29日收到" in str(told[1].text)
    assert world.last(package_id, "package-received")["refused"] is False


@pytest.mark.requirement("R47", "F15")
def test_a_late_package_is_registered_and_refused_as_a_whole(world: World) -> None:
    files = gone_up(world, people=2)
    package_id = sent(world, date(2019, 3, 21))
    answer = receive(world, package_id, date(2019, 3, 21))
    assert answer.status is PackageStatus.REFUSED
    for file in files:
        status = world.status(file)
        (closure,) = status.closures
        assert status.state is S.NOT_RECOMMENDED
        assert "2019年3月21日，晚于寄出截止日期2019年3月20日" in closure.text
        assert closure.organisation_name == "自治区人力资源和社会保障厅"
        assert closure.contest_until == datetime(2019, 4, 5, tzinfo=BEIJING)
        assert world.last(file, "refused")["node_kind"] == "REGION"
        assert "delisted" not in world.names(file)
    assert closures.settle_closures(world.app) == 0
    world.clock.advance(timedelta(days=16))
    assert closures.settle_closures(world.app) == 2
    assert closures.settle_closures(world.app) == 0
    assert [world.last(file, "delisted")["reason"] for file in files] == ["refused", "refused"]


@pytest.mark.requirement("R47", "R48")
def test_an_extension_for_all_counts(world: World) -> None:
    (file,) = gone_up(world)
    package_id = sent(world, date(2019, 3, 21))
    facts = world.cycle_opened(dispatch_deadline_on=date(2019, 3, 22)).model_dump()
    world.deliver(events.CycleChangedV1(**facts), CYCLE)
    assert receive(world, package_id, date(2019, 3, 21)).status is PackageStatus.RECEIVED
    assert world.state(file) is S.REGION_REVIEW


def test_the_region_checks_the_postmark_and_writes_down_what_differs(world: World) -> None:
    (file,) = gone_up(world)
    package_id = sent(world)
    turn_to(world, date(2019, 3, 23))
    for wrong in (
        {"postmarked_on": date(2019, 3, 22)},
        {"forms": 1},
        {"postmarked_on": date(2019, 3, 24), "differences": "（样例）"},
    ):
        with pytest.raises(ValidationFailedError):
            receive(world, package_id, date(2019, 3, 23), **wrong)
    receive(
        world,
        package_id,
        date(2019, 3, 23),
        postmarked_on=date(2019, 3, 22),
        differences="（样例）邮戳为3月22日，清单填写3月20日。",
    )
    assert world.state(file) is S.NOT_RECOMMENDED


def test_a_package_is_dispatched_once_and_not_before_its_list_or_tomorrow(world: World) -> None:
    gone_up(world)
    package_id = close(world).package_id
    for day in (date(2019, 2, 19), date(2019, 2, 21)):
        with pytest.raises(ValidationFailedError):
            dispatch(world, package_id, day)
    with pytest.raises(StaleVersionError):
        dispatch(world, package_id, date(2019, 2, 20), version=7)
    dispatch(world, package_id, date(2019, 2, 20))
    with pytest.raises(IllegalTransitionError, match="已寄出"):
        dispatch(world, package_id, date(2019, 2, 20))


def test_each_office_receives_its_own_track_and_only_what_is_on_its_way(world: World) -> None:
    gone_up(world)
    package_id = close(world).package_id
    inland = world.someone(Role.REGION_OFFICER_INLAND, "XJ")
    other = world.someone(Role.REGION_OFFICER_IN_REGION, "XJ")
    asked = ReadPackagesReceived(organisation_id=world.where("XJ"), cycle_id=CYCLE)
    with pytest.raises(NotFoundError):
        world.ask(ReadPackage(package_id=package_id), inland)
    assert world.ask(asked, inland).total == 0
    dispatch(world, package_id, date(2019, 2, 20))
    assert world.ask(asked, inland).total == 1
    assert world.ask(asked, other).total == 0
    with pytest.raises(NotFoundError):
        world.ask(ReadPackage(package_id=package_id), other)
    stranger = world.someone(Role.FINAL_OFFICER, "自治区某厅人事处")
    with pytest.raises(NotFoundError):
        world.ask(ReadPackage(package_id=package_id), stranger)
    seen = world.ask(ReadPackage(package_id=package_id), world.someone(Role.REGION_LEADER, "XJ"))
    assert seen.can_receive is False
    assert world.ask(ReadPackage(package_id=package_id), inland).can_receive is True


def test_nobody_packs_the_own_file_and_a_leader_packs_none(world: World) -> None:
    (file,) = gone_up(world)
    officer, applicant = world.someone(Role.FINAL_OFFICER, BUREAU), world.applicant(file)
    world.people[f"{Role.FINAL_OFFICER.value} 样例甲", world.where(BUREAU)] = officer.model_copy(
        update={"person_id": applicant.person_id}
    )
    with pytest.raises(SeparationOfDutiesError):
        close(world)
    leader = world.someone(Role.FINAL_LEADER, BUREAU, "样例局长")
    world.people[f"{Role.FINAL_OFFICER.value} 样例甲", world.where(BUREAU)] = leader
    with pytest.raises(ForbiddenError):
        close(world)
