"""The applicant's own status (D07): where the file is, since when, what next, all opinions."""

from __future__ import annotations

from uuid import UUID

from services.chassis.causes import Call
from services.contracts.actors import ActorKind
from services.contracts.errors import NotFoundError
from services.contracts.requests.review import ReviewAction
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.decisions import actions_open_to
from services.review.handlers.access import OpenFile
from services.review.handlers.contestable import contestable_views, subjects
from services.review.handlers.reserve import own_place
from services.review.messages import (
    closure_view,
    give_up_view,
    history_views,
    negative_view,
    opinion_view,
    re_review_view,
    reason_views,
)
from services.review.storage.cases import CaseStore
from services.review.storage.closures import ClosureStore
from services.review.storage.give_ups import GiveUpStore
from services.review.storage.lists import ListStore
from services.review.storage.negatives import NegativeStore
from services.review.storage.re_reviews import ReReviewStore
from services.review.storage.rows_case import ReviewCase


def read_my_status(app: ReviewApp, call: Call[ReadMyStatus]) -> MyStatus:
    """The own file; signed opinions in full from the transaction that signed them (F3)."""
    with app.uow(call) as tx:
        store = CaseStore(tx.session)
        case = store.find(call.data.application_id)
        if case is None or not _is_own(call, case):
            raise NotFoundError
        programme = app.programmes.of(case.cycle_year)
        facts = store.facts(case, call.actor.person_id, programme.checklist)
        opened = OpenFile(app, tx, store, case, facts, programme, call.actor)
        return _view(opened, call)


def _is_own(call: Call[ReadMyStatus], case: ReviewCase) -> bool:
    return call.actor.kind is ActorKind.PERSON and call.actor.person_id == case.applicant_id


def _view(opened: OpenFile, call: Call[ReadMyStatus]) -> MyStatus:
    case, store = opened.case, opened.store
    history = store.history(case.application_id)
    reasons = reason_views(history.reasons, opened.programme)
    pending = None if case.return_id is None else history.returns.get(case.return_id)
    row = None if case.list_id is None else ListStore(opened.tx.session).row(case.application_id)
    desk_id, desk_name = _desk(opened)
    negatives = NegativeStore(opened.tx.session).of(case.application_id, history.decisions)
    closures = ClosureStore(opened.tx.session).of(case.application_id, history.decisions)
    re_reviews = ReReviewStore(opened.tx.session).of(case.application_id, history.decisions)
    give_ups = GiveUpStore(opened.tx.session).of(case.application_id, history.decisions)
    opinions = store.opinions(case.application_id)
    open_to_me = actions_open_to(opened.facts, call.actor)
    return MyStatus(
        application_id=case.application_id,
        application_no=case.application_no,
        version=case.version,
        version_no=case.version_no,
        state=case.state,
        state_label=case.state.label,
        desk_organisation_id=desk_id,
        desk_organisation_name=desk_name,
        since=case.since,
        next_step=phrases.NEXT_STEP.get(case.state, case.state.label),
        due_at=case.due_at,
        opinions=tuple(
            opinion_view(opinion) for opinion in opinions if opinion.signed_at is not None
        ),
        reasons=() if case.return_id is None else reasons.get(case.return_id, ()),
        returned_by=None if pending is None else pending.organisation_name,
        history=history_views(history.decisions, history.returns, reasons),
        negatives=tuple(map(negative_view, negatives)),
        closures=tuple(map(closure_view, closures)),
        re_reviews=tuple(map(re_review_view, re_reviews)),
        contestable=contestable_views(
            opened, subjects(opened, history, negatives, closures, opinions), re_reviews
        )
        if ReviewAction.ASK_RE_REVIEW in open_to_me
        else (),
        reserve=own_place(opened),
        give_ups=tuple(map(give_up_view, give_ups)),
        can_give_up=ReviewAction.ASK_GIVE_UP in open_to_me,
        can_state=ReviewAction.STATE_ON_GIVE_UP in open_to_me
        and give_ups[-1].hear_until is not None
        and give_ups[-1].stated_at is None,
        can_answer=ReviewAction.ANSWER_NEGATIVE in open_to_me and negatives[-1].answered_at is None,
        recommend_order=None if row is None else row.recommend_order,
        recommend_reason=None if row is None else row.recommend_reason,
        refused_reason=case.refused_reason,
        can_withdraw=ReviewAction.WITHDRAW in open_to_me,
    )


def _desk(opened: OpenFile) -> tuple[UUID | None, str | None]:
    desk = opened.facts.desk
    return (None, None) if desk is None else (desk.organisation_id, desk.organisation_name)
