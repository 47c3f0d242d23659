"""One file as a desk sees it: checklist, earlier marks, opinions, history, open actions."""

from __future__ import annotations

from dataclasses import dataclass

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.review import ReviewAction
from services.contracts.requests.review_closures import ClosureView
from services.contracts.requests.review_negative import NegativeView
from services.contracts.requests.review_views import (
    CaseView,
    ChecklistItem,
    ItemMark,
    NodeView,
    OpinionView,
    ReadCase,
    ReturnReason,
)
from services.contracts.vocabulary import ApplicationState as S
from services.review.app import ReviewApp
from services.review.domain.case import CaseFacts
from services.review.domain.checklist import Item
from services.review.domain.decisions import actions_open_to
from services.review.domain.permissions import reader_positions, reading_allowed
from services.review.handlers.access import OpenFile
from services.review.handlers.returns import due_by_default
from services.review.messages import (
    closure_view,
    give_up_view,
    history_views,
    item_mark,
    negative_view,
    opinion_view,
    re_review_view,
    reason_views,
)
from services.review.storage.cases import CaseStore, History
from services.review.storage.closures import ClosureStore
from services.review.storage.copies import CopyStore
from services.review.storage.give_ups import GiveUpStore
from services.review.storage.negatives import NegativeStore
from services.review.storage.re_reviews import ReReviewStore
from services.review.storage.rows_case import DeskVisit


def read_case(app: ReviewApp, call: Call[ReadCase]) -> CaseView:
    """The file for one of its readers; the reading is audited."""
    with app.uow(call) as tx:
        store = CaseStore(tx.session)
        case = store.find(call.data.application_id)
        if case is None:
            raise NotFoundError
        programme = app.programmes.of(case.cycle_year)
        facts = store.facts(case, call.actor.person_id, programme.checklist)
        if not reading_allowed(call.actor, facts):
            raise NotFoundError
        tx.audit("case_read", object_type="application", object_id=case.application_id)
        return _view(OpenFile(app, tx, store, case, facts, programme, call.actor), call)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What of a file this reader sees: own desk and the levels below it."""

    own: frozenset[int]
    highest: int

    def at_desk(self, facts: CaseFacts) -> bool:
        return facts.position is not None and facts.position in self.own


def _view(opened: OpenFile, call: Call[ReadCase]) -> CaseView:
    case, facts, programme = opened.case, opened.facts, opened.programme
    copies = CopyStore(opened.tx.session)
    sight = _sight(opened, call)
    marks = _marks(opened)
    actions = actions_open_to(facts, call.actor)
    may_return = ReviewAction.RETURN in actions
    plan_row = copies.plan_row(case.plan_row_id)
    below = facts.below
    history = opened.store.history(case.application_id)
    reasons = reason_views(history.reasons, programme)
    return CaseView(
        application_id=case.application_id,
        application_no=case.application_no,
        cycle_id=case.cycle_id,
        version=case.version,
        version_id=case.version_id,
        version_no=case.version_no,
        state=case.state,
        state_label=case.state.label,
        since=case.since,
        due_at=case.due_at,
        unit_id=case.unit_id,
        unit_name=facts.route.nodes[0].organisation_name,
        track=case.track,
        term=case.term,
        seat_kind=case.seat_kind,
        plan_row_id=case.plan_row_id,
        specialty="" if plan_row is None else plan_row.specialty,
        holds_seat=case.holds_seat,
        list_id=case.list_id,
        refused_reason=case.refused_reason,
        route=_route(facts),
        position=case.position,
        checklist=_checklist(opened, marks) if sight.at_desk(facts) else (),
        earlier_marks=_earlier(opened, marks, sight),
        opinions=_opinions(opened, sight),
        history=history_views(history.decisions, history.returns, reasons),
        negatives=_negatives(opened, history, sight),
        closures=_closures(opened, history),
        give_ups=tuple(
            give_up_view(row)
            for row in GiveUpStore(opened.tx.session).of(case.application_id, history.decisions)
        ),
        re_reviews=tuple(
            re_review_view(row)
            for row in ReReviewStore(opened.tx.session).of(case.application_id, history.decisions)
            if row.position <= sight.highest
        ),
        actions=actions,
        return_positions=tuple(node.position for node in below) if may_return else (),
        default_due_at=due_by_default(opened) if may_return else None,
        reasons=tuple(
            ReturnReason(code=code, label=label) for code, label in programme.reasons.items()
        ),
    )


def _sight(opened: OpenFile, call: Call[ReadCase]) -> _Sight:
    own = reader_positions(call.actor, opened.facts)
    everything = opened.facts.route.region_position
    return _Sight(own, max(own, default=everything))


def _route(facts: CaseFacts) -> tuple[NodeView, ...]:
    return tuple(
        NodeView(
            position=node.position,
            kind=node.kind,
            organisation_id=node.organisation_id,
            organisation_name=node.organisation_name,
            current=node.position == facts.position,
        )
        for node in facts.route.nodes
    )


def _marks(opened: OpenFile) -> list[tuple[DeskVisit, ItemMark]]:
    """All marks of the file, oldest visit first."""
    return [
        (visit, item_mark(visit, row))
        for visit, row in opened.store.marks(opened.case.application_id)
    ]


def _earlier(
    opened: OpenFile, marks: list[tuple[DeskVisit, ItemMark]], sight: _Sight
) -> tuple[ItemMark, ...]:
    return tuple(
        mark
        for visit, mark in marks
        if visit.visit_id != opened.case.visit_id and visit.position <= sight.highest
    )


def _checklist(
    opened: OpenFile, marks: list[tuple[DeskVisit, ItemMark]]
) -> tuple[ChecklistItem, ...]:
    case, position = opened.case, opened.case.position
    current = {m.item_code: m for visit, m in marks if visit.visit_id == case.visit_id}
    previous = {
        m.item_code: m
        for visit, m in marks
        if visit.position == position and visit.visit_id != case.visit_id
    }
    return tuple(
        ChecklistItem(
            item_code=item.code,
            label=item.label,
            kind=item.kind.value,
            materials=item.materials,
            mark=current.get(item.code),
            previous=previous.get(item.code),
        )
        for item in _items(opened)
    )


def _items(opened: OpenFile) -> tuple[Item, ...]:
    checklist = opened.programme.checklist
    if opened.case.state is S.PAPER_CHECK:
        return checklist.originals(opened.case.materials)
    level = opened.facts.level
    if opened.case.visit_id is None or level is None:
        return ()
    return checklist.of_level(level)


def _negatives(opened: OpenFile, history: History, sight: _Sight) -> tuple[NegativeView, ...]:
    store = NegativeStore(opened.tx.session)
    return tuple(
        negative_view(row)
        for row in store.of(opened.case.application_id, history.decisions)
        if row.from_position <= sight.highest
    )


def _closures(opened: OpenFile, history: History) -> tuple[ClosureView, ...]:
    store = ClosureStore(opened.tx.session)
    return tuple(map(closure_view, store.of(opened.case.application_id, history.decisions)))


def _opinions(opened: OpenFile, sight: _Sight) -> tuple[OpinionView, ...]:
    return tuple(
        opinion_view(row)
        for row in opened.store.opinions(opened.case.application_id)
        if row.position <= sight.highest
        and (row.signed_at is not None or row.position in sight.own)
    )
