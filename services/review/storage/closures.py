"""Files that a deadline or the plan ended, within one session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.requests.review import DecisionKind
from services.review.storage.rows_case import Decision, ReviewCase
from services.review.storage.rows_closure import CaseClosure

ENDED = frozenset({DecisionKind.CLOSED, DecisionKind.NOT_CHOSEN})
"""Entries of the history that such an end writes."""


class ClosureStore:
    """The ends of files without a proposal."""

    def __init__(self, session: Session) -> None:
        self._session = session

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
