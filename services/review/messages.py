"""Rows to contract: opinions, marks, reasons and history as the answers show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.contracts.requests.review_closures import ClosureView
from services.contracts.requests.review_give_up import GiveUpView, MinistryDocument
from services.contracts.requests.review_negative import NegativeView
from services.contracts.requests.review_re_review import ReReviewView
from services.contracts.requests.review_views import (
    DecisionView,
    ItemMark,
    OpinionView,
    ReasonView,
)
from services.review.programme import Programme
from services.review.storage.rows_case import Decision, DeskVisit, ItemVerdict, Opinion
from services.review.storage.rows_closure import CaseClosure
from services.review.storage.rows_give_up import GiveUp
from services.review.storage.rows_negative import NegativeProposal
from services.review.storage.rows_paper import CaseReturn, ReturnReasonRow
from services.review.storage.rows_re_review import ReReview


def opinion_view(row: Opinion) -> OpinionView:
    """One opinion in full."""
    return OpinionView(
        position=row.position,
        level=row.level,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        version_no=row.version_no,
        text=row.text,
        decision=row.decision,
        health_fit=row.health_fit,
        release_agreed=row.release_agreed,
        author_name=row.author_name,
        author_post=row.author_post,
        written_at=row.written_at,
        leader_name=row.leader_name,
        signed_at=row.signed_at,
        in_force=row.in_force and row.signed_at is not None,
    )


def item_mark(visit: DeskVisit, row: ItemVerdict) -> ItemMark:
    """One mark with its author."""
    return ItemMark(
        position=visit.position,
        level=visit.level,
        version_no=visit.version_no,
        item_code=row.item_code,
        verdict=row.verdict,
        reason_code=row.reason_code,
        text=row.text,
        reviewer_id=row.reviewer_id,
        reviewer_name=row.reviewer_name,
        reviewed_at=row.reviewed_at,
    )


def reason_views(
    rows: Iterable[ReturnReasonRow], programme: Programme
) -> dict[UUID, tuple[ReasonView, ...]]:
    """Reasons by return."""
    grouped: dict[UUID, list[ReasonView]] = {}
    for row in rows:
        grouped.setdefault(row.return_id, []).append(
            ReasonView(
                item_code=row.item_code,
                item_label=programme.checklist.label(row.item_code),
                reason_code=row.reason_code,
                reason_label=programme.reasons.get(row.reason_code, row.reason_code),
                text=row.text,
            )
        )
    return {return_id: tuple(views) for return_id, views in grouped.items()}


def negative_view(row: NegativeProposal) -> NegativeView:
    """One proposed refusal with its answer and decision."""
    return NegativeView(
        proposal_id=row.proposal_id,
        level=row.level,
        organisation_name=row.organisation_name,
        proposer_name=row.proposer_name,
        proposed_at=row.proposed_at,
        text=row.text,
        version_no=row.version_no,
        answer_until=row.answer_until,
        answer=row.answer,
        answered_at=row.answered_at,
        outcome=row.outcome,
        decider_name=row.decider_name,
        decision_text=row.decision_text,
        decided_at=row.decided_at,
        contest_until=row.contest_until,
    )


def closure_view(row: CaseClosure) -> ClosureView:
    """One end by a deadline or the plan."""
    return ClosureView(
        reason=row.reason,
        reason_label=row.reason.label,
        text=row.text,
        organisation_name=row.organisation_name,
        person_name=row.person_name,
        closed_at=row.closed_at,
        contest_until=row.contest_until,
    )


def re_review_view(row: ReReview) -> ReReviewView:
    """One re-review with its decision."""
    return ReReviewView(
        re_review_id=row.re_review_id,
        kind=row.kind,
        subject_id=row.subject_id,
        level=row.level,
        organisation_name=row.organisation_name,
        contested_at=row.contested_at,
        grounds=row.grounds,
        more_on_paper=row.more_on_paper,
        asked_at=row.asked_at,
        decider_organisation_id=row.decider_organisation_id,
        decider_organisation_name=row.decider_organisation_name,
        decide_until=row.decide_until,
        suspended_due_at=row.suspended_due_at,
        outcome=row.outcome,
        reasons=row.reasons,
        decider_name=row.decider_name,
        decided_at=row.decided_at,
    )


def give_up_view(row: GiveUp) -> GiveUpView:
    """One request to give up with what became of it."""
    document = None
    if row.document_no and row.document_on and row.scan_ref:
        document = MinistryDocument(
            number=row.document_no, issued_on=row.document_on, scan_ref=row.scan_ref
        )
    return GiveUpView(
        give_up_id=row.give_up_id,
        by_unit=row.by_unit,
        asker_name=row.asker_name,
        reason=row.reason,
        text=row.text,
        evidence=row.evidence,
        asked_at=row.asked_at,
        from_state=row.from_state,
        hear_until=row.hear_until,
        statement=row.statement,
        stated_at=row.stated_at,
        proposed=row.proposed,
        proposal_text=row.proposal_text,
        document=document,
        proposer_name=row.proposer_name,
        proposed_at=row.proposed_at,
        sent_back=row.sent_back,
        outcome=row.outcome,
        decider_name=row.decider_name,
        decided_at=row.decided_at,
    )


def history_views(
    rows: Sequence[Decision],
    returns: Mapping[UUID, CaseReturn],
    reasons: Mapping[UUID, tuple[ReasonView, ...]],
) -> tuple[DecisionView, ...]:
    """The history with the reasons of its returns."""
    return tuple(
        DecisionView(
            kind=row.kind,
            kind_label=row.kind.label,
            position=row.position,
            organisation_name=row.organisation_name,
            person_name=row.person_name,
            version_no=row.version_no,
            at=row.at,
            reasons=() if row.return_id is None else reasons.get(row.return_id, ()),
            text=row.text,
            due_at=_due(row, returns),
        )
        for row in rows
    )


def _due(row: Decision, returns: Mapping[UUID, CaseReturn]) -> datetime | None:
    returned = None if row.return_id is None else returns.get(row.return_id)
    to_applicant = returned is not None and returned.to_position is None
    return returned.due_at if returned is not None and to_applicant else None
