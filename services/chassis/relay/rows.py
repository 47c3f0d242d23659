"""The relay's view of the outbox: which rows are due, and what became of them.

Raw psycopg on a connection of its own, because a batch of 500 rows must cost a few milliseconds.
All instants here are real time: they measure the relay, not the programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import psycopg
from sqlalchemy import make_url

from services.chassis.clock import real_now

_SERVER_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=5000"
    " -c idle_in_transaction_session_timeout=30000 -c client_connection_check_interval=2000"
)

# Rows another relay has in hand are skipped; a relay that is frozen loses its rows to the others
# when the server ends its session (idle_in_transaction_session_timeout).
_DUE = """
SELECT id, created_at, event_id::text, exchange, routing_key, kind, payload::text,
       correlation_id, attempts
FROM outbox WHERE published_at IS NULL AND next_try_at <= %s
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""

_PUBLISHED = """
UPDATE outbox SET published_at = %s, attempts = outbox.attempts + 1, last_error = NULL
FROM unnest(%s::bigint[]) AS sent(id)
WHERE outbox.id = sent.id AND outbox.created_at BETWEEN %s AND %s
"""

_PUT_OFF = """
UPDATE outbox SET published_at = NULL, next_try_at = %s, last_error = %s
WHERE id = %s AND created_at = %s
"""

_BACKLOG = "SELECT count(*), min(created_at) FROM outbox WHERE published_at IS NULL"

_LONGEST_DELAY = timedelta(minutes=5)


class PendingRow(NamedTuple):
    """One row that is due."""

    id: int
    created_at: datetime
    event_id: str
    exchange: str
    routing_key: str
    kind: str
    payload: str
    correlation_id: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not published yet."""

    rows: int
    oldest_seconds: float


def connect(database_url: str, application_name: str) -> psycopg.Connection:
    """A connection for the relay alone."""
    url = make_url(database_url).set(drivername="postgresql")
    return psycopg.connect(
        url.render_as_string(hide_password=False),
        autocommit=True,
        options=_SERVER_OPTIONS,
        connect_timeout=5,
        keepalives_idle=10,
        tcp_user_timeout=20000,
        application_name=application_name,
    )


def take_due(connection: psycopg.Connection, limit: int) -> list[PendingRow]:
    """Lock the oldest rows that are due, up to `limit`; call within a transaction."""
    return [PendingRow(*row) for row in connection.execute(_DUE, (real_now(), limit))]


def mark_published(connection: psycopg.Connection, rows: Sequence[PendingRow]) -> None:
    """Note that these rows were handed to the broker; the attempt is counted."""
    if not rows:
        return
    created = [row.created_at for row in rows]
    ids = [row.id for row in rows]
    connection.execute(_PUBLISHED, (real_now(), ids, min(created), max(created)))


def put_off(connection: psycopg.Connection, rows: Iterable[PendingRow], error: str) -> None:
    """Unmark these rows and try them again later, each time later than before."""
    for row in rows:
        delay = min(timedelta(seconds=2 ** min(row.attempts, 10)), _LONGEST_DELAY)
        connection.execute(_PUT_OFF, (real_now() + delay, error[:500], row.id, row.created_at))


def backlog(connection: psycopg.Connection) -> Backlog:
    """How much waits, and since when."""
    row = connection.execute(_BACKLOG).fetchone()
    count, oldest = row if row is not None else (0, None)
    age = 0.0 if oldest is None else (real_now() - oldest).total_seconds()
    return Backlog(int(count), max(0.0, age))
