"""Every line of 管理权限 is walked level by level, from submission to the list (R31)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.review import PassLevel
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine
from tests.integration.review.furniture import LINES
from tests.integration.review.world import World

WAY = {
    RouteLine.A1: [S.UNIT_REVIEW, S.MID_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW],
    RouteLine.A2: [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW],
    RouteLine.A3: [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW],
    RouteLine.B: [S.UNIT_REVIEW, S.FINAL_REVIEW],
    RouteLine.C: [S.UNIT_REVIEW, S.FINAL_REVIEW],
}
DESKS = {
    line: [(Role.MID_OFFICER, desk) for desk in desks[:-1]]
    + [(Role.FINAL_OFFICER, (desks or (f"单位{line.value}",))[-1])]
    for line, desks in LINES.items()
}
AFTER = [S.PAPER_CHECK, S.READY_TO_LIST, S.NOMINATING, S.LISTED]


@pytest.mark.requirement("R31")
@pytest.mark.parametrize("line", list(RouteLine))
def test_a_file_walks_its_line_without_skipping_a_level(world: World, line: RouteLine) -> None:
    file = world.bring_to(world.submit(line), S.LISTED)
    told = [data for _, name, data in world.published(file) if name == "desk-changed"]
    assert [data["state"] for data in told] == [*WAY[line], *AFTER]
    passed = [data for _, name, data in world.published(file) if name == "approved"]
    assert [data["node_index"] for data in passed] == list(range(len(WAY[line])))
    assert [data["final"] for data in passed] == [False] * (len(passed) - 1) + [True]


@pytest.mark.requirement("R31")
@pytest.mark.parametrize("line", list(RouteLine))
def test_only_the_desk_that_has_the_file_passes_it(world: World, line: RouteLine) -> None:
    """Colleagues at the other desks of the route are refused, above and below, at each level."""
    file = world.submit(line)
    desks = [(Role.UNIT_HR, f"单位{line.value}"), *DESKS[line]]
    for at, state in enumerate(WAY[line]):
        assert world.state(file) is state
        for other, (role, where) in enumerate(desks):
            if other == at:
                continue
            refused = ForbiddenError if other < at else (NotFoundError, ForbiddenError)
            with pytest.raises(refused):
                world.do(PassLevel, file, world.someone(role, where, "样例乙"), opinion=None)
        assert world.state(file) is state
        world.pass_on(file)
    assert world.state(file) is S.PAPER_CHECK


@pytest.mark.parametrize("line", list(RouteLine))
def test_readers_grow_desk_by_desk(world: World, line: RouteLine) -> None:
    file = world.bring_to(world.submit(line), S.PAPER_CHECK)
    told = [data["readers"] for _, name, data in world.published(file) if name == "desk-changed"]
    distinct = {*told[-1]}
    assert len(told[0]) == 1
    assert all(set(before) <= set(after) for before, after in pairwise(told))
    assert len(distinct) == len(WAY[line]) - (1 if line is RouteLine.C else 0)


def test_sequences_of_a_file_have_no_gap_and_no_repetition(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    numbers = [number for number, _, _ in world.published(file)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_on_line_c_the_unit_officer_is_not_the_final_officer(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.C), S.FINAL_REVIEW)
    unit = world.desk(file)
    unit_hr = world.someone(Role.UNIT_HR, unit)
    with pytest.raises(ForbiddenError):
        world.do(PassLevel, file, unit_hr)


def test_a_higher_desk_does_not_see_what_has_not_reached_it(world: World) -> None:
    file = world.submit(RouteLine.A2)
    final = world.someone(Role.FINAL_OFFICER, "地区人社局")
    with pytest.raises(NotFoundError):
        world.read(file, final)
    world.bring_to(file, S.FINAL_REVIEW)
    assert world.read(file, final).state is S.FINAL_REVIEW
