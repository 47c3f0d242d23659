"""Creates the chassis' tables, the outbox' partitions and the runtime role's grants.

The DDL is frozen: a service's first migration calls `create_chassis_tables`; a later change of the
chassis' tables is a function of its own that the services' next migrations call. `alembic check`
compares the result with `tables.chassis_tables`.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Protocol

from sqlalchemy import Connection, MetaData, text

_CREATE = (
    "CREATE SEQUENCE outbox_id_seq",
    """
    CREATE TABLE outbox (
        id bigint NOT NULL DEFAULT nextval('outbox_id_seq'),
        event_id uuid NOT NULL,
        exchange varchar(100) NOT NULL,
        routing_key varchar(150) NOT NULL,
        kind varchar(10) NOT NULL,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        next_try_at timestamptz NOT NULL,
        correlation_id varchar(64) NOT NULL,
        aggregate_id uuid,
        sequence bigint,
        last_error varchar(500),
        CONSTRAINT pk_outbox PRIMARY KEY (id, created_at),
        CONSTRAINT ck_outbox_kind CHECK (kind IN ('event', 'job'))
    ) PARTITION BY RANGE (created_at)
    """,
    "ALTER SEQUENCE outbox_id_seq OWNED BY outbox.id",
    "CREATE INDEX ix_outbox_unpublished ON outbox (id) WHERE published_at IS NULL",
    "CREATE INDEX ix_outbox_event_id ON outbox (event_id)",
    "CREATE INDEX ix_outbox_aggregate_id ON outbox (aggregate_id, sequence)",
    "CREATE TABLE outbox_default PARTITION OF outbox DEFAULT",
    """
    CREATE TABLE inbox (
        handler varchar(120) NOT NULL,
        event_id uuid NOT NULL,
        event varchar(60) NOT NULL,
        aggregate_id uuid NOT NULL,
        sequence bigint NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT pk_inbox PRIMARY KEY (handler, event_id)
    )
    """,
    "CREATE INDEX ix_inbox_aggregate_id ON inbox (aggregate_id)",
    """
    CREATE TABLE idempotency (
        actor varchar(60) NOT NULL,
        method varchar(60) NOT NULL,
        key varchar(100) NOT NULL,
        request_hash bytea NOT NULL,
        response jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_idempotency PRIMARY KEY (actor, method, key)
    )
    """,
    "CREATE INDEX ix_idempotency_created_at ON idempotency (created_at)",
    """
    CREATE TABLE audit_event (
        id bigserial NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        actor varchar(60) NOT NULL,
        action varchar(60) NOT NULL,
        object_type varchar(40) NOT NULL,
        object_id varchar(64) NOT NULL,
        purpose varchar(200),
        cause varchar(150) NOT NULL,
        correlation_id varchar(64) NOT NULL,
        details jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT pk_audit_event PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_audit_event_object_id ON audit_event (object_id)",
    """
    CREATE TABLE audit_seal (
        number bigint NOT NULL,
        sealed_at timestamptz NOT NULL,
        event_ids bigint[] NOT NULL,
        previous_hash bytea NOT NULL,
        hash bytea NOT NULL,
        signature bytea NOT NULL,
        CONSTRAINT pk_audit_seal PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_audit_seal_sealed_at ON audit_seal (sealed_at)",
)

_CREATE_AUDIT_INDEXES = (
    "CREATE INDEX ix_audit_event_at ON audit_event (at, id)",
    "CREATE INDEX ix_audit_event_actor ON audit_event (actor, at, id)",
    "CREATE INDEX ix_audit_event_action ON audit_event (action, at, id)",
    "CREATE INDEX ix_audit_seal_event_ids ON audit_seal USING gin (event_ids)",
)
_AUDIT_INDEXES = (
    "ix_audit_event_at",
    "ix_audit_event_actor",
    "ix_audit_event_action",
    "ix_audit_seal_event_ids",
)

_DROP_ORDER = ("audit_seal", "audit_event", "idempotency", "inbox", "outbox")

_CHASSIS_RIGHTS = {
    "outbox": "SELECT, INSERT, UPDATE",
    "inbox": "SELECT, INSERT",
    "idempotency": "SELECT, INSERT, UPDATE, DELETE",
    "audit_event": "SELECT, INSERT",
    "audit_seal": "SELECT, INSERT",
    "alembic_version": "SELECT",
}
"""What the runtime role may do with the chassis' tables."""

RIGHTS = "rights"
"""Key of `Table.info` under which a service narrows the runtime role's rights on its own table:
`Table("seat_ledger", …, info={RIGHTS: "SELECT, INSERT"})`."""

_ALL_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


class Operations(Protocol):
    """The part of `alembic.op` that is used here."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""

    def get_bind(self) -> Connection:
        """The migration's connection."""


def create_chassis_tables(op: Operations) -> None:
    """Create the five tables; for the first migration of a service."""
    for statement in _CREATE:
        op.execute(statement)


def drop_chassis_tables(op: Operations) -> None:
    """Undo `create_chassis_tables`; for the first migration's downgrade."""
    for table in _DROP_ORDER:
        op.execute(f"DROP TABLE {table}")


def create_audit_indexes(op: Operations) -> None:
    """Let auditors page through the trail; for a service's migration after the first tables."""
    for statement in _CREATE_AUDIT_INDEXES:
        op.execute(statement)


def drop_audit_indexes(op: Operations) -> None:
    """Undo `create_audit_indexes`."""
    for index in _AUDIT_INDEXES:
        op.execute(f"DROP INDEX {index}")


def ensure_outbox_partitions(connection: Connection, first: date, months: int) -> list[str]:
    """Create the missing monthly partitions of the outbox, starting with the month of `first`.

    Runs at each migration. A month whose rows already lie in the default partition stays there:
    moving an event log is a decision for people.

    Returns:
        Names of the partitions created.
    """
    created = []
    for start, end in _months(first, months):
        name = f"outbox_{start:%Y_%m}"
        if _exists(connection, name) or _default_holds(connection, start, end):
            continue
        connection.exec_driver_sql(
            f"CREATE TABLE {name} PARTITION OF outbox "
            f"FOR VALUES FROM ('{start} 00:00:00+00') TO ('{end} 00:00:00+00')"
        )
        created.append(name)
    return created


def grant_runtime(connection: Connection, role: str, metadata: MetaData) -> None:
    """Give the runtime role exactly what it needs: no DDL, nothing on the partitions themselves.

    Idempotent; runs after each migration, so a new table of the service is never forgotten.
    """
    quoted = connection.dialect.identifier_preparer.quote(role)
    run = connection.exec_driver_sql
    run(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}")
    run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    run(f"REVOKE CREATE ON SCHEMA public FROM {quoted}")
    run(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    for table in _tables(connection):
        run(f'GRANT {_rights(table, metadata)} ON TABLE public."{table}" TO {quoted}')
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")


def _rights(table: str, metadata: MetaData) -> str:
    described = metadata.tables.get(table)
    own = _ALL_RIGHTS if described is None else str(described.info.get(RIGHTS, _ALL_RIGHTS))
    return _CHASSIS_RIGHTS.get(table, own)


def _months(first: date, months: int) -> list[tuple[date, date]]:
    starts = []
    for offset in range(months + 1):
        year, month = divmod(first.year * 12 + first.month - 1 + offset, 12)
        starts.append(date(year, month + 1, 1))
    return list(pairwise(starts))


def _exists(connection: Connection, table: str) -> bool:
    query = text("SELECT to_regclass('public.' || :name) IS NOT NULL")
    return bool(connection.execute(query, {"name": table}).scalar_one())


def _default_holds(connection: Connection, start: date, end: date) -> bool:
    query = text(
        "SELECT EXISTS (SELECT FROM outbox_default"
        " WHERE created_at >= :start AND created_at < :end)"
    )
    return bool(connection.execute(query, {"start": start, "end": end}).scalar_one())


def _tables(connection: Connection) -> list[str]:
    """Ordinary and partitioned tables, without the partitions."""
    query = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
    )
    return list(connection.execute(query).scalars())
