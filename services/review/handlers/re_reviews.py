"""Re-reviews: asked by the applicant, decided a level higher (transitions 25 and 33)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.errors import NotFoundError, TryAgain, ValidationFailedError
from services.contracts.events import ReReviewAskedV1, ReReviewDecidedV1
from services.contracts.requests.review import CaseChanged, DecisionKind
from services.contracts.requests.review_re_review import (
    AskReReview,
    DecideReReview,
)
from services.contracts.requests.review_re_review import ContestedKind as Kind
from services.contracts.requests.review_re_review import ReReviewOutcome as Outcome
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.re_reviews import (
    CONTESTABLE_IN,
    check_in_period,
    check_outcome,
    decide_until,
    own_deadline,
    suspended,
)
from services.review.domain.routes import DESK_STATE
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.contestable import Subject, subjects_of
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import move, publish, record, region_office, touch
from services.review.storage.closures import ClosureStore
from services.review.storage.copies import CopyStore
from services.review.storage.negatives import NegativeStore
from services.review.storage.re_reviews import ReReviewStore
from services.review.storage.rows_re_review import ReReview


def ask_re_review(app: ReviewApp, call: Call[AskReReview]) -> CaseChanged:
    """Contest a decision: the flag is set beside the state, and what would be missed waits."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.ASK_RE_REVIEW)
        subject = _subject(opened, data)
        check_in_period(subject.contest_until, call.arrived_at, BEIJING)
        until = decide_until(tx.now, opened.programme.workdays, BEIJING)
        asked = _row(opened, subject, data, until)
        opened.store.add(asked)
        opened.case.under_re_review = True
        void_frozen(opened)
        due_at = _suspend(opened, asked, until)
        record(opened, DecisionKind.RE_REVIEW_ASKED, details={"contested": asked.kind.value})
        publish(
            opened,
            ReReviewAskedV1(
                **_names(opened),
                re_review_id=asked.re_review_id,
                organisation_id=asked.decider_organisation_id,
                decide_until=until,
                return_id=None if due_at is None else asked.subject_id,
                return_due_at=due_at,
                asked_at=tx.now,
            ),
        )
        touch(opened)
        return answer(opened)


def decide_re_review(app: ReviewApp, call: Call[DecideReReview]) -> CaseChanged:
    """Uphold, or undo what was contested; the reasons are shown to both sides."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.DECIDE_RE_REVIEW)
        running = _running(opened)
        running.reasons = check_outcome(running.kind, data.outcome, data.text)
        running.decider_id, running.decider_name = opened.person_id, opened.person_name
        due_at = _extend(opened, running)
        _end(opened, running, data.outcome, due_at if data.outcome is Outcome.UPHELD else None)
        record(
            opened,
            DecisionKind.RE_REVIEW_DECIDED,
            organisation=(running.decider_organisation_id, running.decider_organisation_name),
            text=data.outcome.label,
            details={"outcome": data.outcome.value, "contested": running.kind.value},
        )
        stands = opened.case.state in CONTESTABLE_IN[running.kind]
        effect = _EFFECTS[running.kind, data.outcome] if stands else _stay
        effect(opened, running)
        return answer(opened)


def end_re_review(opened: OpenFile) -> None:
    """The applicant corrected or withdrew: there is nothing left to decide."""
    if not opened.case.under_re_review:
        return
    _end(opened, _running(opened), Outcome.ENDED, None)
    record(opened, DecisionKind.RE_REVIEW_ENDED)


def _end(opened: OpenFile, running: ReReview, outcome: Outcome, due_at: datetime | None) -> None:
    """Close the procedure; the file's own deadline is later by the time it took (D08)."""
    case, tx = opened.case, opened.tx
    running.outcome, running.decided_at = outcome, tx.now
    case.under_re_review = False
    cycle = CopyStore(tx.session).cycle(case.cycle_id)
    if cycle is not None:
        before = case.own_deadline_at or cycle.review_close_at
        goes_on = outcome in (Outcome.OVERTURNED, Outcome.NEW_OPINION)
        least = decide_until(tx.now, opened.programme.workdays, BEIJING) if goes_on else None
        case.own_deadline_at = own_deadline(before, running.asked_at, tx.now, goes_on_until=least)
        _log(opened, "own_deadline", before, case.own_deadline_at)
    publish(
        opened,
        ReReviewDecidedV1(
            **_names(opened),
            re_review_id=running.re_review_id,
            organisation_id=running.decider_organisation_id,
            outcome=outcome.value,
            return_id=None if due_at is None else running.subject_id,
            return_due_at=due_at,
            decided_at=tx.now,
        ),
    )


def _subject(opened: OpenFile, data: AskReReview) -> Subject:
    """What is contested, if it can be now and was not before.

    Raises:
        NotFoundError: nothing of this file that can be contested where it stands.
        ValidationFailedError: contested before.
    """
    for subject in subjects_of(opened):
        if (subject.kind, subject.subject_id) == (data.kind, data.subject_id):
            if ReReviewStore(opened.tx.session).contested(data.kind, data.subject_id):
                raise ValidationFailedError(phrases.CONTESTED_BEFORE)
            return subject
    raise NotFoundError


def _row(opened: OpenFile, subject: Subject, data: AskReReview, until: datetime) -> ReReview:
    office_id, office_name = _higher_office(opened, subject.position)
    return ReReview(
        re_review_id=uuid4(),
        application_id=opened.case.application_id,
        kind=subject.kind,
        subject_id=subject.subject_id,
        level=subject.level,
        position=subject.position,
        organisation_name=subject.organisation_name,
        persons=list(subject.persons),
        contested_at=subject.decided_at,
        grounds=data.text.strip(),
        more_on_paper=data.more_on_paper,
        asked_at=opened.tx.now,
        decider_organisation_id=office_id,
        decider_organisation_name=office_name,
        decide_until=until,
    )


