"""Reads the paper of a file: the form that is valid now, and what was checked before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.review.storage.rows_paper import OfficialForm, PaperArrival, PaperReceipt


class PaperStore:
    """Paper of files within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def current_form(self, application_id: UUID) -> OfficialForm | None:
        """The official form that is valid now."""
        return self._session.scalar(
            select(OfficialForm).where(
                OfficialForm.application_id == application_id,
                OfficialForm.superseded_at.is_(None),
            )
        )

    def receipts(self, application_id: UUID) -> Sequence[PaperReceipt]:
        """Paper checks that were passed, newest first."""
        return self._session.scalars(
            select(PaperReceipt)
            .where(PaperReceipt.application_id == application_id)
            .order_by(PaperReceipt.checked_at.desc())
        ).all()

    def arrivals(self, application_id: UUID) -> Sequence[PaperArrival]:
        """Paper that came in, newest first."""
        return self._session.scalars(
            select(PaperArrival)
            .where(PaperArrival.application_id == application_id)
            .order_by(PaperArrival.registered_at.desc())
        ).all()
