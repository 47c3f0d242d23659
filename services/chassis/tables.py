"""The chassis' tables in every service's database: the event log, the inbox, keys and the audit.

`chassis_tables` describes them for SQLAlchemy (queries, `alembic check`); `services.chassis.schema`
creates them in a service's first migration.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

__all__ = ["ChassisTables", "chassis_tables", "create_chassis_tables", "drop_chassis_tables"]

_INSTANT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class ChassisTables:
    """The five tables of one service."""

    outbox: Table
    inbox: Table
    idempotency: Table
    audit_event: Table
    audit_seal: Table


def chassis_tables(metadata: MetaData) -> ChassisTables:
    """Describe the chassis' tables in a service's metadata."""
    return ChassisTables(
        outbox=_outbox(metadata),
        inbox=_inbox(metadata),
        idempotency=_idempotency(metadata),
        audit_event=_audit_event(metadata),
        audit_seal=_audit_seal(metadata),
    )


def _outbox(metadata: MetaData) -> Table:
    """The service's event log: rows are marked as published and never deleted.

    Partitioned by month of `created_at`. Its instants are real time, because they measure the
    relay; the business time of an event is `occurred_at` in its envelope.
    """
    return Table(
        "outbox",
        metadata,
        Column(
            "id",
            BigInteger,
            Sequence("outbox_id_seq", metadata=metadata),
            server_default=text("nextval('outbox_id_seq')"),
            primary_key=True,
        ),
        Column("event_id", Uuid, nullable=False),
        Column("exchange", String(100), nullable=False),
        Column("routing_key", String(150), nullable=False),
        Column("kind", String(10), nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("created_at", _INSTANT, primary_key=True),
        Column("published_at", _INSTANT),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_try_at", _INSTANT, nullable=False),
        Column("correlation_id", String(64), nullable=False),
        Column("aggregate_id", Uuid),
        Column("sequence", BigInteger),
        Column("last_error", String(500)),
        Index("ix_outbox_unpublished", "id", postgresql_where=text("published_at IS NULL")),
        Index("ix_outbox_event_id", "event_id"),
        Index("ix_outbox_aggregate_id", "aggregate_id", "sequence"),
        postgresql_partition_by="RANGE (created_at)",
    )


def _inbox(metadata: MetaData) -> Table:
    """Which handler has taken which event; the row is part of the effect's transaction."""
    return Table(
        "inbox",
        metadata,
        Column("handler", String(120), primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("event", String(60), nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("received_at", _INSTANT, nullable=False),
        Index("ix_inbox_aggregate_id", "aggregate_id"),
    )


def _idempotency(metadata: MetaData) -> Table:
    """Which actor's command has been done under which key, and what was answered.

    A row that can be seen belongs to a command that was committed.
    """
    return Table(
        "idempotency",
        metadata,
        Column("actor", String(60), primary_key=True),
        Column("method", String(60), primary_key=True),
        Column("key", String(100), primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("response", JSONB),
        Column("created_at", _INSTANT, nullable=False),
        Index("ix_idempotency_created_at", "created_at"),
    )


def _audit_event(metadata: MetaData) -> Table:
    """Who did or read what, when, why; append-only, ids and codes only."""
    return Table(
        "audit_event",
        metadata,
        Column("id", BigInteger, primary_key=True, autoincrement=True),
        Column("at", _INSTANT, nullable=False),
        Column("recorded_at", _INSTANT, nullable=False),
        Column("actor", String(60), nullable=False),
        Column("action", String(60), nullable=False),
        Column("object_type", String(40), nullable=False),
        Column("object_id", String(64), nullable=False),
        Column("purpose", String(200)),
        Column("cause", String(150), nullable=False),
        Column("correlation_id", String(64), nullable=False),
        Column("details", JSONB, nullable=False, server_default=text("'{}'")),
        Index("ix_audit_event_object_id", "object_id"),
        Index("ix_audit_event_at", "at", "id"),
        Index("ix_audit_event_actor", "actor", "at", "id"),
        Index("ix_audit_event_action", "action", "at", "id"),
    )


def _audit_seal(metadata: MetaData) -> Table:
    """One link of the chain: a hash over a batch of audit rows and the link before."""
    return Table(
        "audit_seal",
        metadata,
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("sealed_at", _INSTANT, nullable=False),
        Column("event_ids", ARRAY(BigInteger), nullable=False),
        Column("previous_hash", LargeBinary, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Column("signature", LargeBinary, nullable=False),
        Index("ix_audit_seal_sealed_at", "sealed_at"),
        Index("ix_audit_seal_event_ids", "event_ids", postgresql_using="gin"),
    )
