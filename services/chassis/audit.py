"""The audit chain: committed audit rows are sealed in batches, each seal over the one before.

Writers only insert rows, so nothing is serialised. The sealer comes after them: a seal holds the
ids of its rows, a hash over their contents and the previous seal, and a signature. The newest seal
is also copied out of the database; without that copy the end of the chain could be cut off unseen.

Ids of concurrent transactions become visible out of order, so a seal cannot mean "all up to id n";
it names its rows. A row is looked for until two minutes after ids beyond it were sealed, which is
longer than a transaction can stay open between its audit insert and its commit (the server ends
idle ones after 30 s); `audit_verify` reports any that slipped through all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Row, bindparam, select, text

from services.chassis.audit_head import AuditHead, AuditHeadFile
from services.chassis.chassis_metrics import AUDIT_ROWS_SEALED
from services.chassis.clock import real_now
from services.chassis.database import Database, metadata
from services.chassis.tables import chassis_tables

BATCH = 500
FIRST_PREVIOUS = bytes(32)
"""What the first seal takes for the hash of the one before."""

_STRAGGLERS = timedelta(minutes=2)
_RECENT_SEALS = 1000
"""More seals than are made while a straggler may still appear."""

_LOCK_KEY = 7_305_420

_EVENT = chassis_tables(metadata()).audit_event

_LAST_SEAL = text("SELECT number, hash, signature FROM audit_seal ORDER BY number DESC LIMIT 1")

# Ids are handed out in order: whatever is not sealed below an id that was sealed two minutes ago
# was rolled back.
_FLOOR = text(
    "SELECT coalesce(max(event_ids[cardinality(event_ids)]), 0) FROM audit_seal"
    " WHERE number > :recent AND sealed_at < :cutoff"
)

_UNSEALED = (
    select(_EVENT)
    .where(
        _EVENT.c.id > bindparam("floor"),
        text(
            "NOT EXISTS (SELECT FROM (SELECT unnest(event_ids) AS sealed FROM audit_seal"
            " WHERE number > :recent) s WHERE s.sealed = audit_event.id)"
        ),
    )
    .order_by(_EVENT.c.id)
    .limit(BATCH)
)

_INSERT = text(
    "INSERT INTO audit_seal (number, sealed_at, event_ids, previous_hash, hash, signature)"
    " VALUES (:number, :sealed_at, :event_ids, :previous_hash, :hash, :signature)"
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain."""

    number: int
    sealed_at: datetime
    event_ids: tuple[int, ...]
    previous_hash: bytes

    def hash_over(self, batch: bytes) -> bytes:
        """The link's own hash, given the digest over its rows."""
        body = {
            "number": self.number,
            "sealed_at": self.sealed_at.isoformat(),
            "event_ids": self.event_ids,
            "previous": self.previous_hash.hex(),
            "batch": batch.hex(),
        }
        return hashlib.sha256(canonical(body)).digest()


def canonical(value: Any) -> bytes:
    """JSON with one spelling: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode()


def batch_digest(rows: Sequence[Row[Any]]) -> bytes:
    """SHA-256 over the rows' contents in the order of their ids."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(dict(row._mapping)) + b"\n")  # noqa: SLF001 -- SQLAlchemy's public name
    return digest.digest()


class AuditChainCutError(Exception):
    """The database has fewer seals than were copied out: for people to look into, not to continue.

    After a restore from a backup they move the copied head away.
    """


class AuditSealer:
    """Chains what was committed; one at a time per database, however many replicas run."""

    def __init__(
        self, database: Database, key: Ed25519PrivateKey, head_file: AuditHeadFile | None = None
    ) -> None:
        self._database = database
        self._key = key
        self._head_file = head_file

    def seal(self) -> int:
        """Seal everything that is committed; returns how many rows."""
        total = 0
        while count := self._seal_batch():
            total += count
            if count < BATCH:
                break
        AUDIT_ROWS_SEALED.inc(total)
        return total

    def _seal_batch(self) -> int:
        with self._database.engine.begin() as connection:
            if not _try_lock(connection):
                return 0
            last = _last_seal(connection)
            self._compare_copy(last)
            rows = _unsealed(connection, last.number)
            if not rows:
                return 0
            head = self._write(connection, last.number + 1, last.hash, rows)
        self._copy(head)
        return len(rows)

    def _compare_copy(self, last: AuditHead) -> None:
        """Notice a chain that was cut off; make up for a copy that a crash prevented."""
        if self._head_file is None:
            return
        copied = self._head_file.read()
        known = 0 if copied is None else copied.number
        if known > last.number:
            raise AuditChainCutError(f"seal {known} was copied out, {last.number} is the last")
        if known < last.number:
            self._copy(last)

    def _copy(self, head: AuditHead) -> None:
        if self._head_file is not None:
            self._head_file.write(head)

    def _write(
        self, connection: Connection, number: int, previous: bytes, rows: Sequence[Row[Any]]
    ) -> AuditHead:
        seal = Seal(number, real_now(), tuple(row.id for row in rows), previous)
        sealed = seal.hash_over(batch_digest(rows))
        signature = self._key.sign(sealed)
        connection.execute(
            _INSERT,
            {
                "number": number,
                "sealed_at": seal.sealed_at,
                "event_ids": list(seal.event_ids),
                "previous_hash": previous,
                "hash": sealed,
                "signature": signature,
            },
        )
        return AuditHead(number=number, hash=sealed, signature=signature)


def _try_lock(connection: Connection) -> bool:
    query = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.execute(query, {"key": _LOCK_KEY}).scalar_one())


def _last_seal(connection: Connection) -> AuditHead:
    row = connection.execute(_LAST_SEAL).one_or_none()
    if row is None:
        return AuditHead(number=0, hash=FIRST_PREVIOUS, signature=b"")
    return AuditHead(number=row.number, hash=bytes(row.hash), signature=bytes(row.signature))


def _unsealed(connection: Connection, last: int) -> Sequence[Row[Any]]:
    recent = {"recent": last - _RECENT_SEALS}
    cutoff = real_now() - _STRAGGLERS
    floor = connection.execute(_FLOOR, {**recent, "cutoff": cutoff}).scalar_one()
    return connection.execute(_UNSEALED, {**recent, "floor": floor}).all()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
