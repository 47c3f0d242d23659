"""Recomputes the audit chain from the rows; `make audit` runs it for every service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, select, text

from services.chassis.audit import FIRST_PREVIOUS, Seal, batch_digest
from services.chassis.audit_head import AuditHead
from services.chassis.clock import real_now
from services.chassis.database import metadata
from services.chassis.tables import chassis_tables

_GRACE = timedelta(minutes=10)
"""A committed row that is not sealed after this time is a violation."""

_MOST_ROWS = 2_000
"""Rows that are hashed at a stretch while a service waits: some tens of milliseconds."""

_SEALS = text(
    "SELECT number, sealed_at, event_ids, previous_hash, hash, signature FROM audit_seal"
    " WHERE number > :after ORDER BY number LIMIT 50"
)

_SOME_SEALS = text(
    "SELECT number, sealed_at, event_ids, previous_hash, hash, signature FROM audit_seal"
    " WHERE number >= :first ORDER BY number LIMIT :limit"
)

_EVENTS = select(chassis_tables(metadata()).audit_event).where(
    text("id IN (SELECT unnest(event_ids) FROM audit_seal WHERE number BETWEEN :first AND :last)")
)
"""The rows of some seals at once: one question for each seal would take most of the time."""

_FORGOTTEN = text(
    "SELECT count(*) FROM audit_event e WHERE recorded_at < :before AND NOT EXISTS ("
    " SELECT FROM (SELECT unnest(event_ids) AS sealed FROM audit_seal) s WHERE s.sealed = e.id)"
)


@dataclass(frozen=True, slots=True)
class AuditViolation:
    """One thing that is wrong with the chain."""

    code: str
    seal: int | None
    message: str


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """What a look at some seals found."""

    up_to: int
    sealed_at: datetime | None
    rows: int
    finished: bool
    violations: tuple[AuditViolation, ...]


def check_seals(
    connection: Connection, key: Ed25519PublicKey, after: int, limit: int
) -> CheckedPart:
    """Check at most `limit` seals after number `after`, which the first of them must follow.

    Hashing stops everything else in the process, so a part also ends after some thousand rows.

    The copied head and rows that were never sealed are judged by `find_violations` alone.
    """
    seals = connection.execute(_SOME_SEALS, {"first": max(after, 1), "limit": limit + 2}).all()
    last, previous = 0, FIRST_PREVIOUS
    if after and seals and seals[0].number == after:
        last, previous = after, bytes(seals[0].hash)
        seals = seals[1:]
    part = _affordable(seals[:limit])
    found: list[AuditViolation] = []
    rows = 0
    if part:
        first, end = part[0].number, part[-1].number
        by_id = {row.id: row for row in connection.execute(_EVENTS, {"first": first, "last": end})}
        for seal in part:
            events = [by_id[each] for each in sorted(seal.event_ids) if each in by_id]
            rows += len(events)
            if seal.number != last + 1:
                found.append(AuditViolation("gap", seal.number, "seals before it are missing"))
            found.extend(_seal_violations(seal, events, previous, key, set()))
            last, previous = seal.number, bytes(seal.hash)
    return CheckedPart(
        up_to=last,
        sealed_at=part[-1].sealed_at if part else None,
        rows=rows,
        finished=len(part) == len(seals),
        violations=tuple(found),
    )


def _affordable(seals: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The first seals over at most `_MOST_ROWS` rows; one at least."""
    rows = 0
    for at, seal in enumerate(seals):
        rows += len(seal.event_ids)
        if rows > _MOST_ROWS:
            return seals[: max(at, 1)]
    return seals


def find_violations(
    connection: Connection, key: Ed25519PublicKey, head: AuditHead | None
) -> Iterator[AuditViolation]:
    """Check every seal against its rows, its predecessor and its signature, and the end.

    Args:
        connection: To the service's database, reading.
        key: Public half of the service's audit key.
        head: What was copied out of the database; None when nothing was ever sealed.
    """
    last, head_hash = 0, None
    previous = FIRST_PREVIOUS
    seen: set[int] = set()
    for row, events in _all_seals(connection):
        if row.number != last + 1:
            yield AuditViolation("gap", row.number, f"seals {last + 1} to {row.number - 1} missing")
        yield from _seal_violations(row, events, previous, key, seen)
        last, previous = row.number, bytes(row.hash)
        if head is not None and row.number == head.number:
            head_hash = bytes(row.hash)
    yield from _head_violations(head, head_hash, last, key)
    forgotten = connection.execute(_FORGOTTEN, {"before": real_now() - _GRACE}).scalar_one()
    if forgotten:
        yield AuditViolation("unsealed", None, f"{forgotten} rows were never sealed")


def _all_seals(connection: Connection) -> Iterator[tuple[Row[Any], list[Row[Any]]]]:
    """Every seal in order, with those of its rows that exist, in the order of their ids."""
    after = 0
    while seals := connection.execute(_SEALS, {"after": after}).all():
        first, after = seals[0].number, seals[-1].number
        rows = connection.execute(_EVENTS, {"first": first, "last": after}).all()
        found = {row.id: row for row in rows}
        for seal in seals:
            yield seal, [found[each] for each in sorted(seal.event_ids) if each in found]


def _seal_violations(
    row: Row[Any],
    events: list[Row[Any]],
    previous: bytes,
    key: Ed25519PublicKey,
    seen: set[int],
) -> Iterator[AuditViolation]:
    ids = tuple(row.event_ids)
    if missing := len(ids) - len(events):
        yield AuditViolation("row_missing", row.number, f"{missing} sealed rows are gone")
    if seen.intersection(ids):
        yield AuditViolation("sealed_twice", row.number, "a row is in two seals")
    seen.update(ids)
    if bytes(row.previous_hash) != previous:
        yield AuditViolation("broken_link", row.number, "does not follow the seal before it")
    seal = Seal(row.number, row.sealed_at, ids, bytes(row.previous_hash))
    if seal.hash_over(batch_digest(events)) != bytes(row.hash):
        yield AuditViolation("changed", row.number, "rows or seal were changed after sealing")
    if not _signed(key, bytes(row.signature), bytes(row.hash)):
        yield AuditViolation("signature", row.number, "not signed with the service's key")


def _head_violations(
    head: AuditHead | None, found: bytes | None, last: int, key: Ed25519PublicKey
) -> Iterator[AuditViolation]:
    if head is None:
        if last:
            yield AuditViolation("head_missing", last, "no copy of the head outside the database")
        return
    if not _signed(key, head.signature, head.hash):
        yield AuditViolation("head_signature", head.number, "the copied head is not signed")
    if found != head.hash:
        yield AuditViolation("head", head.number, "the chain does not contain the copied head")


def _signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True
