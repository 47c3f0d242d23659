"""The two INSERTs of a submission and nothing else: the limit of submissions.

One transaction of two statements, as fast as 16 threads of one process can; the rows are those the
service wrote for a submission, with fresh ids and codes.
"""

from __future__ import annotations

import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Json

from bench.child import answer_all

THREADS = 16

_VERSION: LiteralString = """
INSERT INTO application_version (id, application_id, version_no, content, sha256, verify_code,
    id_cipher, track, changed_fields, changed_items, key_fields_changed, submitted_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_EVENT: LiteralString = """
INSERT INTO outbox (event_id, exchange, routing_key, kind, payload, created_at, next_try_at,
    correlation_id, aggregate_id, sequence)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def main() -> None:
    """Insert as many pairs as asked."""
    url = os.environ["BENCH_DATABASE_URL"]
    connections = [psycopg.connect(url, autocommit=True) for _ in range(THREADS)]
    with psycopg.connect(url) as own:
        application = _row(own, "SELECT id FROM application")
    with psycopg.connect(os.environ["BENCH_MODEL_URL"]) as model:
        version = _row(model, "SELECT * FROM application_version LIMIT 1") | {
            "application_id": application["id"]
        }
        event = _row(model, "SELECT * FROM outbox WHERE routing_key = 'submitted' LIMIT 1")

    def work(thread: int, numbers: range) -> None:
        connection = connections[thread]
        for number in numbers:
            with connection.transaction():
                connection.execute(_VERSION, _version(version, number))
                connection.execute(_EVENT, _event(event))

    def insert(question: dict[str, Any]) -> dict[str, float]:
        numbers = range(question["first"], question["first"] + question["count"])
        with ThreadPoolExecutor(THREADS) as pool:
            began = time.perf_counter()
            shares = [numbers[thread::THREADS] for thread in range(THREADS)]
            list(pool.map(work, range(THREADS), shares))
            return {"seconds": time.perf_counter() - began}

    answer_all(insert)


def _row(connection: psycopg.Connection, query: LiteralString) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(query).fetchone()
    if row is None:
        raise LookupError("no submission to take as a model")
    return row


def _version(row: dict[str, Any], number: int) -> tuple[Any, ...]:
    return (
        uuid4(),
        row["application_id"],
        number,
        Json(row["content"]),
        row["sha256"],
        secrets.token_hex(7),
        row["id_cipher"],
        row["track"],
        Json(row["changed_fields"]),
        Json(row["changed_items"]),
        row["key_fields_changed"],
        row["submitted_at"],
    )


def _event(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        uuid4(),
        row["exchange"],
        row["routing_key"],
        row["kind"],
        Json(row["payload"]),
        row["created_at"],
        row["next_try_at"],
        row["correlation_id"],
        row["aggregate_id"],
        row["sequence"],
    )


if __name__ == "__main__":
    main()
