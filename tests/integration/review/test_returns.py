"""Returns, resubmissions, due dates: the file always knows where it goes next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.chassis.clock import BEIJING
from services.contracts.errors import IllegalTransitionError, ValidationFailedError
from services.contracts.requests.review import PassLevel, ReturnAim
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import RouteLine, SeatKind
from services.review.handlers import returns
from tests.integration.review.world import World

WINDOW = datetime(2019, 3, 21, tzinfo=BEIJING)


@pytest.mark.requirement("D03", "D07", "D08")
def test_the_applicant_sees_reasons_items_office_and_due_date(world: World) -> None:
    file = world.submit()
    world.send_back(file)
    status = world.status(file)
    assert (status.state, status.due_at, status.desk_organisation_id) == (S.RETURNED, WINDOW, None)
    (reason,) = status.reasons
    assert (reason.item_label, reason.reason_label) == (
        "职称与现从事专业",
        "扫描件不清晰或不完整",
    )
    assert status.returned_by is not None
    assert "重新提交" in status.next_step


def test_the_event_unlocks_form_items_only(world: World) -> None:
    file = world.submit()
    world.send_back(file, item="E08")
    told = world.last(file, "returned")
    assert (told["items"], told["to_applicant"]) == (["health"], True)


def test_a_due_date_of_ones_own_must_lie_ahead(world: World) -> None:
    file = world.submit()
    with pytest.raises(ValidationFailedError):
        world.send_back(file, due_at=world.clock.now() - timedelta(hours=1))
    due = world.clock.now() + timedelta(days=2)
    world.send_back(file, due_at=due)
    assert world.status(file).due_at == due


@pytest.mark.parametrize("state", [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW])
def test_a_corrected_file_comes_back_to_the_returner(world: World, state: S) -> None:
    file = world.bring_to(world.submit(), state)
    desk = world.desk(file)
    world.send_back(file)
    world.resubmit(file)
    assert (world.state(file), world.desk(file)) == (state, desk)
    assert world.status(file).version_no == 2


def test_earlier_opinions_stay_in_force_for_a_small_correction(world: World) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    world.send_back(file)
    world.resubmit(file)
    assert [opinion.in_force for opinion in world.read(file).opinions] == [True]


def test_changed_key_fields_start_anew_at_the_unit(world: World) -> None:
    file = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.send_back(file)
    world.clock.advance(timedelta(days=1))
    world.resubmit(file, key=True)
    assert world.state(file) is S.UNIT_REVIEW
    assert [opinion.in_force for opinion in world.status(file).opinions] == [False, False]
    world.bring_to(file, S.PAPER_CHECK)
    assert [o.in_force for o in world.status(file).opinions] == [False, False, True, True, True]


def test_a_return_from_the_paper_check_goes_through_the_final_desk_again(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    first_code = world.last(file, "approved")["verify_code"]
    world.send_back(file)
    world.resubmit(file)
    assert world.state(file) is S.FINAL_REVIEW
    world.bring_to(file, S.READY_TO_LIST)
    assert world.last(file, "approved")["verify_code"] != first_code


def test_a_return_to_a_lower_desk_puts_the_file_in_that_desks_state(world: World) -> None:
    file = world.bring_to(world.submit(), S.FINAL_REVIEW)
    assert world.read(file).return_positions == (0, 1)
    world.send_back(file, aim=ReturnAim.DESK, to_position=0)
    assert world.state(file) is S.UNIT_REVIEW
    assert world.last(file, "returned")["to_applicant"] is False
    world.bring_to(file, S.PAPER_CHECK)


def test_a_seat_survives_a_return_from_the_list(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    world.send_back(file)
    world.resubmit(file)
    world.bring_to(file, S.LISTED)
    assert world.names(file).count("nominated") == 1
    assert "delisted" not in world.names(file)


def test_another_seat_cell_gives_the_old_seat_back(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    world.send_back(file)
    nomination = world.last(file, "nominated")["nomination_id"]
    world.resubmit(file, key=True, seat_kind=SeatKind.LONG, track="IN_REGION", term="LONG")
    gone = world.last(file, "delisted")
    assert (gone["nomination_id"], gone["reason"]) == (nomination, "cell_changed")
    world.bring_to(file, S.LISTED)
    assert world.last(file, "nominated")["seat_kind"] == "LONG"


@pytest.mark.requirement("D08")
def test_after_the_due_date_the_file_is_back_at_the_returners_desk(world: World) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    desk = world.desk(file)
    world.send_back(file)
    other = world.submit()
    world.clock.now_value = WINDOW
    assert returns.return_overdue(world.app) == 0
    world.clock.advance(timedelta(minutes=3))
    assert returns.return_overdue(world.app) == 1
    assert (world.state(file), world.desk(file)) == (S.MID_REVIEW, desk)
    assert world.state(other) is S.UNIT_REVIEW
    assert returns.return_overdue(world.app) == 0


def test_a_resubmission_that_was_accepted_in_time_is_taken_after_the_due_date(
    world: World,
) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    world.send_back(file)
    world.clock.now_value = WINDOW + timedelta(hours=1)
    returns.return_overdue(world.app)
    world.resubmit(file)
    assert (world.state(file), world.status(file).version_no) == (S.MID_REVIEW, 2)


def test_a_returned_file_is_not_returned_again(world: World) -> None:
    file = world.submit()
    officer = world.officer(file)
    world.send_back(file)
    with pytest.raises(IllegalTransitionError, match="退回修改"):
        world.do(PassLevel, file, officer)