def _higher_office(opened: OpenFile, position: int) -> tuple[UUID, str]:
    """Who decides: the final reviewing unit about the levels below it, the region about it."""
    final = opened.facts.route.final
    if position < final.position:
        return final.organisation_id, final.organisation_name
    region = region_office(opened)
    if region is None:
        raise TryAgain("the region is not known here yet")
    return region, phrases.REGION_OFFICE


def _suspend(opened: OpenFile, asked: ReReview, until: datetime) -> datetime | None:
    """Let the due date of a contested return wait for the decision; the new one."""
    due_at = opened.case.due_at
    if asked.kind is not Kind.RETURN or due_at is None:
        return None
    asked.suspended_due_at = due_at
    return _put_due(opened, suspended(due_at, asked.asked_at, until))


def _extend(opened: OpenFile, running: ReReview) -> datetime | None:
    """The due date of a contested return is later by the time the procedure took; the new one."""
    if running.suspended_due_at is None:
        return None
    return _put_due(opened, suspended(running.suspended_due_at, running.asked_at, opened.tx.now))


def _put_due(opened: OpenFile, due_at: datetime) -> datetime:
    case = opened.case
    returned = None if case.return_id is None else opened.store.find_return(case.return_id)
    if returned is not None and case.due_at is not None:
        _log(opened, "return_due", case.due_at, due_at)
        case.due_at = returned.due_at = due_at
    return due_at


def _log(opened: OpenFile, what: str, before: datetime, after: datetime) -> None:
    opened.tx.audit(
        "deadline_suspended",
        object_type="application",
        object_id=opened.case.application_id,
        details={"deadline": what, "from": before.isoformat(), "to": after.isoformat()},
    )


def _names(opened: OpenFile) -> dict[str, object]:
    case = opened.case
    return {
        "application_id": case.application_id,
        "version_id": case.version_id,
        "cycle_id": case.cycle_id,
    }


def _running(opened: OpenFile) -> ReReview:
    running = ReReviewStore(opened.tx.session).running(opened.case.application_id)
    if running is None:
        raise RuntimeError(f"{opened.case.application_id} is under re-review without one")
    return running


# --- what a decision does to the file -------------------------------------------------------------


def _stay(opened: OpenFile, running: ReReview) -> None:
    del running
    touch(opened)


def _undo_return(opened: OpenFile, running: ReReview) -> None:
    """Back to the desk that returned it, in the state it had there."""
    returned = opened.store.find_return(running.subject_id)
    if returned is None:
        raise RuntimeError(f"{running.subject_id} was contested and is gone")
    returned.closed_at = opened.tx.now
    opened.case.return_id, opened.case.due_at = None, None
    move(opened, returned.from_state, returned.from_position)


def _undo_refusal(opened: OpenFile, running: ReReview) -> None:
    """Back to where the refusal was proposed, with the seat it held."""
    refusal = NegativeStore(opened.tx.session).find(running.subject_id)
    if refusal is None:
        raise RuntimeError(f"{running.subject_id} was contested and is gone")
    refusal.settled_at = opened.tx.now
    move(opened, refusal.from_state, refusal.from_position)


def _undo_closure(opened: OpenFile, running: ReReview) -> None:
    """Back to where the file stood when it was ended, with the seat it held."""
    closure = ClosureStore(opened.tx.session).find(running.subject_id)
    if closure is None:
        raise RuntimeError(f"{running.subject_id} was contested and is gone")
    closure.settled_at = opened.tx.now
    move(opened, closure.from_state, closure.from_position)


def _refuse_anew(opened: OpenFile, running: ReReview) -> None:
    """The desk that refused forms its opinion once more."""
    refusal = NegativeStore(opened.tx.session).find(running.subject_id)
    if refusal is not None:
        refusal.settled_at = opened.tx.now
    if running.level is NodeKind.REGION:  # it wrote no opinion: the region looks at the file anew
        move(opened, S.REGION_REVIEW, None)
        return
    _new_opinion(opened, running)


def _new_opinion(opened: OpenFile, running: ReReview) -> None:
    """To the desk that wrote it; from there on through FINAL_REVIEW and the paper check."""
    case = opened.case
    opened.store.retire_opinions(case.application_id, running.position)
    opened.store.supersede_form(case.application_id, opened.tx.now)
    void_frozen(opened)
    case.at_region = False
    move(opened, DESK_STATE[running.level], running.position)


_EFFECTS: Mapping[tuple[Kind, Outcome], Callable[[OpenFile, ReReview], None]] = MappingProxyType(
    {
        (Kind.RETURN, Outcome.UPHELD): _stay,
        (Kind.RETURN, Outcome.OVERTURNED): _undo_return,
        (Kind.REFUSAL, Outcome.UPHELD): _stay,
        (Kind.REFUSAL, Outcome.OVERTURNED): _undo_refusal,
        (Kind.REFUSAL, Outcome.NEW_OPINION): _refuse_anew,
        (Kind.CLOSURE, Outcome.UPHELD): _stay,
        (Kind.CLOSURE, Outcome.OVERTURNED): _undo_closure,
        (Kind.OPINION, Outcome.UPHELD): _stay,
        (Kind.OPINION, Outcome.NEW_OPINION): _new_opinion,
    }
)
"""The effect of each outcome that the contract's `OUTCOMES` allows."""
