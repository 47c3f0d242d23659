"""The hot path: what a pass leaves behind is one statement; only the case itself is the ORM's."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from typing_extensions import override

from services.review.storage.rows_case import Decision, DeskVisit, Opinion
from services.review.storage.rows_paper import OfficialForm
from services.review.storage.together import CollectingStore, Together

_CLOSE = "UPDATE desk_visit SET closed_at = %(closed_at)s WHERE visit_id = %(closed)s"


class PassingStore(CollectingStore):
    """The opinion, the entry of the history, the form and the next visit of one pass."""

    together = Together(Opinion, Decision, OfficialForm, DeskVisit, besides={"ended": _CLOSE})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._closed: UUID | None = None
        self._closed_at: datetime | None = None

    @override
    def close_visit(self, visit_id: UUID, at: datetime) -> None:
        """End the visit when the rest is written."""
        self._closed, self._closed_at = visit_id, at

    @override
    def _values(self) -> dict[str, Any]:
        return {**super()._values(), "closed": self._closed, "closed_at": self._closed_at}
