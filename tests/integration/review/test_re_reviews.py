"""Re-review: contested within the period, decided a level higher by others, undone (F5, D09)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.chassis.clock import BEIJING
from services.contracts.actors import Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    UnderReReviewError,
)
from services.contracts.requests.review_lists import FreezeList, RemoveListRow, SubmitList
from services.contracts.requests.review_negative import NegativeOutcome
from services.contracts.requests.review_re_review import (
    AskReReview,
    ContestedKind,
    DecideReReview,
    ReReviewOutcome,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from services.review.handlers import closures, negatives, returns
from tests.integration.review.mailing import gone_up, receive
from tests.integration.review.test_negatives import decide as decide_refusal
from tests.integration.review.test_negatives import propose, refused, reply
from tests.integration.review.test_packages import sent
from tests.integration.review.world import World

GROUNDS = "（样例）两项课题的任务书均列有本人分工，请核对任务书第三页。"
REASONS = "（样例）任务书列有申报人的分工，原决定所依据的事实不能成立，予以撤销。"
DECIDE_UNTIL = datetime(2019, 3, 7, tzinfo=BEIJING)
"""Ten working days after Wednesday 20 February."""
K, R = ContestedKind, ReReviewOutcome


def subject(world: World, file: UUID, kind: ContestedKind) -> Any:
    return next(one for one in world.status(file).contestable if one.kind is kind)


def ask(world: World, file: UUID, kind: ContestedKind) -> Any:
    contested = subject(world, file, kind)
    return world.do(
        AskReReview,
        file,
        world.applicant(file),
        kind=kind,
        subject_id=contested.subject_id,
        text=GROUNDS,
    )


def reviewer(world: World, file: UUID) -> Actor:
    running = world.status(file).re_reviews[-1]
    return world.someone(Role.RE_REVIEWER, running.decider_organisation_id, name="样例复核人")


def decide(
    world: World,
    file: UUID,
    outcome: ReReviewOutcome,
    actor: Actor | None = None,
    text: str = REASONS,
) -> Any:
    person = actor or reviewer(world, file)
    return world.do(DecideReReview, file, person, outcome=outcome, text=text)


@pytest.mark.requirement("D09", "F5")
@pytest.mark.parametrize("state", [S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW, S.LISTED])
def test_an_overturned_refusal_goes_on_where_it_stood_with_its_seat(world: World, state: S) -> None:
    file = world.bring_to(world.submit(), state)
    held = world.read(file).holds_seat
    propose(world, file)
    reply(world, file)
    decide_refusal(world, file, NegativeOutcome.UPHELD)
    ask(world, file, K.REFUSAL)
    asked = world.last(file, "re-review-asked")
    higher = world.status(file).re_reviews[-1]
    assert str(higher.decider_organisation_id) == asked["organisation_id"]
    at_final = state in (S.FINAL_REVIEW, S.LISTED)
    wanted = "XJ" if at_final else "地区人社局"
    assert higher.decider_organisation_id == world.organisation_id(wanted)
    assert higher.decide_until == DECIDE_UNTIL
    decide(world, file, R.OVERTURNED)
    after = world.status(file)
    assert after.state is state
    assert world.read(file).holds_seat is held
    assert after.re_reviews[-1].reasons == REASONS
    world.clock.advance(timedelta(days=30))
    assert negatives.settle_refusals(world.app) == 0
    world.bring_to(file, S.LISTED)
    assert world.names(file).count("nominated") == 1


@pytest.mark.requirement("F5", "D08")
def test_while_it_runs_nothing_is_given_away_and_upheld_it_is(world: World) -> None:
    file = refused(world, S.LISTED)
    ask(world, file, K.REFUSAL)
    world.clock.advance(timedelta(days=20))
    assert negatives.settle_refusals(world.app) == 0
    decide(world, file, R.UPHELD, text="（样例）任务书上没有申报人的分工，经向课题单位核实，维持。")
    assert world.state(file) is S.NOT_RECOMMENDED
    assert negatives.settle_refusals(world.app) == 1
    assert world.last(file, "delisted")["reason"] == "refused"
    assert world.status(file).contestable == ()


@pytest.mark.requirement("F5", "D08")
def test_the_due_date_of_a_contested_return_waits_and_is_later_by_that_time(world: World) -> None:
    file = world.submit()
    world.send_back(file)
    due = world.status(file).due_at
    assert due is not None
    ask(world, file, K.RETURN)
    told = world.last(file, "re-review-asked")
    waiting = world.status(file).due_at
    assert waiting is not None
    assert waiting > due
    assert datetime.fromisoformat(told["return_due_at"]) == waiting
    world.clock.advance(timedelta(days=60))
    assert returns.return_overdue(world.app) == 0
    decide(world, file, R.UPHELD)
    later = world.status(file).due_at
    assert later == due + timedelta(days=60)
    decided = world.last(file, "re-review-decided")
    assert datetime.fromisoformat(decided["return_due_at"]) == later
    assert world.audited(file).count("deadline_suspended") == 3
    world.clock.advance(timedelta(days=60))
    assert returns.return_overdue(world.app) == 1


def test_an_overturned_return_is_back_at_the_desk_and_can_be_passed(world: World) -> None:
    file = world.bring_to(world.submit(), S.LISTED)
    world.send_back(file)
    ask(world, file, K.RETURN)
    decide(world, file, R.OVERTURNED)
    after = world.read(file)
    assert (after.state, after.holds_seat, after.due_at) == (S.LISTED, True, None)
    assert returns.return_overdue(world.app) == 0


@pytest.mark.parametrize("way", ["resubmit", "withdraw"])
def test_the_applicant_ends_it_by_correcting_or_withdrawing(world: World, way: str) -> None:
    file = world.submit()
    world.send_back(file)
    ask(world, file, K.RETURN)
    getattr(world, way)(file)
    ended = world.status(file).re_reviews[-1]
    assert (ended.outcome, ended.reasons) == (R.ENDED, None)
    assert world.last(file, "re-review-decided")["outcome"] == "ENDED"
    with pytest.raises((ForbiddenError, NotFoundError, IllegalTransitionError)):
        decide(world, file, R.UPHELD)


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("state", [S.MID_REVIEW, S.PAPER_CHECK, S.LISTED])
def test_a_new_opinion_is_written_by_its_desk_and_the_paper_is_checked_anew(
    world: World, state: S
) -> None:
    file = world.bring_to(world.submit(), state)
    ask(world, file, K.OPINION)
    decide(world, file, R.NEW_OPINION)
    status = world.status(file)
    assert (status.state, status.re_reviews[-1].kind) == (S.UNIT_REVIEW, K.OPINION)
    assert not [one for one in status.opinions if one.position == 0 and one.in_force]
    world.bring_to(file, S.LISTED)
    seats = world.names(file).count("nominated")
    assert seats == 1
    assert world.read(file).holds_seat


def test_a_contested_opinion_stops_no_desk_but_what_would_undo_the_procedure(
    world: World,
) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    ask(world, file, K.OPINION)
    with pytest.raises(UnderReReviewError):
        world.send_back(file)
    with pytest.raises(UnderReReviewError):
        propose(world, file)
    world.bring_to(file, S.LISTED)
    other = world.bring_to(world.submit(), S.LISTED)
    officer = world.officer(file)
    with pytest.raises(UnderReReviewError):
        world.do(RemoveListRow, file, officer, reason="（样例）本人要求移出汇总表")
    summary = world.lists(world.desk(file)).lists[0]
    frozen = world.ask(FreezeList(list_id=summary.list_id, version=summary.version), officer)
    leader = world.someone(Role.FINAL_LEADER, world.desk(file), name="样例局长")
    code = world.last(summary.list_id, "list-frozen")["verify_code"]
    world.ask(SubmitList(list_id=summary.list_id, version=frozen.version, verify_code=code), leader)
    assert (world.state(other), world.state(file)) == (S.REGION_REVIEW, S.LISTED)
    world.clock.advance(timedelta(days=20))
    decide(world, file, R.UPHELD)
    world.clock.advance(timedelta(days=12))
    summary = world.lists(world.desk(file)).lists[0]
    frozen = world.ask(FreezeList(list_id=summary.list_id, version=summary.version), officer)
    code = world.last(summary.list_id, "list-frozen")["verify_code"]
    world.ask(SubmitList(list_id=summary.list_id, version=frozen.version, verify_code=code), leader)
    assert world.state(file) is S.REGION_REVIEW


@pytest.mark.requirement("F5", "R47")
def test_who_was_refused_with_a_late_package_goes_back_to_the_region(world: World) -> None:
    (file,) = gone_up(world)
    package_id = sent(world, date(2019, 3, 21))
    receive(world, package_id, date(2019, 3, 21))
    ask(world, file, K.CLOSURE)
    world.clock.advance(timedelta(days=30))
    assert closures.settle_closures(world.app) == 0
    decide(world, file, R.OVERTURNED)
    assert world.state(file) is S.REGION_REVIEW
    assert closures.settle_closures(world.app) == 0
    assert "delisted" not in world.names(file)
