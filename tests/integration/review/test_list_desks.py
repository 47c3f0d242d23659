"""Lists as the desks work with them: candidates, the three lists of a unit, those received."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_list_desk import (
    ListDesk,
    ListOverview,
    ReadListDesk,
    ReadListMark,
    ReadListOverview,
    ReadReceivedLists,
    ReceivedLists,
    RowsWanted,
)
from services.contracts.requests.review_lists import (
    FreezeList,
    ListView,
    ReadList,
    ReadLists,
    SubmitList,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, SeatKind, Track
from tests.integration.review.furniture import CYCLE
from tests.integration.review.world import World
from tests.support.statements import sent_statements

BUREAU, REGION = "地区人社局", "XJ"


def _desk(world: World, actor: Actor | None = None, **page: Any) -> ListDesk:
    request = ReadListDesk(
        organisation_id=world.where(BUREAU), cycle_id=CYCLE, seat_kind=SeatKind.INLAND, **page
    )
    desk: ListDesk = world.ask(request, actor or world.someone(Role.FINAL_OFFICER, BUREAU))
    return desk


def _submitted(world: World, line: RouteLine, kind: SeatKind = SeatKind.INLAND) -> UUID:
    """A file whose list went up; the list's id."""
    file = world.bring_to(world.submit(line, kind), S.LISTED)
    where = world.desk(file)
    officer = world.someone(Role.FINAL_OFFICER, where)
    leader = world.someone(Role.FINAL_LEADER, where, "样例局长")
    lists = world.ask(ReadLists(organisation_id=where), officer).lists
    summary = next(row for row in lists if row.seat_kind is kind)
    frozen = world.ask(FreezeList(list_id=summary.list_id, version=summary.version), officer)
    code = world.last(summary.list_id, "list-frozen")["verify_code"]
    world.ask(SubmitList(list_id=summary.list_id, version=frozen.version, verify_code=code), leader)
    list_id: UUID = summary.list_id
    return list_id


def _received(world: World, role: Role, **more: Any) -> ReceivedLists:
    request = ReadReceivedLists(organisation_id=world.where(REGION), **more)
    answer: ReceivedLists = world.ask(request, world.someone(role, REGION))
    return answer


def test_the_desk_has_the_list_and_one_page_of_its_candidates(world: World) -> None:
    ready = [world.bring_to(world.submit(), S.READY_TO_LIST) for _ in range(3)]
    world.bring_to(world.submit(kind=SeatKind.LONG), S.READY_TO_LIST)
    world.bring_to(world.submit(RouteLine.B), S.READY_TO_LIST)
    before = _desk(world)
    assert (before.view, before.candidate_count, before.plan_unit_code) == (None, 3, "XJ-6529")
    world.nominate(ready[0])
    desk = _desk(world, offset=1, limit=1)
    assert desk.view is not None
    assert [row.application_id for row in desk.view.rows] == [ready[0]]
    assert ([row.application_id for row in desk.candidates], desk.candidate_count) == (
        [ready[2]],
        2,
    )
    assert desk.can_nominate
    assert not _desk(world, world.someone(Role.FINAL_LEADER, BUREAU)).can_nominate


def test_of_a_long_list_only_the_rows_that_are_wanted_are_told(world: World) -> None:
    files = [world.bring_to(world.submit(), S.LISTED) for _ in range(3)]
    waiting = world.bring_to(world.submit(), S.READY_TO_LIST)
    whole = _desk(world, limit=0)
    assert whole.view is not None
    assert {row.application_id for row in whole.view.rows} == set(files)
    assert (whole.candidates, whole.candidate_count) == ((), 1)

    def rows(**wanted: Any) -> tuple[int, list[tuple[int, UUID]]]:
        view = _desk(world, rows=RowsWanted(**wanted)).view
        assert view is not None
        return view.row_count, [(row.position, row.application_id) for row in view.rows]

    order = [(row.position, row.application_id) for row in whole.view.rows]
    assert rows(offset=1, limit=1) == (3, order[1:2])
    assert rows(offset=3, limit=50) == (3, [])
    assert rows(application_id=order[2][1]) == (1, order[2:])
    assert rows(application_id=waiting) == (0, [])
    assert rows(state=S.NOMINATING) == (0, [])
    assert rows(state=S.LISTED, limit=2) == (3, order[:2])


def test_seats_are_known_of_everybody_also_of_those_on_other_pages(world: World) -> None:
    world.bring_to(world.submit(), S.LISTED)
    world.bring_to(world.submit(), S.READY_TO_LIST)
    whole, part = _desk(world), _desk(world, limit=0, rows=RowsWanted(limit=0))
    assert whole.view is not None
    people = {row.plan_row_id for row in whole.view.rows}
    people |= {row.plan_row_id for row in whole.candidates}
    assert set(whole.plan_row_ids) == set(part.plan_row_ids) == people


