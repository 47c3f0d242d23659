"""What of a file its applicant may contest, and what was contested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.errors import NotFoundError
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_negative import NegativeOutcome
from services.contracts.requests.review_re_review import (
    ContestableView,
    ContestedKind,
    ReadReReviews,
    ReReviewItem,
    ReReviewQueue,
)
from services.contracts.vocabulary import NodeKind, Role
from services.review.app import ReviewApp
from services.review.domain.re_reviews import CONTESTABLE_IN, contest_until
from services.review.handlers.access import OpenFile
from services.review.storage.cases import History, in_force
from services.review.storage.closures import ENDED, ClosureStore
from services.review.storage.negatives import NegativeStore
from services.review.storage.re_reviews import ReReviewStore
from services.review.storage.rows_case import Opinion, ReviewCase
from services.review.storage.rows_closure import CaseClosure
from services.review.storage.rows_negative import NegativeProposal
from services.review.storage.rows_re_review import ReReview

_WAITING, _DECIDED = 500, 50
"""Lines of a re-reviewer's queue."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One decision or opinion that can be contested where the file stands."""

    kind: ContestedKind
    subject_id: UUID
    level: NodeKind
    position: int
    organisation_name: str
    persons: frozenset[UUID]
    decided_at: datetime
    contest_until: datetime


def subjects_of(opened: OpenFile) -> list[Subject]:
    """Read and list what can be contested."""
    file = opened.case.application_id
    history = opened.store.history(file)
    negatives = NegativeStore(opened.tx.session).of(file, history.decisions)
    closures = ClosureStore(opened.tx.session).of(file, history.decisions)
    return subjects(opened, history, negatives, closures, opened.store.opinions(file))


def subjects(
    opened: OpenFile,
    history: History,
    negatives: Sequence[NegativeProposal],
    closures: Sequence[CaseClosure],
    opinions: Iterable[Opinion],
) -> list[Subject]:
    """What can be contested where the file stands, of what was read of it."""
    every = [
        *_return(opened, history),
        *(_closure(opened, history, closures) if closures else _refusal(negatives)),
        *(_opinion(opened, row) for row in in_force(opinions)),
    ]
    return [each for each in every if opened.case.state in CONTESTABLE_IN[each.kind]]


def contestable_views(
    opened: OpenFile, open_ones: Iterable[Subject], known: Iterable[ReReview]
) -> tuple[ContestableView, ...]:
    """Those that were not contested before and are in time, for the applicant."""
    before = {(row.kind, row.subject_id) for row in known}
    return tuple(
        ContestableView(
            kind=each.kind,
            subject_id=each.subject_id,
            level=each.level,
            organisation_name=each.organisation_name,
            decided_at=each.decided_at,
            contest_until=each.contest_until,
        )
        for each in open_ones
        if (each.kind, each.subject_id) not in before and opened.tx.now < each.contest_until
    )


def read_re_reviews(app: ReviewApp, call: Call[ReadReReviews]) -> ReReviewQueue:
    """What the organisation's re-reviewers have to decide, and what was decided last."""
    organisation_id = call.data.organisation_id
    if not call.actor.holds(Role.RE_REVIEWER, organisation_id=organisation_id):
        raise NotFoundError
    with app.uow(call) as tx:
        store = ReReviewStore(tx.session)
        tx.audit("queue_read", object_type="organisation", object_id=organisation_id)
        waiting = store.queue(organisation_id, decided=False, limit=_WAITING)
        decided = store.queue(organisation_id, decided=True, limit=_DECIDED)
        return ReReviewQueue(
            waiting=tuple(_item(*pair) for pair in waiting),
            decided=tuple(_item(*pair) for pair in decided),
        )


def _return(opened: OpenFile, history: History) -> Iterable[Subject]:
    case = opened.case
    row = None if case.return_id is None else history.returns.get(case.return_id)
    if row is None:
        return
    yield Subject(
        kind=ContestedKind.RETURN,
        subject_id=row.return_id,
        level=opened.facts.route.kind_at(row.from_position),
        position=row.from_position,
        organisation_name=row.organisation_name,
        persons=_people(
            entry.person_id
            for entry in history.decisions
            if entry.return_id == row.return_id and entry.kind is DecisionKind.RETURNED
        ),
        decided_at=row.returned_at,
        contest_until=_until(opened, row.returned_at),
    )


def _refusal(negatives: Sequence[NegativeProposal]) -> Iterable[Subject]:
    row = negatives[-1] if negatives else None
    if row is None or row.outcome is not NegativeOutcome.UPHELD:
        return
    if row.decided_at is None or row.contest_until is None:
        return
    yield Subject(
        kind=ContestedKind.REFUSAL,
        subject_id=row.proposal_id,
        level=row.level,
        position=row.from_position,
        organisation_name=row.organisation_name,
        persons=_people((row.proposer_id, row.decider_id)),
        decided_at=row.decided_at,
        contest_until=row.contest_until,
    )


def _closure(
    opened: OpenFile, history: History, closures: Sequence[CaseClosure]
) -> Iterable[Subject]:
    """The newest end; the region decides about it, whoever ended the file."""
    row = closures[-1]
    yield Subject(
        kind=ContestedKind.CLOSURE,
        subject_id=row.closure_id,
        level=NodeKind.FINAL,
        position=opened.facts.route.final.position,
        organisation_name=row.organisation_name,
        persons=_people(entry.person_id for entry in history.decisions if entry.kind in ENDED),
        decided_at=row.closed_at,
        contest_until=row.contest_until,
    )


def _opinion(opened: OpenFile, row: Opinion) -> Subject:
    signed_at = row.signed_at or row.written_at
    return Subject(
        kind=ContestedKind.OPINION,
        subject_id=row.opinion_id,
        level=row.level,
        position=row.position,
        organisation_name=row.organisation_name,
        persons=_people((row.author_id, row.leader_id)),
        decided_at=signed_at,
        contest_until=_until(opened, signed_at),
    )


def _until(opened: OpenFile, decided_at: datetime) -> datetime:
    return contest_until(decided_at, opened.programme.workdays, BEIJING)


def _people(ids: Iterable[UUID | None]) -> frozenset[UUID]:
    return frozenset(each for each in ids if each is not None)


def _item(row: ReReview, case: ReviewCase) -> ReReviewItem:
    return ReReviewItem(
        application_id=case.application_id,
        application_no=case.application_no,
        state=case.state,
        kind=row.kind,
        level=row.level,
        organisation_name=row.organisation_name,
        asked_at=row.asked_at,
        decide_until=row.decide_until,
        outcome=row.outcome,
        decided_at=row.decided_at,
    )
