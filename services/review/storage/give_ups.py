"""Requests to give up within one session."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.contracts.requests.review import DecisionKind
from services.contracts.vocabulary import Track
from services.review.storage.rows_case import Decision, ReviewCase
from services.review.storage.rows_give_up import GiveUp


class GiveUpStore:
    """The requests of one file, and those of the region's desks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def waiting(self, application_id: UUID) -> GiveUp | None:
        """The one that is not decided."""
        return self._session.scalar(
            select(GiveUp).where(
                GiveUp.application_id == application_id, GiveUp.decided_at.is_(None)
            )
        )

    def of(self, application_id: UUID, decisions: Sequence[Decision]) -> Sequence[GiveUp]:
        """All of a file, oldest first; its history says whether there are any."""
        if all(entry.kind is not DecisionKind.GIVE_UP_ASKED for entry in decisions):
            return ()
        return self._session.scalars(
            select(GiveUp).where(GiveUp.application_id == application_id).order_by(GiveUp.asked_at)
        ).all()

    def desk(
        self, tracks: Collection[Track], cycle_id: UUID | None, *, decided: bool, limit: int
    ) -> list[tuple[GiveUp, ReviewCase]]:
        """Requests of these tracks with their files: the oldest that wait, or the last decided."""
        done = GiveUp.decided_at.is_not(None) if decided else GiveUp.decided_at.is_(None)
        order = GiveUp.decided_at.desc() if decided else GiveUp.asked_at
        query = (
            select(GiveUp, ReviewCase)
            .join(ReviewCase, ReviewCase.application_id == GiveUp.application_id)
            .where(ReviewCase.track.in_(tracks), done)
        )
        if cycle_id is not None:
            query = query.where(ReviewCase.cycle_id == cycle_id)
        rows = self._session.execute(query.order_by(order, ReviewCase.application_no).limit(limit))
        return [(row, case) for row, case in rows]
