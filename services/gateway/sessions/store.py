"""Sessions in the gateway's own database, with a cache of a second or two in front.

The cache keeps the hot path off the database; its short life bounds how long another gateway
process may honour a session that was ended here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.requests.accounts import Identity
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.session import ABSOLUTE, Session, idle_limit
from services.gateway.storage.tables import WEB_SESSION

CACHE_SECONDS = 2.0
CACHE_SIZE = 20_000


class SessionStore:
    """Creates, finds, touches and ends sessions."""

    def __init__(
        self,
        engine: AsyncEngine,
        secrets: SessionSecrets,
        real_now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._secrets = secrets
        self._now = real_now
        self._cache: OrderedDict[bytes, tuple[float, Session]] = OrderedDict()

    async def create(self, identity: Identity) -> Session:
        """Begin a session for a person who has just signed in, always under a fresh id."""
        now = self._now()
        session = Session(
            session_id=self._secrets.new_id(),
            identity=identity,
            identity_read_at=now,
            idle_seconds=int(idle_limit(identity).total_seconds()),
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
        async with self._engine.begin() as connection:
            await connection.execute(insert(WEB_SESSION).values(self._row(session)))
        self._remember(session)
        return session

    async def find(self, session_id: str) -> Session | None:
        """The live session of a cookie, or None; seeing it keeps it alive."""
        session_hash = self._secrets.stored_hash(session_id)
        session = self._remembered(session_hash) or await self._load(session_id, session_hash)
        now = self._now()
        if session is None or not session.alive(now):
            return None
        if session.wants_touch(now):
            session = await self._touch(session, session_hash, now)
        return session

    async def renew_identity(self, session: Session, identity: Identity) -> Session | None:
        """Keep what accounts says now; a password changed elsewhere ends the session.

        Instants are compared for being the same, not for order: accounts counts business time.
        """
        if identity.password_changed_at != session.identity.password_changed_at:
            await self.end(session.session_id)
            return None
        return await self.keep_identity(session, identity)

    async def keep_identity(self, session: Session, identity: Identity) -> Session:
        """Store the identity of this session, for its person has just changed it here."""
        renewed = replace(
            session,
            identity=identity,
            identity_read_at=self._now(),
            idle_seconds=int(idle_limit(identity).total_seconds()),
        )
        await self._store(renewed)
        return renewed

    async def end(self, session_id: str) -> None:
        """Sign out; ending an unknown session changes nothing."""
        session_hash = self._secrets.stored_hash(session_id)
        self._cache.pop(session_hash, None)
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash)
            )

    async def end_others(self, session: Session) -> None:
        """End all sessions of the person but this one (after a change of password)."""
        own = self._secrets.stored_hash(session.session_id)
        for cached, (_, other) in list(self._cache.items()):
            if other.person_id == session.person_id and cached != own:
                del self._cache[cached]
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(WEB_SESSION).where(
                    WEB_SESSION.c.person_id == session.person_id,
                    WEB_SESSION.c.session_hash != own,
                )
            )

    async def sweep(self) -> int:
        """Delete sessions past their absolute end; returns how many."""
        async with self._engine.begin() as connection:
            done = await connection.execute(
                delete(WEB_SESSION).where(WEB_SESSION.c.expires_at < self._now())
            )
        return done.rowcount

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        async with self._engine.connect() as connection:
            await connection.execute(select(1))

    async def _load(self, session_id: str, session_hash: bytes) -> Session | None:
        async with self._engine.connect() as connection:
            found = await connection.execute(
                select(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash)
            )
            row = found.mappings().first()
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
        self._remember(session)
        return session

    async def _touch(self, session: Session, session_hash: bytes, now: datetime) -> Session | None:
        """Move `last_seen_at`; None when the session was ended meanwhile elsewhere."""
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(WEB_SESSION)
                .where(WEB_SESSION.c.session_hash == session_hash)
                .values(last_seen_at=now)
            )
        if done.rowcount == 0:
            self._cache.pop(session_hash, None)
            return None
        touched = replace(session, last_seen_at=now)
        self._remember(touched)
        return touched

    async def _store(self, session: Session) -> None:
        row = self._row(session)
        session_hash = row.pop("session_hash")
        async with self._engine.begin() as connection:
            await connection.execute(
                update(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash).values(row)
            )
        self._remember(session)

    def _row(self, session: Session) -> dict[str, object]:
        return {
            "session_hash": self._secrets.stored_hash(session.session_id),
            "person_id": session.person_id,
            "identity": session.identity.model_dump(mode="json"),
            "identity_read_at": session.identity_read_at,
            "idle_seconds": session.idle_seconds,
            "created_at": session.created_at,
            "last_seen_at": session.last_seen_at,
            "expires_at": session.expires_at,
        }

    def _remembered(self, session_hash: bytes) -> Session | None:
        entry = self._cache.get(session_hash)
        if entry is None or time.monotonic() - entry[0] > CACHE_SECONDS:
            return None
        return entry[1]

    def _remember(self, session: Session) -> None:
        self._cache[self._secrets.stored_hash(session.session_id)] = (time.monotonic(), session)
        self._cache.move_to_end(self._secrets.stored_hash(session.session_id))
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)
