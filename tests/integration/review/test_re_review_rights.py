"""Who may contest what and until when, who decides, and what nobody reads (F5, D09)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.contracts.errors import (
    LateError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.review_negative import NegativeOutcome
from services.contracts.requests.review_re_review import (
    AskReReview,
    DecideReReview,
    ReadReReviews,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from tests.integration.review.test_negatives import decide as decide_refusal
from tests.integration.review.test_negatives import propose, refused, reply
from tests.integration.review.test_re_reviews import (
    DECIDE_UNTIL,
    GROUNDS,
    REASONS,
    K,
    R,
    ask,
    decide,
    reviewer,
    subject,
)
from tests.integration.review.world import World


@pytest.mark.requirement("F5")
def test_who_took_part_does_not_decide_and_nobody_else_sees_the_file(world: World) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    officer = world.officer(file)
    propose(world, file)
    reply(world, file)
    decide_refusal(world, file, NegativeOutcome.UPHELD)
    foreign = world.someone(Role.RE_REVIEWER, "地区人社局", name="样例复核人")
    with pytest.raises(NotFoundError):
        world.read(file, foreign)
    ask(world, file, K.REFUSAL)
    own = reviewer(world, file)
    grants = own.roles
    for person in (officer.person_id, world.applicant(file).person_id):
        actor = own.model_copy(update={"person_id": person, "roles": grants})
        with pytest.raises(SeparationOfDutiesError):
            decide(world, file, R.OVERTURNED, actor)
    with pytest.raises(NotFoundError):
        world.read(file, world.someone(Role.RE_REVIEWER, "XJ", name="样例他人"))
    assert world.read(file, own).re_reviews[-1].grounds == GROUNDS
    queue = world.ask(ReadReReviews(organisation_id=world.organisation_id("地区人社局")), own)
    assert [one.application_id for one in queue.waiting] == [file]
    decide(world, file, R.NEW_OPINION)
    assert world.state(file) is S.MID_REVIEW
    with pytest.raises(NotFoundError):
        world.read(file, own)
    queue = world.ask(ReadReReviews(organisation_id=world.organisation_id("地区人社局")), own)
    assert (queue.waiting, len(queue.decided)) == ((), 1)
    with pytest.raises(NotFoundError):
        world.ask(ReadReReviews(organisation_id=world.organisation_id("XJ")), own)


def test_each_decision_is_contested_once_in_time_and_decided_with_reasons(world: World) -> None:
    file = world.submit()
    world.send_back(file)
    contested = subject(world, file, K.RETURN)
    assert contested.contest_until == DECIDE_UNTIL
    with pytest.raises(NotFoundError):
        world.do(
            AskReReview,
            file,
            world.applicant(file),
            kind=K.RETURN,
            subject_id=uuid4(),
            text=GROUNDS,
        )
    ask(world, file, K.RETURN)
    assert world.status(file).contestable == ()
    for outcome, text in ((R.NEW_OPINION, REASONS), (R.UPHELD, "维持。" + " " * 30)):
        with pytest.raises(ValidationFailedError):
            decide(world, file, outcome, text=text)
    decide(world, file, R.UPHELD)
    again = {"kind": K.RETURN, "subject_id": contested.subject_id, "text": GROUNDS}
    with pytest.raises(ValidationFailedError, match="只能申请一次"):
        world.do(AskReReview, file, world.applicant(file), **again)
    late = world.submit()
    world.send_back(late)
    due = subject(world, late, K.RETURN)
    world.clock.advance(DECIDE_UNTIL - world.clock.now())
    with pytest.raises(LateError):
        world.do(
            AskReReview,
            late,
            world.applicant(late),
            kind=K.RETURN,
            subject_id=due.subject_id,
            text=GROUNDS,
        )


def test_words_stand_in_no_event_and_a_stale_page_decides_nothing(world: World) -> None:
    file = refused(world, S.UNIT_REVIEW)
    seen = world.version(file)
    ask(world, file, K.REFUSAL)
    with pytest.raises(StaleVersionError):
        world.ask(
            DecideReReview(application_id=file, version=seen, outcome=R.OVERTURNED, text=REASONS),
            reviewer(world, file),
        )
    decide(world, file, R.OVERTURNED)
    told = str([data for _, _, data in world.published(file)])
    assert GROUNDS not in told
    assert REASONS not in told
    acts = [act for act in world.audited(file) if act.startswith("re_review")]
    assert acts == ["re_review_asked", "re_review_decided"]
