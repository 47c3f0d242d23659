"""Re-reviews within one session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_re_review import ContestedKind
from services.review.domain.case import ReReviewFacts
from services.review.storage.rows_case import Decision, ReviewCase
from services.review.storage.rows_re_review import ReReview


def re_review_facts(session: Session, application_id: UUID) -> ReReviewFacts | None:
    """Of the running re-review what the rules decide on."""
    running = ReReviewStore(session).running(application_id)
    if running is None:
        return None
    return ReReviewFacts(running.decider_organisation_id, frozenset(running.persons))


class ReReviewStore:
    """The rows of re-reviews: of one file, and of those who decide."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def running(self, application_id: UUID) -> ReReview | None:
        """The one that waits for its decision."""
        return self._session.scalar(
            select(ReReview).where(
                ReReview.application_id == application_id, ReReview.decided_at.is_(None)
            )
        )

    def of(self, application_id: UUID, decisions: Sequence[Decision]) -> Sequence[ReReview]:
        """All of a file, oldest first; its history says whether there are any."""
        if all(entry.kind is not DecisionKind.RE_REVIEW_ASKED for entry in decisions):
            return ()
        return self._session.scalars(
            select(ReReview)
            .where(ReReview.application_id == application_id)
            .order_by(ReReview.asked_at)
        ).all()

    def contested(self, kind: ContestedKind, subject_id: UUID) -> bool:
        """Say whether this was contested before: one procedure for each decision."""
        found = select(ReReview.re_review_id).where(
            ReReview.kind == kind, ReReview.subject_id == subject_id
        )
        return self._session.scalar(found) is not None

    def queue(
        self, organisation_id: UUID, *, decided: bool, limit: int
    ) -> list[tuple[ReReview, ReviewCase]]:
        """What an organisation decides with the files: the most urgent, or the last decided."""
        done = ReReview.decided_at.is_not(None) if decided else ReReview.decided_at.is_(None)
        order = ReReview.decided_at.desc() if decided else ReReview.decide_until
        rows = self._session.execute(
            select(ReReview, ReviewCase)
            .join(ReviewCase, ReviewCase.application_id == ReReview.application_id)
            .where(ReReview.decider_organisation_id == organisation_id, done)
            .order_by(order, ReviewCase.application_no)
            .limit(limit)
        )
        return [(row, case) for row, case in rows]
