"""Several files added to a list at once: who can be, in which order, once, and all or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.chassis.testing.messaging import FakeRpc
from services.chassis.work import Replayed
from services.contracts.actors import Actor
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.applications_prints import NameOrder
from services.contracts.requests.review_list_selection import (
    FileSeen,
    FilesForList,
    FilesNominated,
    NominateFiles,
    ReadFilesForList,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, SeatKind
from services.review.handlers import list_selection, listing
from services.review.handlers.access import OpenFile
from tests.integration.review.furniture import CYCLE
from tests.integration.review.test_lists import BUREAU, _freeze, _list
from tests.integration.review.world import World
from tests.support.statements import sent_statements

STATEMENTS_PER_FILE = 3


def _of_list(world: World) -> dict[str, Any]:
    return {
        "organisation_id": world.where(BUREAU),
        "cycle_id": CYCLE,
        "seat_kind": SeatKind.INLAND,
    }


def _officer(world: World, name: str = "样例甲") -> Actor:
    return world.someone(Role.FINAL_OFFICER, BUREAU, name)


def _look(world: World, *files: UUID, actor: Actor | None = None) -> FilesForList:
    request = ReadFilesForList(application_ids=files, **_of_list(world))
    answer: FilesForList = world.ask(request, actor or _officer(world))
    return answer


def _wish(world: World, *files: UUID) -> NominateFiles:
    seen = tuple(FileSeen(application_id=one, version=world.version(one)) for one in files)
    return NominateFiles(files=seen, **_of_list(world))


def _ready(world: World, count: int) -> list[UUID]:
    return [world.bring_to(world.submit(), S.READY_TO_LIST) for _ in range(count)]


def test_all_of_a_selection_are_asked_for_and_each_is_answered_on_its_own(world: World) -> None:
    files = _ready(world, 3)
    done: FilesNominated = world.ask(_wish(world, *files), _officer(world))
    assert (done.asked, done.refused) == (tuple(files), ())
    assert [world.state(file) for file in files] == [S.NOMINATING] * 3
    assert [world.names(file).count("nominated") for file in files] == [1] * 3
    world.answer_seat(files[0])
    world.answer_seat(files[1], taken=False)
    world.answer_seat(files[2])
    after = _look(world, *files)
    assert [one.application_id for one in after.files] == files
    assert [one.state for one in after.files] == [S.LISTED, S.READY_TO_LIST, S.LISTED]
    assert "名额已满" in (after.files[1].refused_reason or "")
    assert {row.application_id for row in _list(world).rows} == {files[0], files[2]}


def test_who_cannot_be_added_is_named_with_the_reason_and_stops_nobody(world: World) -> None:
    good, changed = _ready(world, 2)
    listed = world.bring_to(world.submit(), S.LISTED)
    paper = world.bring_to(world.submit(), S.PAPER_CHECK)
    returned = world.bring_to(world.submit(), S.READY_TO_LIST)
    world.send_back(returned)
    wish = _wish(world, changed, listed, paper, returned, good)
    world.ask(_wish(world, changed), _officer(world))
    world.answer_seat(changed, taken=False)
    done: FilesNominated = world.ask(wish, _officer(world))
    assert done.asked == (good,)
    assert [(row.application_id, row.reason) for row in done.refused] == [
        (changed, "刚刚有变动，请核对最新情况后再列入"),
        (listed, "已在汇总表中"),
        (paper, "纸质材料尚未审核通过"),
        (returned, "现为“退回修改”，不能列入"),
    ]
    assert [world.state(one) for one in (changed, listed, paper)] == [
        S.READY_TO_LIST,
        S.LISTED,
        S.PAPER_CHECK,
    ]
    told = _look(world, changed, listed, paper, returned)
    assert [one.problem for one in told.files] == [None, *(r.reason for r in done.refused[1:])]


def test_before_adding_one_sees_where_each_will_stand_in_the_printed_order(world: World) -> None:
    listed = [world.bring_to(world.submit(), S.LISTED) for _ in range(2)]
    ready = _ready(world, 2)
    paper = world.bring_to(world.submit(), S.PAPER_CHECK)
    places = [one.position for one in _look(world, *ready, paper).files]
    # Applications orders by name: in these tests backwards, so whoever came last stands first.
    assert places == [2, 1, None]
    world.ask(_wish(world, *ready), _officer(world))
    world.answer_seat(ready[0])
    world.answer_seat(ready[1], taken=False)
    assert [one.position for one in _look(world, *ready).files] == [None, 1]
    world.ask(_wish(world, ready[1]), _officer(world))
    world.answer_seat(ready[1])
    assert [one.position for one in _look(world, *ready).files] == [None, None]
    frozen = _freeze(world)
    assert [row.application_id for row in _list(world).rows] == [*ready[::-1], *listed[::-1]]
    assert _look(world, *listed).frozen_version_no == 1
    assert world.names(frozen) == ["list-frozen"]


def test_who_asks_for_no_places_does_not_put_the_list_in_order(world: World, rpc: FakeRpc) -> None:
    listed = world.bring_to(world.submit(), S.LISTED)
    request = ReadFilesForList(application_ids=(listed,), places=False, **_of_list(world))
    asked = len(rpc.asked(NameOrder))
    told = world.ask(request, _officer(world))
    assert [(one.state, one.position) for one in told.files] == [(S.LISTED, None)]
    assert len(rpc.asked(NameOrder)) == asked


def test_a_frozen_version_is_void_once_however_many_are_added(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    list_id = _freeze(world)
    before = _list(world).summary.version
    world.ask(_wish(world, *_ready(world, 3)), _officer(world))
    assert world.names(list_id) == ["list-frozen", "list-voided"]
    assert _list(world).summary.version == before + 1


def test_a_file_of_another_list_or_of_nobody_here_is_neither_told_nor_added(world: World) -> None:
    early = world.submit()
    gone = world.bring_to(world.submit(), S.READY_TO_LIST)
    world.withdraw(gone)
    others = [
        early,
        gone,
        world.bring_to(world.submit(kind=SeatKind.LONG), S.READY_TO_LIST),
        world.bring_to(world.submit(RouteLine.B), S.READY_TO_LIST),
    ]
    assert _look(world, *others, uuid4()).files == ()
    done: FilesNominated = world.ask(_wish(world, *others), _officer(world))
    assert done.asked == ()
    assert {(row.application_no, row.reason) for row in done.refused} == {
        ("", "现在不在本单位办理环节，或不能由您办理")
    }
    assert [world.state(one) for one in others[2:]] == [S.READY_TO_LIST] * 2


def test_nobody_adds_the_own_file_or_one_decided_at_another_level(world: World) -> None:
    own, other = _ready(world, 2)
    applicant = world.applicant(own)
    me = applicant.model_copy(update={"roles": _officer(world).roles})
    assert [one.problem for one in _look(world, own, other, actor=me).files] == [
        "不能办理本人的申报，请由其他工作人员办理。",
        None,
    ]
    done: FilesNominated = world.ask(_wish(world, own, other), me)
    assert (done.asked, [row.application_id for row in done.refused]) == ((other,), [own])


def test_only_an_officer_of_the_unit_adds(world: World) -> None:
    wish = _wish(world, *_ready(world, 1))
    with pytest.raises(ForbiddenError):
        world.ask(wish, world.someone(Role.FINAL_LEADER, BUREAU))
    for stranger in (
        world.someone(Role.FINAL_OFFICER, "自治区某厅人事处"),
        world.someone(Role.UNIT_HR, "单位A2"),
    ):
        with pytest.raises(NotFoundError):
            world.ask(wish, stranger)
        with pytest.raises(NotFoundError):
            _look(world, wish.files[0].application_id, actor=stranger)


def test_sent_again_it_says_the_same_and_asks_for_no_seat_twice(world: World) -> None:
    files = _ready(world, 3)
    world.ask(_wish(world, files[0]), _officer(world))
    wish, key = _wish(world, *files), uuid4().hex
    first = world.ask(wish, _officer(world), key=key)
    for file in files:
        world.answer_seat(file)
    with pytest.raises(Replayed) as again:
        world.ask(wish, _officer(world), key=key)
    assert again.value.response == first.model_dump(mode="json")
    assert (first.asked, len(first.refused)) == (tuple(files[1:]), 1)
    assert [world.names(file).count("nominated") for file in files] == [1] * 3


def test_after_a_crash_midway_nothing_is_half_done_and_a_repeat_does_the_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _ready(world, 3)
    wish, key = _wish(world, *files), uuid4().hex
    real = listing._ask_for_seat

    def dies_at_the_last(opened: OpenFile, list_id: UUID) -> None:
        if opened.case.application_id == files[-1]:
            raise SystemExit
        real(opened, list_id)

    with monkeypatch.context() as broken:
        broken.setattr(listing, "_ask_for_seat", dies_at_the_last)
        with pytest.raises(SystemExit):
            world.ask(wish, _officer(world), key=key)
    assert [world.state(file) for file in files] == [S.READY_TO_LIST] * 3
    assert not any("nominated" in world.names(file) for file in files)
    assert world.ask(wish, _officer(world), key=key).asked == tuple(files)
    assert [world.names(file).count("nominated") for file in files] == [1] * 3


def test_two_who_select_the_same_people_at_once_add_each_once(world: World) -> None:
    files = _ready(world, 6)
    wishes = [_wish(world, *files), _wish(world, *files[::-1])]
    calls = [
        world.call(wish, _officer(world, name))
        for wish, name in zip(wishes, ("样例甲", "样例乙"), strict=True)
    ]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda call: list_selection.nominate_files(world.app, call), calls))
    assert sorted(chain(*(one.asked for one in done))) == sorted(files)
    assert sum(len(one.refused) for one in done) == 6
    assert [world.names(file).count("nominated") for file in files] == [1] * 6


def test_another_file_costs_a_few_statements_more(world: World) -> None:
    files = _ready(world, 8)
    few, many = _wish(world, *files[:2]), _wish(world, *files[2:])
    with sent_statements(world.app.database.engine) as two:
        world.ask(few, _officer(world))
    with sent_statements(world.app.database.engine) as six:
        world.ask(many, _officer(world))
    assert len(six) - len(two) <= 4 * STATEMENTS_PER_FILE
