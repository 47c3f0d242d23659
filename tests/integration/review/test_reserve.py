"""The reserve: a person gives the order with a reason; a free seat lets somebody of it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    LateError,
    ValidationFailedError,
)
from services.contracts.requests.review_list_desk import ListDesk, ReadListDesk
from services.contracts.requests.review_lists import RemoveListRow
from services.contracts.requests.review_reserve import PlaceOnReserve
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import BUREAU
from tests.integration.review.world import World

WHY = "（样例）本专业工作年限长，所在县急需此专业人员。"


def refused(world: World) -> UUID:
    """A file for which there was no seat."""
    file = world.bring_to(world.submit(), S.NOMINATING)
    world.answer_seat(file, taken=False)
    return file


def place(world: World, file: UUID, number: int, **changes: Any) -> Any:
    actor = changes.pop("actor", world.someone(Role.FINAL_OFFICER, BUREAU))
    data = {"place": number, "reason": WHY, **changes}
    return world.do(PlaceOnReserve, file, actor, **data)


def desk(world: World) -> ListDesk:
    asked = ReadListDesk(
        organisation_id=world.where(BUREAU), cycle_id=CYCLE, seat_kind=SeatKind.INLAND
    )
    found: ListDesk = world.ask(asked, world.someone(Role.FINAL_OFFICER, BUREAU))
    return found


@pytest.mark.requirement("R11", "F6")
def test_who_had_no_seat_reads_the_place_a_person_gave_and_why(world: World) -> None:
    first, second = refused(world), refused(world)
    place(world, first, 2)
    place(world, second, 1)
    status = world.status(first)
    assert status.state is S.RESERVE
    assert status.reserve is not None
    assert (status.reserve.place, status.reserve.reason) == (2, WHY)
    assert status.reserve.placed_by == "样例甲"
    assert [row.application_id for row in desk(world).reserve] == [second, first]
    assert WHY in str(status.history[-1].text)
    assert WHY not in str(world.published(first))


def test_a_place_is_taken_once_and_can_be_changed(world: World) -> None:
    first, second = refused(world), refused(world)
    place(world, first, 1)
    with pytest.raises(ValidationFailedError) as taken:
        place(world, second, 1)
    assert taken.value.findings[0].field == "place"
    place(world, first, 3)
    place(world, second, 1)
    assert [row.place for row in desk(world).reserve] == [1, 3]
    with pytest.raises(ValidationFailedError):
        place(world, first, 2, reason=" " * 12)


def test_only_who_was_refused_a_seat_comes_on_the_reserve(world: World) -> None:
    file = world.bring_to(world.submit(), S.READY_TO_LIST)
    with pytest.raises(ValidationFailedError, match="请直接列入"):
        place(world, file, 1)
    listed = world.bring_to(world.submit(), S.LISTED)
    with pytest.raises(IllegalTransitionError):
        place(world, listed, 1)
    leader, waiting = world.someone(Role.FINAL_LEADER, BUREAU, "样例局长"), refused(world)
    with pytest.raises(ForbiddenError):
        place(world, waiting, 1, actor=leader)


def test_a_free_seat_lets_somebody_of_the_reserve_in_and_a_refused_one_does_not(
    world: World,
) -> None:
    listed, waiting = world.bring_to(world.submit(), S.LISTED), refused(world)
    place(world, waiting, 1)
    world.nominate(waiting)
    world.answer_seat(waiting, taken=False)
    assert world.state(waiting) is S.RESERVE
    assert world.status(waiting).reserve is not None
    world.do(RemoveListRow, listed, world.officer(listed), reason="名额调整")
    world.nominate(waiting)
    world.answer_seat(waiting)
    after = world.read(waiting)
    assert (after.state, after.holds_seat) == (S.LISTED, True)
    assert world.status(waiting).reserve is None
    assert desk(world).reserve == ()


def test_after_the_deadline_nobody_is_listed_from_the_reserve(world: World) -> None:
    file = refused(world)
    place(world, file, 1)
    world.clock.advance(datetime(2019, 3, 25, tzinfo=BEIJING) - world.clock.now())
    with pytest.raises(LateError):
        world.nominate(file)
    assert world.state(file) is S.RESERVE


def test_who_withdraws_frees_the_place(world: World) -> None:
    first, second = refused(world), refused(world)
    place(world, first, 1)
    world.withdraw(first)
    place(world, second, 1)
    assert world.state(second) is S.RESERVE
