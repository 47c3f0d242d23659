"""What accounts told about people, so that nobody acts for a minute under a role they lost.

News only shortens the time an identity is believed; it is never needed for being right in the end,
because an identity is asked for again each minute anyway. So it may be lost, and is kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from services.gateway.sessions.session import IDENTITY_FRESH, Session

_KEPT = IDENTITY_FRESH + timedelta(seconds=5)
_MOST = 10_000
"""People; beyond that it is cheaper to ask about everybody again."""


class RoleNews:
    """Whose roles changed since when; all instants are those of this process."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._everybody: datetime | None = None
        self._people: dict[UUID, datetime] = {}

    def heard(self, person_id: UUID) -> None:
        """The roles of this person changed."""
        now = self._now()
        if len(self._people) >= _MOST:
            self._people = {who: at for who, at in self._people.items() if now - at < _KEPT}
        if len(self._people) >= _MOST:
            self.missed()
            return
        self._people[person_id] = now

    def missed(self) -> None:
        """Something may have been said while nobody listened: everybody is asked about again."""
        self._everybody = self._now()
        self._people.clear()

    def outdates(self, session: Session) -> bool:
        """Whether what is known of the person was asked before the latest news of them."""
        told = (self._everybody, self._people.get(session.person_id))
        return any(at is not None and session.identity_read_at <= at for at in told)
