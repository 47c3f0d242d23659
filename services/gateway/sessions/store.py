"""The life of sessions: begun, found, kept alive, ended; with a short cache in front of the rows.

The cache keeps the hot path off the database; its short life bounds how long another gateway
process may honour a session that was ended here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.contracts.requests.accounts import Identity
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.session import ABSOLUTE, Session, idle_limit
from services.gateway.storage.sessions import SessionRows

CACHE_SECONDS = 2.0
CACHE_SIZE = 20_000


class SessionStore:
    """Creates, finds, touches and ends sessions."""

    def __init__(
        self,
        rows: SessionRows,
        secrets: SessionSecrets,
        real_now: Callable[[], datetime],
    ) -> None:
        self._rows = rows
        self._secrets = secrets
        self._now = real_now
        self._cache: OrderedDict[bytes, tuple[float, Session]] = OrderedDict()

    def now(self) -> datetime:
        """The instant by which sessions live."""
        return self._now()

    async def create(self, identity: Identity, *, asked_at: datetime) -> Session:
        """Begin a session for a person who has just signed in, always under a fresh id.

        Args:
            identity: What accounts said.
            asked_at: When it was asked; what is told about the person later is news.
        """
        now = self._now()
        session = Session(
            session_id=self._secrets.new_id(),
            identity=identity,
            identity_read_at=asked_at,
            idle_seconds=int(idle_limit(identity).total_seconds()),
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
        session_hash = self._secrets.stored_hash(session.session_id)
        await self._rows.insert(
            {
                "session_hash": session_hash,
                "person_id": session.person_id,
                "created_at": now,
                "last_seen_at": now,
                "expires_at": session.expires_at,
                **_identity_columns(session),
            }
        )
        self._remember(session_hash, session)
        return session

    async def find(self, session_id: str) -> Session | None:
        """The live session of a cookie, or None; seeing it keeps it alive."""
        session_hash = self._secrets.stored_hash(session_id)
        session = self._remembered(session_hash) or await self._load(session_id, session_hash)
        now = self._now()
        if session is None or not session.alive(now):
            return None
        if session.wants_touch(now):
            return await self._touch(session, session_hash, now)
        return session

    async def renew_identity(
        self, session: Session, identity: Identity, *, asked_at: datetime
    ) -> Session | None:
        """Keep what accounts says now; a password changed elsewhere ends the session.

        Instants are compared for being the same, not for order: accounts counts business time.
        """
        if identity.password_changed_at != session.identity.password_changed_at:
            await self.end(session.session_id)
            return None
        renewed = replace(
            session,
            identity=identity,
            identity_read_at=asked_at,
            idle_seconds=int(idle_limit(identity).total_seconds()),
        )
        session_hash = self._secrets.stored_hash(session.session_id)
        if not await self._rows.update(session_hash, _identity_columns(renewed)):
            self._cache.pop(session_hash, None)
            return None
        self._remember(session_hash, renewed)
        return renewed

    async def end(self, session_id: str) -> None:
        """Sign out; ending an unknown session changes nothing."""
        session_hash = self._secrets.stored_hash(session_id)
        self._cache.pop(session_hash, None)
        await self._rows.delete(session_hash)

    async def end_others(self, session: Session) -> None:
        """End all sessions of the person but this one (after a change of password)."""
        own = self._secrets.stored_hash(session.session_id)
        for cached, (_, other) in list(self._cache.items()):
            if other.person_id == session.person_id and cached != own:
                del self._cache[cached]
        await self._rows.delete_others(session.person_id, own)

    async def end_all(self, person_id: UUID) -> None:
        """End every session of a person (after a password was reset)."""
        for cached, (_, session) in list(self._cache.items()):
            if session.person_id == person_id:
                del self._cache[cached]
        await self._rows.delete_others(person_id, b"")

    async def sweep(self) -> int:
        """Delete sessions past their absolute end; returns how many."""
        return await self._rows.delete_expired(self._now())

    async def ping(self) -> None:
        """Raise when the rows cannot be reached."""
        await self._rows.ping()

    async def _load(self, session_id: str, session_hash: bytes) -> Session | None:
        row = await self._rows.read(session_hash)
        if row is None:
            return None
        session = Session(
            session_id=session_id,
            identity=Identity.model_validate(row["identity"]),
            identity_read_at=row["identity_read_at"],
            idle_seconds=row["idle_seconds"],
            created_at=row["created_at"],
            last_seen_at=row["last_seen_at"],
            expires_at=row["expires_at"],
        )
        self._remember(session_hash, session)
        return session

    async def _touch(self, session: Session, session_hash: bytes, now: datetime) -> Session | None:
        """Move `last_seen_at`; None when the session was ended meanwhile elsewhere."""
        if not await self._rows.update(session_hash, {"last_seen_at": now}):
            self._cache.pop(session_hash, None)
            return None
        touched = replace(session, last_seen_at=now)
        self._remember(session_hash, touched)
        return touched

    def _remembered(self, session_hash: bytes) -> Session | None:
        entry = self._cache.get(session_hash)
        if entry is None or time.monotonic() - entry[0] > CACHE_SECONDS:
            return None
        return entry[1]

    def _remember(self, session_hash: bytes, session: Session) -> None:
        self._cache[session_hash] = (time.monotonic(), session)
        self._cache.move_to_end(session_hash)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)


def _identity_columns(session: Session) -> dict[str, object]:
    return {
        "identity": session.identity.model_dump(mode="json"),
        "identity_read_at": session.identity_read_at,
        "idle_seconds": session.idle_seconds,
    }
