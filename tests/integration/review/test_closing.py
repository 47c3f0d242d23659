"""Review closes: what did not go up ends with its reason, contestable, the seat kept meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts import events
from services.contracts.requests.review import ReturnApplication, ReturnItem
from services.contracts.requests.review_closures import ClosureReason
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from services.review.handlers import closures
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import gone_up
from tests.integration.review.world import World

OPEN = [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW, S.PAPER_CHECK, S.READY_TO_LIST, S.LISTED]
REASON = ReturnItem(
    item_code="title", reason_code="unclear_scan", text="证书扫描件第二页看不清，请重新上传"
)


def turn_to(world: World, day: int, hour: int = 0, minute: int = 0) -> None:
    """A moment of March 2019."""
    moment = datetime(2019, 3, day, hour, minute, tzinfo=BEIJING)
    world.clock.advance(moment - world.clock.now())


def closed(world: World, file: UUID) -> ClosureReason | None:
    """Why the file ended, if it did."""
    found = world.status(file).closures
    return found[-1].reason if found else None


@pytest.mark.requirement("R47", "R48", "F15")
def test_every_file_that_did_not_go_up_ends_and_reads_why(world: World) -> None:
    files = {state: world.bring_to(world.submit(), state) for state in OPEN}
    full = world.bring_to(world.submit(), S.NOMINATING)
    world.answer_seat(full, taken=False)
    (up,) = gone_up(world)
    turn_to(world, 21, 0, 1)
    assert closures.close_reviews(world.app) == 0
    turn_to(world, 21, 0, 5)
    assert closures.close_reviews(world.app) == len(OPEN)
    assert closures.close_reviews(world.app) == 0
    for state in set(OPEN) - {S.LISTED}:
        status = world.status(files[state])
        assert (status.state, status.can_withdraw) == (S.NOT_RECOMMENDED, False)
        assert status.closures[-1].reason is ClosureReason.OVERDUE
        assert f"申报在“{state.label}”环节" in status.closures[-1].text
        assert "2019年3月20日没有报送自治区" in status.closures[-1].text
        assert status.closures[-1].contest_until == datetime(2019, 4, 5, tzinfo=BEIJING)
    assert closed(world, full) is ClosureReason.FULL
    assert "名额已满" in world.status(full).closures[-1].text
    assert world.state(up) is S.REGION_REVIEW


def test_a_seat_is_given_back_once_nobody_can_contest(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    turn_to(world, 22)
    assert closures.close_reviews(world.app) == 1
    assert "delisted" not in world.names(file)
    world.clock.advance(timedelta(days=20))
    assert closures.settle_closures(world.app) == 1
    assert world.last(file, "delisted")["reason"] == "refused"


def test_an_extension_for_all_keeps_everybody_open(world: World) -> None:
    world.bring_to(world.submit(), S.FINAL_REVIEW)
    later = datetime(2019, 3, 26, tzinfo=BEIJING)
    facts = world.cycle_opened(
        dispatch_deadline_on=date(2019, 3, 25), review_close_at=later
    ).model_dump()
    world.deliver(events.CycleChangedV1(**facts), CYCLE)
    turn_to(world, 22)
    assert closures.close_reviews(world.app) == 0
    turn_to(world, 26, 1)
    assert closures.close_reviews(world.app) == 1


def test_a_return_with_a_later_due_date_and_what_the_region_returned_have_their_time(
    world: World,
) -> None:
    (file,) = gone_up(world)
    other = world.bring_to(world.submit(), S.UNIT_REVIEW)
    turn_to(world, 20)
    world.send_back(other, due_at=datetime(2019, 3, 28, tzinfo=BEIJING))
    office = world.someone(Role.REGION_OFFICER_INLAND, "XJ")
    world.do(ReturnApplication, file, office, items=(REASON,))
    turn_to(world, 23)
    world.resubmit(other)
    world.resubmit(file)
    assert closures.close_reviews(world.app) == 0
    turn_to(world, 28, 1)
    assert closures.close_reviews(world.app) == 1
    assert closed(world, other) is ClosureReason.OVERDUE
    assert world.state(file) is S.FINAL_REVIEW
    world.clock.advance(timedelta(days=30))
    assert closures.close_reviews(world.app) == 1
    assert closed(world, file) is ClosureReason.OVERDUE


def test_who_is_with_the_applicant_or_the_region_does_not_end_by_the_clock(world: World) -> None:
    file = world.submit()
    world.send_back(file, due_at=datetime(2019, 3, 28, tzinfo=BEIJING))
    turn_to(world, 22)
    assert closures.close_reviews(world.app) == 0
    assert world.state(file) is S.RETURNED
