"""Summary lists: seats, order, freezing, printing, sending up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.chassis.testing.messaging import FakeRpc
from services.contracts.actors import service_actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    LateError,
    ListNotReadyError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
    WrongVerifyCodeError,
)
from services.contracts.requests.applications_prints import NameOrder
from services.contracts.requests.review_lists import (
    FreezeList,
    ListView,
    MayReadList,
    OrderList,
    ReadList,
    ReadLists,
    RemoveListRow,
    RowOrder,
    SubmitList,
)
from services.contracts.requests.review_negative import ProposeNegative
from services.contracts.requests.review_prints import ListRows
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, SeatKind
from tests.integration.review.world import World

BUREAU = "地区人社局"


def _list(world: World, kind: SeatKind = SeatKind.INLAND) -> ListView:
    summary = next(row for row in world.lists(BUREAU).lists if row.seat_kind is kind)
    view: ListView = world.ask(
        ReadList(list_id=summary.list_id), world.someone(Role.FINAL_OFFICER, BUREAU)
    )
    return view


def _freeze(world: World) -> UUID:
    summary = _list(world).summary
    request = FreezeList(list_id=summary.list_id, version=summary.version)
    world.ask(request, world.someone(Role.FINAL_OFFICER, BUREAU))
    return summary.list_id


def _submit(world: World, list_id: UUID, **changes: Any) -> Any:
    code = world.last(list_id, "list-frozen")["verify_code"]
    leader = changes.pop("leader", None) or world.someone(Role.FINAL_LEADER, BUREAU, "样例局长")
    at = changes.pop("at", None)
    data = {
        "list_id": list_id,
        "version": _list(world).summary.version,
        "verify_code": code,
        **changes,
    }
    return world.ask(SubmitList(**data), leader, at=at)


def test_only_ready_files_are_nominated(world: World) -> None:
    file = world.bring_to(world.submit(), S.PAPER_CHECK)
    with pytest.raises(IllegalTransitionError, match="待纸质材料审核"):
        world.nominate(file)


def test_a_refused_seat_names_the_plan_row_to_officer_and_applicant(world: World) -> None:
    file = world.bring_to(world.submit(), S.NOMINATING)
    world.answer_seat(file, taken=False)
    assert world.state(file) is S.READY_TO_LIST
    (candidate,) = world.lists(BUREAU).candidates
    assert candidate.refused_reason == (
        "名额已满：阿克苏地区（样例）“内科学”（内地·一年）计划3名，已占用3名。"
    )
    assert world.status(file).refused_reason == candidate.refused_reason


def test_a_removed_row_gives_its_seat_back_and_may_be_listed_again(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    nomination = world.last(file, "nominated")["nomination_id"]
    world.do(RemoveListRow, file, world.officer(file), reason="名额调整")
    assert world.last(file, "delisted")["nomination_id"] == nomination
    assert world.state(file) is S.READY_TO_LIST
    world.bring_to(file, S.LISTED)
    assert world.last(file, "nominated")["nomination_id"] != nomination


@pytest.mark.requirement("R34", "R44", "R45")
def test_each_seat_kind_has_its_own_list(world: World) -> None:
    for kind in SeatKind:
        world.bring_to(world.submit(kind=kind), S.LISTED)
    lists = world.lists(BUREAU).lists
    assert {row.seat_kind: row.listed for row in lists} == dict.fromkeys(SeatKind, 1)


def test_a_list_is_not_frozen_while_a_seat_is_open_or_when_it_is_empty(world: World) -> None:
    file = world.bring_to(world.submit(), S.NOMINATING)
    with pytest.raises(ListNotReadyError, match="正在核定名额"):
        _freeze(world)
    world.answer_seat(file, taken=False)
    with pytest.raises(ListNotReadyError, match="没有可报送"):
        _freeze(world)


def test_the_frozen_order_is_plan_person_name_and_is_asked_once(world: World, rpc: FakeRpc) -> None:
    files = [world.bring_to(world.submit(), S.LISTED) for _ in range(3)]
    summary = _list(world).summary
    row = RowOrder(application_id=files[1], recommend_order=1, reason="本单位急需的学科带头人")
    world.ask(
        OrderList(list_id=summary.list_id, version=summary.version, rows=(row,)),
        world.someone(Role.FINAL_OFFICER, BUREAU),
    )
    list_id = _freeze(world)
    assert len(rpc.asked(NameOrder)) == 1
    version_id = world.last(list_id, "list-frozen")["list_version_id"]
    frozen = world.ask(ListRows(list_version_id=version_id), service_actor("documents"))
    assert [entry.application_id for entry in frozen.rows] == [files[1], files[2], files[0]]
    assert frozen.quota_total == 3
    assert frozen.recipient == "自治区人力资源和社会保障厅专业技术人员管理处"
    assert [entry.application_id for entry in _list(world).rows] == [files[1], files[2], files[0]]


@pytest.mark.requirement("R11", "F6")
def test_an_order_needs_a_reason_and_the_applicant_reads_it(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    summary = _list(world).summary
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    bare = RowOrder(application_id=file, recommend_order=1)
    request = OrderList(list_id=summary.list_id, version=summary.version, rows=(bare,))
    with pytest.raises(ValidationFailedError):
        world.ask(request, officer)
    whole = bare.model_copy(update={"reason": "本单位急需的学科带头人"})
    world.ask(request.model_copy(update={"rows": (whole,)}), officer)
    status = world.status(file)
    assert (status.recommend_order, status.recommend_reason) == (1, "本单位急需的学科带头人")


def test_the_leader_sends_up_the_printed_version(world: World) -> None:
    files = [world.bring_to(world.submit(), S.LISTED) for _ in range(2)]
    list_id = _freeze(world)
    receipt = _submit(world, list_id)
    assert receipt.receipt_no == f"BS2019-{BUREAU}-INLAND-01"
    assert receipt.received_at == world.clock.now()
    assert {world.state(file) for file in files} == {S.REGION_REVIEW}
    told = world.last(list_id, "list-submitted")
    assert {UUID(found) for found in told["application_ids"]} == set(files)
    region = world.organisation_id("XJ")
    assert world.last(files[0], "desk-changed")["organisation_id"] == str(region)
    assert str(region) in world.last(files[0], "desk-changed")["readers"]
    inland = world.someone(Role.REGION_OFFICER_INLAND, region)
    assert world.read(files[0], inland).state is S.REGION_REVIEW
    with pytest.raises(NotFoundError):
        world.read(files[0], world.someone(Role.REGION_OFFICER_IN_REGION, region))


def test_any_change_voids_the_frozen_version(world: World) -> None:
    files = [world.bring_to(world.submit(), S.LISTED) for _ in range(2)]
    list_id = _freeze(world)
    code = world.last(list_id, "list-frozen")["verify_code"]
    world.withdraw(files[0])
    assert world.names(list_id) == ["list-frozen", "list-voided"]
    assert "delisted" not in world.names(files[0])
    with pytest.raises(ListNotReadyError, match="重新定稿"):
        _submit(world, list_id)
    _freeze(world)
    with pytest.raises(WrongVerifyCodeError, match="较早"):
        _submit(world, list_id, verify_code=code)
    _submit(world, list_id)
    assert world.names(list_id)[2:] == ["list-frozen", "list-submitted"]


@pytest.mark.parametrize("change", ["nominate", "return", "remove", "refuse", "freeze again"])
def test_these_changes_void_it_too(world: World, change: str) -> None:
    listed = world.bring_to(world.submit(), S.LISTED)
    ready = world.bring_to(world.submit(), S.READY_TO_LIST)
    list_id = _freeze(world)
    steps: dict[str, Callable[[], object]] = {
        "nominate": lambda: world.nominate(ready),
        "return": lambda: world.send_back(listed),
        "remove": lambda: world.do(RemoveListRow, listed, world.officer(listed), reason="名额调整"),
        "refuse": lambda: world.do(
            ProposeNegative, listed, world.officer(listed), text="（样例）事实和理由。" * 6
        ),
        "freeze again": lambda: _freeze(world),
    }
    steps[change]()
    assert world.names(list_id)[1] == "list-voided"


def test_the_officer_who_froze_does_not_send_up(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    list_id = _freeze(world)
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    with pytest.raises(ForbiddenError):
        _submit(world, list_id, leader=officer)
    both = officer.model_copy(
        update={"roles": (*officer.roles, *world.someone(Role.FINAL_LEADER, BUREAU).roles)}
    )
    with pytest.raises(SeparationOfDutiesError):
        _submit(world, list_id, leader=both)


@pytest.mark.requirement("R48")
def test_lists_are_taken_until_review_closes_by_the_time_of_arrival(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    list_id = _freeze(world)
    close = datetime(2019, 3, 21, tzinfo=BEIJING)
    world.clock.now_value = close + timedelta(seconds=20)
    with pytest.raises(LateError, match="2019-03-21 00:00"):
        _submit(world, list_id, at=close)
    _submit(world, list_id, at=close - timedelta(seconds=1))


def test_a_stale_view_of_the_list_freezes_nothing(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    seen = _list(world).summary
    world.bring_to(world.submit(), S.LISTED)
    with pytest.raises(StaleVersionError):
        world.ask(
            FreezeList(list_id=seen.list_id, version=seen.version),
            world.someone(Role.FINAL_OFFICER, BUREAU),
        )


def test_lists_are_read_by_their_unit_and_once_submitted_by_the_region(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    list_id = _freeze(world)
    region = world.organisation_id("XJ")
    inland = world.someone(Role.REGION_OFFICER_INLAND, region)
    foreign = world.someone(Role.FINAL_OFFICER, "自治区某厅人事处")
    for reader in (inland, foreign):
        with pytest.raises(NotFoundError):
            world.ask(MayReadList(list_id=list_id), reader)
    _submit(world, list_id)
    assert world.ask(MayReadList(list_id=list_id), inland).done
    found = world.ask(ReadLists(organisation_id=region), inland).lists
    assert [row.list_id for row in found] == [list_id]
    with pytest.raises(NotFoundError):
        world.ask(ReadList(list_id=list_id), foreign)


def test_later_files_go_up_with_a_further_version(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    list_id = _freeze(world)
    _submit(world, list_id)
    second = world.bring_to(world.submit(RouteLine.A1), S.LISTED)
    _freeze(world)
    receipt = _submit(world, list_id)
    assert receipt.receipt_no.endswith("-02")
    assert world.last(list_id, "list-submitted")["application_ids"] == [str(second)]
