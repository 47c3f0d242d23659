"""The chassis' statements on the hot path: one round trip to claim, one to write everything.

Driver SQL with one JSON parameter per table: the same text for any number of rows, so that psycopg
prepares it once per connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeGuard

from sqlalchemy import Connection

from services.chassis.causes import Call, Cause, Delivery
from services.chassis.clock import real_now
from services.chassis.transaction import AuditRow, OutboxRow, Transaction

OUTBOX_CHANNEL = "outbox"
"""Channel of LISTEN/NOTIFY on which commits of processes without a relay wake one."""

_CLAIM_EVENT = """
INSERT INTO inbox (handler, event_id, event, aggregate_id, sequence, received_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""

# The scan of set_config runs before its row is inserted, so it bounds the wait for a command with
# the same key, and every other lock this command waits for: its caller gives up after 5 s.
_CLAIM_KEY = """
INSERT INTO idempotency (actor, method, key, request_hash, created_at)
SELECT %s, %s, %s, %s, %s FROM set_config('lock_timeout', '3000', true) ON CONFLICT DO NOTHING
"""

_STORED_ANSWER = """
SELECT request_hash, response FROM idempotency WHERE actor = %s AND method = %s AND key = %s
"""

_OUTBOX = """
o AS (INSERT INTO outbox (event_id, exchange, routing_key, kind, payload, created_at, next_try_at,
                          correlation_id, aggregate_id, sequence)
      SELECT event_id, exchange, routing_key, kind, payload, now, now, correlation_id,
             aggregate_id, sequence
      FROM jsonb_to_recordset(%(outbox)s::jsonb)
        AS r(event_id uuid, exchange text, routing_key text, kind text, payload jsonb,
             now timestamptz, correlation_id text, aggregate_id uuid, sequence bigint))"""

_AUDIT = """
a AS (INSERT INTO audit_event (at, recorded_at, actor, action, object_type, object_id, purpose,
                               cause, correlation_id, details)
      SELECT at, now, actor, action, object_type, object_id, purpose, cause, correlation_id, details
      FROM jsonb_to_recordset(%(audit)s::jsonb)
        AS r(at timestamptz, now timestamptz, actor text, action text, object_type text,
             object_id text, purpose text, cause text, correlation_id text, details jsonb))"""

_ANSWER = """
r AS (UPDATE idempotency SET response = %(response)s::jsonb
      WHERE actor = %(actor)s AND method = %(method)s AND key = %(key)s)"""

_PLAIN = "\nSELECT 1"
_NOTIFY = "\nSELECT pg_notify('outbox', '')"


def claim_event(connection: Connection, delivery: Delivery[Any]) -> bool:
    """Write the inbox row; False when the handler has taken the event before."""
    row = (
        delivery.handler,
        delivery.event_id,
        delivery.event_name,
        delivery.aggregate_id,
        delivery.sequence,
        real_now(),
    )
    return connection.exec_driver_sql(_CLAIM_EVENT, row).rowcount == 1


def claim_key(connection: Connection, call: Call[Any], digest: bytes, now: datetime) -> bool:
    """Write the key's row; False when the command was done before.

    Waits for a command with the same key that is being done, three seconds at most.
    """
    row = (*_key_of(call), digest, now)
    return connection.exec_driver_sql(_CLAIM_KEY, row).rowcount == 1


def stored_answer(
    connection: Connection, call: Call[Any]
) -> tuple[bytes, dict[str, Any] | None] | None:
    """Hash of the request and answer kept under the call's key.

    None when the row, found a moment ago, has been swept away meanwhile.
    """
    row = connection.exec_driver_sql(_STORED_ANSWER, _key_of(call)).one_or_none()
    return None if row is None else (bytes(row[0]), row[1])


def write_chassis_rows(
    connection: Connection, tx: Transaction, now: datetime, *, notify: bool
) -> None:
    """Write events, jobs, audit rows and the answer of a transaction in one statement."""
    parts = _parts(tx, now)
    if parts:
        statement = "WITH " + ",".join(parts) + (_NOTIFY if notify else _PLAIN)
        connection.exec_driver_sql(statement, _merged(parts.values()))


def _parts(tx: Transaction, now: datetime) -> dict[str, dict[str, Any]]:
    """SQL of each part that is needed, with its parameters."""
    parts: dict[str, dict[str, Any]] = {}
    if tx.outbox:
        parts[_OUTBOX] = {"outbox": json.dumps([_outbox_record(row, now) for row in tx.outbox])}
    if tx.audits:
        parts[_AUDIT] = {"audit": json.dumps([_audit_record(row, now) for row in tx.audits])}
    if tx.response is not None and _stores_answer(tx.cause):
        actor, method, key = _key_of(tx.cause)
        answer = tx.response.model_dump_json()
        parts[_ANSWER] = {"response": answer, "actor": actor, "method": method, "key": key}
    return parts


def _merged(parameters: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in parameters for name, value in part.items()}


def _stores_answer(cause: Cause) -> TypeGuard[Call[Any]]:
    return isinstance(cause, Call) and bool(cause.idempotency_key) and cause.data.stores_answer


def _key_of(call: Call[Any]) -> tuple[str, str, str]:
    return call.actor.reference, call.data.method, call.idempotency_key or ""


def _outbox_record(row: OutboxRow, now: datetime) -> dict[str, Any]:
    return {
        "event_id": str(row.event_id),
        "exchange": row.exchange,
        "routing_key": row.routing_key,
        "kind": row.kind,
        "payload": row.payload,
        "now": now.isoformat(),
        "correlation_id": row.correlation_id,
        "aggregate_id": None if row.aggregate_id is None else str(row.aggregate_id),
        "sequence": row.sequence,
    }


def _audit_record(row: AuditRow, now: datetime) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "now": now.isoformat(),
        "actor": row.actor,
        "action": row.action,
        "object_type": row.object_type,
        "object_id": row.object_id,
        "purpose": row.purpose,
        "cause": row.cause,
        "correlation_id": row.correlation_id,
        "details": row.details,
    }
