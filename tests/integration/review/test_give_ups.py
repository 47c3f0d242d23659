"""Giving up after selection: a special reason, heard, two people, nothing by itself (R58, R59)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.actors import Actor
from services.contracts.errors import (
    AnswerPeriodError,
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.review_give_up import (
    AskGiveUp,
    DecideGiveUp,
    GiveUpOutcome,
    GiveUpReason,
    MinistryDocument,
    ProposeGiveUp,
    ReadGiveUps,
    StateOnGiveUp,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind, Track
from tests.integration.review.determination import (
    decide as decide_determination,
)
from tests.integration.review.determination import (
    determine,
    leader,
    officer,
    read_desk,
    record_result,
)
from tests.integration.review.mailing import gone_up
from tests.integration.review.world import World

WHY = "（样例）因术后康复，医生建议一年内不宜长期离家学习。"
PAPER = MinistryDocument(
    number="人社厅函〔2019〕样例9号", issued_on=date(2019, 2, 20), scan_ref="（样例）收文第9号"
)


def selected(world: World, kind: SeatKind = SeatKind.LONG) -> UUID:
    """Somebody whose seat is confirmed."""
    (file,) = gone_up(world, kind)
    track = Track.INLAND if kind is SeatKind.INLAND else Track.IN_REGION
    determine(world, [file], track)
    if track is Track.INLAND:
        decide_determination(world, record_result(world, {file: True}))
    assert world.state(file) is S.SELECTED
    return file


def ask(world: World, file: UUID, actor: Actor | None = None) -> Any:
    return world.do(
        AskGiveUp,
        file,
        actor or world.applicant(file),
        reason=GiveUpReason.HEALTH,
        text=WHY,
        evidence="（样例）医院证明一份，随后送交单位人事部门",
    )


def unit_hr(world: World, file: UUID) -> Actor:
    return world.someone(Role.UNIT_HR, world.facts[file]["unit_id"])


def propose(world: World, file: UUID, outcome: GiveUpOutcome, track: Track, **more: Any) -> Any:
    data = {"outcome": outcome, "text": "（样例）经核实，医院证明属实。", **more}
    return world.do(ProposeGiveUp, file, officer(world, track), **data)


def agree(world: World, file: UUID, actor: Actor | None = None, **more: Any) -> Any:
    return world.do(DecideGiveUp, file, actor or leader(world), **{"agreed": True, **more})


@pytest.mark.requirement("R58", "R59", "F12")
def test_an_approved_giving_up_frees_the_seat_and_does_nothing_else(world: World) -> None:
    other, file = selected(world), selected(world)
    before = world.status(other).model_dump()
    totals = read_desk(world, officer(world, Track.IN_REGION)).totals[0].taken
    told = len(world.names(file))
    ask(world, file)
    assert world.status(file).give_ups[0].reason is GiveUpReason.HEALTH
    propose(world, file, GiveUpOutcome.APPROVED, Track.IN_REGION)
    agree(world, file)
    status = world.status(file)
    assert (status.state, status.give_ups[0].outcome) == (S.GIVEN_UP, GiveUpOutcome.APPROVED)
    assert world.names(file)[told:] == ["desk-changed", "given-up", "desk-changed"]
    assert [act for act in world.audited(file) if "give_up" in act or "given_up" in act] == [
        "give_up_asked",
        "give_up_proposed",
        "given_up",
    ]
    assert read_desk(world, officer(world, Track.IN_REGION)).totals[0].taken == totals - 1
    assert world.status(other).model_dump() == before
    again = world.submit()
    assert world.state(again) is S.UNIT_REVIEW


@pytest.mark.requirement("R58")
def test_of_an_inland_person_the_ministry_s_result_is_recorded_first(world: World) -> None:
    file = selected(world, SeatKind.INLAND)
    ask(world, file)
    with pytest.raises(ValidationFailedError):
        propose(world, file, GiveUpOutcome.APPROVED, Track.INLAND)
    propose(world, file, GiveUpOutcome.APPROVED, Track.INLAND, document=PAPER)
    agree(world, file)
    seen = world.status(file).give_ups[0].document
    assert seen == PAPER
    in_region = selected(world)
    ask(world, in_region)
    with pytest.raises(ValidationFailedError):
        propose(world, in_region, GiveUpOutcome.APPROVED, Track.IN_REGION, document=PAPER)


@pytest.mark.requirement("R58")
def test_refused_the_person_stands_where_they_stood_with_the_seat(world: World) -> None:
    file = selected(world)
    ask(world, file)
    propose(world, file, GiveUpOutcome.REFUSED, Track.IN_REGION)
    agree(world, file)
    assert world.state(file) is S.SELECTED
    assert world.read(file, officer(world, Track.IN_REGION)).holds_seat
    assert "given-up" not in world.names(file)
    ask(world, file)
    assert world.state(file) is S.GIVE_UP_REQUESTED


@pytest.mark.requirement("R58")
def test_when_the_unit_asks_the_applicant_is_heard(world: World) -> None:
    file = selected(world)
    ask(world, file, unit_hr(world, file))
    assert world.status(file).can_state
    with pytest.raises(AnswerPeriodError):
        propose(world, file, GiveUpOutcome.APPROVED, Track.IN_REGION)
    world.do(StateOnGiveUp, file, world.applicant(file), text="（样例）本人希望继续参加培养。")
    assert not world.status(file).can_state
    with pytest.raises(ValidationFailedError):
        world.do(StateOnGiveUp, file, world.applicant(file), text="（样例）再次陈述。")
    propose(world, file, GiveUpOutcome.REFUSED, Track.IN_REGION)
    silent = selected(world)
    ask(world, silent, unit_hr(world, silent))
    world.clock.advance(timedelta(days=9))
    propose(world, silent, GiveUpOutcome.APPROVED, Track.IN_REGION)


def test_two_people_of_the_region_decide_and_nobody_else(world: World) -> None:
    file = selected(world)
    with pytest.raises(IllegalTransitionError):
        agree(world, file)
    foreign = world.someone(Role.UNIT_HR, world.organisation_id("单位B"))
    with pytest.raises(NotFoundError):
        ask(world, file, foreign)
    ask(world, file)
    with pytest.raises(ValidationFailedError):
        agree(world, file)
    with pytest.raises(ForbiddenError):
        world.do(
            ProposeGiveUp,
            file,
            unit_hr(world, file),
            outcome=GiveUpOutcome.APPROVED,
            text="（样例）单位认为应当同意。",
        )
    propose(world, file, GiveUpOutcome.APPROVED, Track.IN_REGION)
    both = leader(world, "样例兼任").model_copy(
        update={"person_id": officer(world, Track.IN_REGION).person_id}
    )
    with pytest.raises(SeparationOfDutiesError):
        agree(world, file, both)
    agree(world, file, agreed=False, text="（样例）请补充医院证明的核实情况。")
    back = world.status(file).give_ups[0]
    assert (back.proposed, back.sent_back) == (None, "（样例）请补充医院证明的核实情况。")
    with pytest.raises(ValidationFailedError):
        agree(world, file)
    desk = world.ask(
        ReadGiveUps(organisation_id=world.where("XJ")), officer(world, Track.IN_REGION)
    )
    assert [one.application_id for one in desk.waiting] == [file]
    desk = world.ask(ReadGiveUps(organisation_id=world.where("XJ")), officer(world, Track.INLAND))
    assert desk.waiting == ()
    with pytest.raises(NotFoundError):
        world.ask(ReadGiveUps(organisation_id=world.where("XJ")), unit_hr(world, file))
