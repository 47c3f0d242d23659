"""Refusals (transitions 17 and 18): proposed with facts, answered, decided by another person."""

from __future__ import annotations

from uuid import uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.errors import ValidationFailedError
from services.contracts.requests.review import CaseChanged, DecisionKind
from services.contracts.requests.review_negative import (
    AnswerNegative,
    DecideNegative,
    NegativeOutcome,
    ProposeNegative,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.negatives import (
    answer_until,
    check_facts,
    check_heard,
    check_in_time,
    contest_until,
)
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.ends import end, settle
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import move, record, touch
from services.review.storage.negatives import NegativeStore
from services.review.storage.rows_negative import NegativeProposal


def propose_negative(app: ReviewApp, call: Call[ProposeNegative]) -> CaseChanged:
    """Say that the file is to be refused and why; nothing is decided yet, a seat is kept."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.PROPOSE_NEGATIVE)
        case, node = opened.case, opened.node
        facts = check_facts(call.data.text)
        until = answer_until(tx.now, opened.programme.workdays, BEIJING)
        opened.store.add(
            NegativeProposal(
                proposal_id=uuid4(),
                application_id=case.application_id,
                version_no=case.version_no,
                from_state=case.state,
                from_position=node.position,
                level=node.kind,
                organisation_id=node.organisation_id,
                organisation_name=node.organisation_name,
                proposer_id=opened.person_id,
                proposer_name=opened.person_name,
                proposed_at=tx.now,
                text=facts,
                answer_until=until,
            )
        )
        void_frozen(opened)
        record(opened, DecisionKind.NEGATIVE_PROPOSED, node=node, text=facts)
        case.due_at = until
        move(opened, S.NEGATIVE_PENDING, node.position)
        return answer(opened)


def answer_negative(app: ReviewApp, call: Call[AnswerNegative]) -> CaseChanged:
    """Keep the applicant's answer; from now on it can be decided."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.ANSWER_NEGATIVE)
        proposal = _pending(opened)
        if proposal.answered_at is not None:
            raise ValidationFailedError("您已提交陈述，等待决定；需要补充的，请联系办理单位。")
        check_in_time(proposal.answer_until, call.arrived_at, BEIJING)
        proposal.answer, proposal.answered_at = call.data.text.strip(), tx.now
        record(opened, DecisionKind.NEGATIVE_ANSWERED)
        touch(opened)
        return answer(opened)


def decide_negative(app: ReviewApp, call: Call[DecideNegative]) -> CaseChanged:
    """Refuse, or let the file go on from where it stood with what it held."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.DECIDE_NEGATIVE)
        proposal = _pending(opened)
        check_heard(proposal.answered_at, proposal.answer_until, call.arrived_at, BEIJING)
        proposal.outcome, proposal.decision_text = data.outcome, data.text.strip()
        proposal.decider_id, proposal.decider_name = opened.person_id, opened.person_name
        proposal.decided_at = tx.now
        opened.case.due_at = None
        if data.outcome is NegativeOutcome.UPHELD:
            _refuse(opened, proposal)
        else:
            record(
                opened,
                DecisionKind.NEGATIVE_DISMISSED,
                node=opened.node,
                text=proposal.decision_text,
            )
            move(opened, proposal.from_state, proposal.from_position)
        return answer(opened)


def _refuse(opened: OpenFile, proposal: NegativeProposal) -> None:
    until = contest_until(opened.tx.now, opened.programme.workdays, BEIJING)
    proposal.contest_until = until
    node = opened.node
    by_region = node.kind is NodeKind.REGION
    kind = DecisionKind.NOT_CHOSEN if by_region else DecisionKind.NEGATIVE_UPHELD
    record(opened, kind, node=node, text=proposal.decision_text)
    end(
        opened,
        S.NOT_SELECTED if by_region else S.NOT_RECOMMENDED,
        kind=node.kind,
        organisation_id=node.organisation_id,
        contest_until=until,
    )


def settle_refusals(app: ReviewApp) -> int:
    """Give back the seats of refusals that can no longer be contested."""
    return settle(app, "settle_refusals", NegativeStore)


def _pending(opened: OpenFile) -> NegativeProposal:
    proposal = NegativeStore(opened.tx.session).pending(opened.case.application_id)
    if proposal is None:
        raise RuntimeError(f"{opened.case.application_id} is NEGATIVE_PENDING without a proposal")
    return proposal