def test_the_mark_changes_with_whatever_is_shown_and_is_no_reading(world: World) -> None:
    file = world.bring_to(world.submit(), S.READY_TO_LIST)
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    request = ReadListMark(
        organisation_id=world.where(BUREAU), cycle_id=CYCLE, seat_kind=SeatKind.INLAND
    )
    marks = [_desk(world).mark]
    world.nominate(file)
    marks.append(world.ask(request, officer).mark)
    world.answer_seat(file, taken=False)
    marks.append(world.ask(request, officer).mark)
    world.bring_to(world.submit(), S.READY_TO_LIST)
    marks.append(world.ask(request, officer).mark)
    world.withdraw(file)
    other = world.bring_to(world.submit(), S.READY_TO_LIST)
    marks.append(world.ask(request, officer).mark)
    world.withdraw(other)
    world.bring_to(world.submit(), S.READY_TO_LIST)
    marks.append(world.ask(request, officer).mark)
    assert len(set(marks)) == len(marks)
    assert world.ask(request, officer).mark == marks[-1] == _desk(world).mark
    with pytest.raises(NotFoundError):
        world.ask(request, world.someone(Role.UNIT_HR, "单位A2"))


def test_the_overview_counts_by_kind(world: World) -> None:
    world.bring_to(world.submit(), S.READY_TO_LIST)
    world.bring_to(world.submit(kind=SeatKind.LONG), S.LISTED)
    world.bring_to(world.submit(kind=SeatKind.SHORT), S.PAPER_CHECK)
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    request = ReadListOverview(organisation_id=world.where(BUREAU), cycle_id=CYCLE)
    overview: ListOverview = world.ask(request, officer)
    assert [(k.seat_kind, k.ready, k.summary and k.summary.listed) for k in overview.kinds] == [
        (SeatKind.INLAND, 1, None),
        (SeatKind.LONG, 0, 1),
        (SeatKind.SHORT, 0, None),
    ]
    assert overview.waiting_for_paper == 1


def test_a_desk_of_others_is_not_found(world: World) -> None:
    stranger = world.someone(Role.FINAL_OFFICER, "自治区某厅人事处")
    with pytest.raises(NotFoundError):
        _desk(world, stranger)
    with pytest.raises(NotFoundError):
        world.ask(ReadListOverview(organisation_id=world.where(BUREAU), cycle_id=CYCLE), stranger)
    with pytest.raises(NotFoundError):
        world.ask(ReadReceivedLists(organisation_id=world.where(REGION)), stranger)


@pytest.mark.requirement("R44", "R45")
def test_an_office_receives_the_lists_of_its_track(world: World) -> None:
    inland = _submitted(world, RouteLine.A2)
    short = _submitted(world, RouteLine.B, SeatKind.SHORT)
    world.bring_to(world.submit(kind=SeatKind.LONG), S.LISTED)
    for role, expected in (
        (Role.REGION_OFFICER_INLAND, {inland}),
        (Role.REGION_OFFICER_IN_REGION, {short}),
        (Role.REGION_LEADER, {inland, short}),
    ):
        answer = _received(world, role)
        assert ({row.list_id for row in answer.lists}, answer.total) == (expected, len(expected))
    only = _received(world, Role.REGION_LEADER, track=Track.IN_REGION)
    assert [row.list_id for row in only.lists] == [short]
    assert _received(world, Role.REGION_OFFICER_INLAND, track=Track.IN_REGION).lists == ()
    page = _received(world, Role.REGION_LEADER, offset=1, limit=1)
    assert (len(page.lists), page.total) == (1, 2)


def test_the_region_does_not_see_rows_that_have_not_gone_up(world: World) -> None:
    list_id = _submitted(world, RouteLine.A2)
    world.bring_to(world.submit(), S.LISTED)
    office = world.someone(Role.REGION_OFFICER_INLAND, REGION)
    seen: ListView = world.ask(ReadList(list_id=list_id), office)
    own: ListView = world.ask(ReadList(list_id=list_id), world.someone(Role.FINAL_OFFICER, BUREAU))
    assert ([row.state for row in seen.rows], len(own.rows)) == ([S.REGION_REVIEW], 2)


def test_many_lists_cost_as_many_statements_as_one(world: World) -> None:
    _submitted(world, RouteLine.A2)
    with sent_statements(world.app.database.engine) as one:
        _received(world, Role.REGION_LEADER)
    _submitted(world, RouteLine.B)
    _submitted(world, RouteLine.A2, SeatKind.LONG)
    with sent_statements(world.app.database.engine) as three:
        assert _received(world, Role.REGION_LEADER).total == 3
    assert len(three) == len(one)
