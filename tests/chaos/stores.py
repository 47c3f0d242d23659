"""The services' databases as a test looks into them, and rows it holds on to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, create_engine, text
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack

NOT_STATE = frozenset({"inbox", "idempotency", "audit_seal", "alembic_version"})
"""Tables that note that something came, or that are written by the clock."""

_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY relname
"""
_CONTENT = """SELECT count(*) AS rows, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest
FROM "{table}" AS t"""
_BLOCKED = "SELECT pid FROM pg_stat_activity WHERE :pid = ANY(pg_blocking_pids(pid))"

Content = dict[str, tuple[int, str | None]]


def rows(stack: Stack, service: str, sql: str, **parameters: Any) -> list[Row[Any]]:
    """The rows of a query in a service's database."""
    engine = create_engine(stack.owner_url(service), poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text(sql), parameters).all())


def number(stack: Stack, service: str, sql: str, **parameters: Any) -> int:
    """The one number a query finds."""
    return int(rows(stack, service, sql, **parameters)[0][0])


def content(stack: Stack, service: str) -> Content:
    """What a service knows: each table's number of rows and a digest of them."""
    tables = [row.relname for row in rows(stack, service, _TABLES)]
    return {
        table: tuple(rows(stack, service, _CONTENT.format(table=table))[0])
        for table in tables
        if table not in NOT_STATE
    }


@dataclass(frozen=True)
class Hold:
    """Rows that nobody else can change until they are let go."""

    stack: Stack
    service: str
    connection: Connection
    pid: int

    async def someone_waits(self) -> bool:
        """Whether a transaction stands still because of these rows."""
        found = await asyncio.to_thread(rows, self.stack, self.service, _BLOCKED, pid=self.pid)
        return bool(found)

    def let_go(self) -> None:
        """Let the others have the rows."""
        self.connection.rollback()


@contextmanager
def held(stack: Stack, service: str, sql: str, **parameters: Any) -> Iterator[Hold]:
    """Lock rows (`… FOR UPDATE`) until let go: whoever needs them is stopped half-way."""
    engine = create_engine(stack.owner_url(service), poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(text(sql), parameters).all()
        assert found, f"nothing to hold on to: {sql}"
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        hold = Hold(stack, service, connection, int(pid))
        try:
            yield hold
        finally:
            hold.let_go()
