"""Statements on the table of web sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from services.gateway.storage.tables import WEB_SESSION

Row = Mapping[str, Any]


class SessionRows(Protocol):
    """Where session rows lie."""

    async def insert(self, row: Row) -> None:
        """Add a row."""

    async def read(self, session_hash: bytes) -> Row | None:
        """The row of a hash, if there is one."""

    async def update(self, session_hash: bytes, values: Row) -> bool:
        """Change a row; False when it is not there."""

    async def delete(self, session_hash: bytes) -> None:
        """Remove a row, if there is one."""

    async def delete_others(self, person_id: UUID, keep: bytes) -> None:
        """Remove all rows of a person but one."""

    async def delete_expired(self, now: datetime) -> int:
        """Remove rows past their absolute end; returns how many."""

    async def ping(self) -> None:
        """Raise when the rows cannot be reached."""


class SessionTable:
    """The rows in PostgreSQL; each method is one short transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def insert(self, row: Row) -> None:
        """Add a row."""
        async with self._engine.begin() as connection:
            await connection.execute(insert(WEB_SESSION).values(row))

    async def read(self, session_hash: bytes) -> Row | None:
        """The row of a hash, if there is one."""
        query = select(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else dict(row)

    async def update(self, session_hash: bytes, values: Row) -> bool:
        """Change a row; False when it is not there."""
        change = update(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash)
        async with self._engine.begin() as connection:
            done = await connection.execute(change.values(values))
        return done.rowcount > 0

    async def delete(self, session_hash: bytes) -> None:
        """Remove a row, if there is one."""
        gone = delete(WEB_SESSION).where(WEB_SESSION.c.session_hash == session_hash)
        async with self._engine.begin() as connection:
            await connection.execute(gone)

    async def delete_others(self, person_id: UUID, keep: bytes) -> None:
        """Remove all rows of a person but one."""
        gone = delete(WEB_SESSION).where(
            WEB_SESSION.c.person_id == person_id, WEB_SESSION.c.session_hash != keep
        )
        async with self._engine.begin() as connection:
            await connection.execute(gone)

    async def delete_expired(self, now: datetime) -> int:
        """Remove rows past their absolute end; returns how many."""
        gone = delete(WEB_SESSION).where(WEB_SESSION.c.expires_at <= now)
        async with self._engine.begin() as connection:
            done = await connection.execute(gone)
        return done.rowcount

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        async with self._engine.connect() as connection:
            await connection.execute(select(1))
