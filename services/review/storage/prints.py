"""Finds prints by version and by code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import ListVersion
from services.review.storage.rows_paper import OfficialForm


class PrintStore:
    """Prints within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest_form(self, version_id: UUID) -> OfficialForm | None:
        """The newest official form of an application version."""
        return self._session.scalar(
            select(OfficialForm)
            .where(OfficialForm.version_id == version_id)
            .order_by(OfficialForm.issued_at.desc())
            .limit(1)
        )

    def case_of_version(self, version_id: UUID) -> ReviewCase | None:
        """The file whose current version this is."""
        return self._session.scalar(select(ReviewCase).where(ReviewCase.version_id == version_id))

    def form_by_code(self, code: str) -> OfficialForm | None:
        """The official form that bears the code."""
        return self._session.scalar(select(OfficialForm).where(OfficialForm.verify_code == code))

    def list_by_code(self, code: str) -> ListVersion | None:
        """The list version that bears the code."""
        return self._session.scalar(select(ListVersion).where(ListVersion.verify_code == code))
