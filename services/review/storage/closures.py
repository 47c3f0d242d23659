"""Files that a deadline or the plan ended, within one session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.chassis.clock import BEIJING
from services.contracts.requests.review import DecisionKind
from services.review.domain.transitions import CLOSING
from services.review.storage.rows_case import Decision, ReviewCase
from services.review.storage.rows_closure import CaseClosure
from services.review.storage.rows_copies import CycleCopy
from services.review.storage.rows_paper import CaseReturn

ENDED = frozenset({DecisionKind.CLOSED, DecisionKind.REVIEW_CLOSED, DecisionKind.NOT_CHOSEN})
"""Entries of the history that such an end writes."""


class ClosureStore:
    """The ends of files without a proposal."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock_overdue(self, before: datetime) -> tuple[ReviewCase, date] | None:
        """A file that had to go up by then and did not, with the last day; others' are skipped.

        A file that was returned has at least the time of its return, one with a deadline of its
        own that; while it is being corrected by the applicant it is not looked at.
        """
        today = before.astimezone(BEIJING).date()
        later_return = (
            select(CaseReturn.return_id)
            .where(CaseReturn.application_id == ReviewCase.application_id)
            .where(CaseReturn.due_at > before, CaseReturn.to_position.is_(None))
        )
        found = self._session.execute(
            select(ReviewCase, CycleCopy.dispatch_deadline_on)
            .join(CycleCopy, CycleCopy.cycle_id == ReviewCase.cycle_id)
            .where(
                ReviewCase.state.in_(CLOSING),
                CycleCopy.dispatch_deadline_on < today,
                CycleCopy.review_close_at <= before,
                ReviewCase.under_re_review.is_(False),
                func.coalesce(ReviewCase.own_deadline_at, before) <= before,
                ~later_return.exists(),
            )
            .order_by(ReviewCase.application_id)
            .limit(1)
            .with_for_update(of=ReviewCase, skip_locked=True)
        ).first()
        return None if found is None else (found[0], found[1])

    def of(self, application_id: UUID, decisions: Sequence[Decision]) -> Sequence[CaseClosure]:
        """All of one file, oldest first; its history says whether there are any."""
        if all(entry.kind not in ENDED for entry in decisions):
            return ()
        return self._session.scalars(
            select(CaseClosure)
            .where(CaseClosure.application_id == application_id)
            .order_by(CaseClosure.closed_at)
        ).all()

    def find(self, closure_id: UUID) -> CaseClosure | None:
        """One end."""
        return self._session.get(CaseClosure, closure_id)

    def uncontested(self, before: datetime) -> UUID | None:
        """A file whose end can no longer be contested and still holds what it held."""
        return self._session.scalar(
            select(CaseClosure.application_id)
            .join(ReviewCase, ReviewCase.application_id == CaseClosure.application_id)
            .where(
                CaseClosure.settled_at.is_(None),
                CaseClosure.contest_until <= before,
                ~ReviewCase.under_re_review,
            )
            .order_by(CaseClosure.contest_until)
            .limit(1)
        )

    def unsettled(self, application_id: UUID) -> CaseClosure | None:
        """The end of a file that is not settled."""
        return self._session.scalar(
            select(CaseClosure).where(
                CaseClosure.application_id == application_id, CaseClosure.settled_at.is_(None)
            )
        )
