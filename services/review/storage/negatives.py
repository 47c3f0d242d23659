"""Proposed refusals within one session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_negative import NegativeOutcome
from services.review.domain.case import ProposalFacts
from services.review.storage.rows_case import Decision, ReviewCase
from services.review.storage.rows_negative import NegativeProposal


def proposal_facts(session: Session, application_id: UUID) -> ProposalFacts | None:
    """Of the pending refusal what the rules decide on."""
    pending = NegativeStore(session).pending(application_id)
    return None if pending is None else ProposalFacts(pending.proposer_id)


class NegativeStore:
    """The rows of one file's refusals, and those whose time is over."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pending(self, application_id: UUID) -> NegativeProposal | None:
        """The proposal that waits for its decision."""
        return self._session.scalar(
            select(NegativeProposal).where(
                NegativeProposal.application_id == application_id,
                NegativeProposal.decided_at.is_(None),
            )
        )

    def of(self, application_id: UUID, decisions: Sequence[Decision]) -> Sequence[NegativeProposal]:
        """All proposals about a file, oldest first; its history says whether there are any."""
        if all(entry.kind is not DecisionKind.NEGATIVE_PROPOSED for entry in decisions):
            return ()
        return self._session.scalars(
            select(NegativeProposal)
            .where(NegativeProposal.application_id == application_id)
            .order_by(NegativeProposal.proposed_at)
        ).all()

    def find(self, proposal_id: UUID) -> NegativeProposal | None:
        """One proposal."""
        return self._session.get(NegativeProposal, proposal_id)

    def uncontested(self, before: datetime) -> UUID | None:
        """A file whose refusal can no longer be contested and still holds what it held."""
        return self._session.scalar(
            select(NegativeProposal.application_id)
            .join(ReviewCase, ReviewCase.application_id == NegativeProposal.application_id)
            .where(
                NegativeProposal.outcome == NegativeOutcome.UPHELD,
                NegativeProposal.settled_at.is_(None),
                NegativeProposal.contest_until <= before,
                ~ReviewCase.under_re_review,
            )
            .order_by(NegativeProposal.contest_until)
            .limit(1)
        )

    def unsettled(self, application_id: UUID) -> NegativeProposal | None:
        """The upheld refusal of a file that is not settled."""
        return self._session.scalar(
            select(NegativeProposal).where(
                NegativeProposal.application_id == application_id,
                NegativeProposal.outcome == NegativeOutcome.UPHELD,
                NegativeProposal.settled_at.is_(None),
            )
        )
