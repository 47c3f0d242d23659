"""Refusals: proposed with facts, heard, decided by another person, contestable (F4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts.actors import Actor
from services.contracts.errors import (
    AnswerPeriodError,
    ForbiddenError,
    IllegalTransitionError,
    LateError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.review import PassLevel
from services.contracts.requests.review_negative import (
    AnswerNegative,
    DecideNegative,
    NegativeOutcome,
    ProposeNegative,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind, Role, RouteLine
from services.review.handlers import negatives
from tests.integration.review.world import World

FACTS = (
    "（样例）申报表所列三项课题中有两项为本单位其他人员主持，经核对结题材料，"
    "申报人未参加研究工作，与所填“主要完成人”不符，本人亦未能提供证明。"
)
WHY = "（样例）陈述所附结题证书与档案不一致，维持原意见。"
DECIDER = {
    NodeKind.UNIT: Role.UNIT_LEADER,
    NodeKind.MID: Role.MID_OFFICER,
    NodeKind.FINAL: Role.FINAL_LEADER,
}
EVERY_DESK = [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW, S.PAPER_CHECK, S.READY_TO_LIST, S.LISTED]
ANSWER_ENDS = datetime(2019, 2, 28, tzinfo=BEIJING)
"""Five working days after Wednesday 20 February."""


def propose(world: World, file: UUID, text: str = FACTS) -> Any:
    return world.do(ProposeNegative, file, world.officer(file), text=text)


def reply(world: World, file: UUID, text: str = "（样例）两项课题均有任务书，请核对。") -> Any:
    return world.do(AnswerNegative, file, world.applicant(file), text=text)


def other_person(world: World, file: UUID) -> Actor:
    """Who decides at the desk where the refusal was proposed."""
    level = world.status(file).negatives[-1].level
    return world.someone(DECIDER[level], world.desk(file), name="样例乙")


def decide(
    world: World, file: UUID, outcome: NegativeOutcome, actor: Actor | None = None, text: str = WHY
) -> Any:
    person = actor or other_person(world, file)
    return world.do(DecideNegative, file, person, outcome=outcome, text=text)


def refused(world: World, state: S) -> UUID:
    file = world.bring_to(world.submit(), state)
    propose(world, file)
    reply(world, file)
    decide(world, file, NegativeOutcome.UPHELD)
    return file


@pytest.mark.requirement("F4", "F15")
def test_the_applicant_reads_facts_person_and_time_and_answers(world: World) -> None:
    file = world.submit()
    officer = world.officer(file)
    propose(world, file)
    status = world.status(file)
    (proposal,) = status.negatives
    assert (status.state, status.due_at, status.can_answer) == (
        S.NEGATIVE_PENDING,
        ANSWER_ENDS,
        True,
    )
    assert (proposal.text, proposal.proposer_name) == (FACTS, officer.name)
    assert proposal.organisation_name
    assert "陈述" in status.next_step
    reply(world, file)
    assert world.status(file).can_answer is False
    seen = world.read(file, other_person(world, file)).negatives[0]
    assert seen.answer == "（样例）两项课题均有任务书，请核对。"


@pytest.mark.requirement("F4")
@pytest.mark.parametrize("state", EVERY_DESK)
def test_every_desk_proposes_and_another_person_there_decides(world: World, state: S) -> None:
    file = world.bring_to(world.submit(), state)
    proposer, desk = world.officer(file), world.desk(file)
    propose(world, file)
    assert world.desk(file) == desk
    reply(world, file)
    with pytest.raises((SeparationOfDutiesError, ForbiddenError)):
        decide(world, file, NegativeOutcome.UPHELD, proposer)
    decide(world, file, NegativeOutcome.UPHELD)
    status = world.status(file)
    assert (status.state, status.due_at, status.can_answer) == (S.NOT_RECOMMENDED, None, False)
    decided = status.negatives[-1]
    assert (decided.outcome, decided.decision_text) == (NegativeOutcome.UPHELD, WHY)
    assert decided.decider_name == "样例乙"
    assert world.names(file)[-2:] == ["refused", "desk-changed"]


@pytest.mark.parametrize("state", EVERY_DESK)
def test_a_dismissed_refusal_lets_the_file_go_on_from_where_it_stood(
    world: World, state: S
) -> None:
    file = world.bring_to(world.submit(), state)
    held = world.read(file).holds_seat
    propose(world, file)
    reply(world, file)
    decide(world, file, NegativeOutcome.DISMISSED)
    after = world.read(file)
    assert (after.state, after.holds_seat, after.due_at) == (state, held, None)
    world.bring_to(file, S.LISTED)
    assert world.names(file).count("nominated") == 1


def test_nobody_decides_before_the_answer_or_the_end_of_its_time(world: World) -> None:
    file = world.submit()
    propose(world, file)
    with pytest.raises(AnswerPeriodError, match="2019-02-28 00:00"):
        decide(world, file, NegativeOutcome.UPHELD)
    world.clock.advance(ANSWER_ENDS - world.clock.now())
    with pytest.raises(LateError):
        reply(world, file)
    decide(world, file, NegativeOutcome.UPHELD)
    assert world.state(file) is S.NOT_RECOMMENDED


def test_facts_are_words_and_not_blanks(world: World) -> None:
    file = world.submit()
    with pytest.raises(ValidationFailedError):
        propose(world, file, "不符合要求。" + " " * 60)
    assert world.state(file) is S.UNIT_REVIEW


def test_an_answer_is_given_once_and_by_the_applicant_only(world: World) -> None:
    file = world.submit()
    officer = world.officer(file)
    propose(world, file)
    with pytest.raises(ForbiddenError):
        world.do(AnswerNegative, file, officer, text="样例")
    with pytest.raises(NotFoundError):
        world.do(AnswerNegative, file, world.applicant(world.submit()), text="样例")
    reply(world, file)
    with pytest.raises(ValidationFailedError):
        reply(world, file)


@pytest.mark.parametrize(
    ("line", "role"), [(RouteLine.C, Role.FINAL_LEADER), (RouteLine.A2, Role.UNIT_HR)]
)
def test_a_role_of_another_level_does_not_decide(world: World, line: RouteLine, role: Role) -> None:
    """On line C unit and final reviewing unit are one organisation, and still two levels."""
    file = world.submit(line)
    propose(world, file)
    reply(world, file)
    with pytest.raises((ForbiddenError, NotFoundError)):
        decide(world, file, NegativeOutcome.UPHELD, world.someone(role, world.desk(file), "样例丙"))


def test_the_pending_file_is_not_passed_and_can_be_withdrawn(world: World) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    officer = world.officer(file)
    propose(world, file)
    with pytest.raises(IllegalTransitionError, match="拟不予推荐"):
        world.do(PassLevel, file, officer)
    world.withdraw(file)
    assert world.state(file) is S.WITHDRAWN


def test_a_frozen_list_is_void_and_the_seat_stays_until_nobody_can_contest(world: World) -> None:
    file = refused(world, S.LISTED)
    assert world.status(file).negatives[0].contest_until == datetime(2019, 3, 7, tzinfo=BEIJING)
    assert negatives.settle_refusals(world.app) == 0
    assert "delisted" not in world.names(file)
    world.clock.advance(timedelta(days=16))
    assert negatives.settle_refusals(world.app) == 1
    assert world.last(file, "delisted")["reason"] == "refused"
    assert negatives.settle_refusals(world.app) == 0
    assert world.state(file) is S.NOT_RECOMMENDED


def test_each_step_leaves_an_audit_row_without_its_words(world: World) -> None:
    file = refused(world, S.UNIT_REVIEW)
    acts = world.audited(file)
    assert [act for act in acts if act.startswith("negative_")] == [
        "negative_proposed",
        "negative_answered",
        "negative_upheld",
    ]
    told = [data for _, _, data in world.published(file)]
    assert FACTS not in str(told)
    assert WHY not in str(told)
