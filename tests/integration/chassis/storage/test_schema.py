"""Migrations, partitions and what the runtime role may not do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack
from services.chassis.database import Database
from services.chassis.migrate import Target, difference, service_metadata, upgrade
from services.chassis.schema import ensure_outbox_partitions
from tests.support.sample_tables import sample_target
from tests.support.scratch_database import ScratchDatabase, scratch_database

SERVICES = ("accounts", "applications", "review", "quotas", "documents", "notices", "gateway")


@pytest.fixture
def empty(stack: Stack) -> Iterator[ScratchDatabase]:
    with scratch_database(stack) as scratch:
        yield scratch


@pytest.fixture
def as_runtime(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        yield connection


def service_target(service: str, scratch: ScratchDatabase) -> Target:
    sample = sample_target(scratch)
    folder = sample.folder.parents[4] / "services" / service / "migrations"
    return Target(scratch.owner_url, folder, service_metadata(service), scratch.role)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_migrates_up_down_and_up_again_to_what_its_code_says(
    service: str, empty: ScratchDatabase
) -> None:
    target = service_target(service, empty)
    assert len(target.script().get_heads()) == 1
    upgrade(target)
    assert difference(target) is None
    command.downgrade(target.config(), "base")
    upgrade(target)
    assert difference(target) is None


def test_a_table_that_the_code_does_not_know_is_found(empty: ScratchDatabase) -> None:
    target = sample_target(empty)
    upgrade(target)
    engine = create_engine(empty.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (id integer)"))
    assert "stray" in (difference(target) or "")


def test_two_migrators_at_once_both_succeed(empty: ScratchDatabase) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(upgrade, sample_target(empty)) for _ in range(2)]:
            done.result()
    assert difference(sample_target(empty)) is None


FORBIDDEN = (
    "CREATE TABLE mine (id integer)",
    "ALTER TABLE thing ADD COLUMN extra integer",
    "DROP TABLE thing",
    "TRUNCATE inbox",
    "UPDATE audit_event SET actor = 'nobody'",
    "DELETE FROM audit_event",
    "UPDATE audit_seal SET number = 1",
    "DELETE FROM audit_seal",
    "UPDATE inbox SET handler = 'x'",
    "DELETE FROM inbox",
    "DELETE FROM outbox",
    "DELETE FROM outbox_default",
    "UPDATE thing_history SET id = id",
    "DELETE FROM thing_history",
    "UPDATE alembic_version SET version_num = '0000'",
    "CREATE TEMPORARY TABLE t AS SELECT 1; ALTER ROLE CURRENT_USER SUPERUSER",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_runtime_role_is_refused(as_runtime: Connection, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be (owner|superuser)"):
        as_runtime.exec_driver_sql(statement)


def test_a_right_that_was_given_by_hand_is_taken_back_by_the_next_migration(
    empty: ScratchDatabase,
) -> None:
    upgrade(sample_target(empty))
    engine = create_engine(empty.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("GRANT CREATE ON SCHEMA public TO PUBLIC")
        connection.exec_driver_sql(f"GRANT DELETE ON outbox, outbox_default TO {empty.role}")
    upgrade(sample_target(empty))
    runtime = create_engine(empty.runtime_url, poolclass=NullPool)
    for statement in ("CREATE TABLE mine (id integer)", "DELETE FROM outbox"):
        with runtime.connect() as connection, pytest.raises(ProgrammingError, match="denied"):
            connection.exec_driver_sql(statement)


def test_the_runtime_role_may_work_with_its_own_tables(as_runtime: Connection) -> None:
    thing = {"id": uuid4(), "label": uuid4().hex[:20]}
    for statement in (
        "INSERT INTO thing (id, label) VALUES (:id, :label)",
        "UPDATE thing SET label = :label WHERE id = :id",
        "DELETE FROM thing WHERE id = :id AND label = :label",
    ):
        assert as_runtime.execute(text(statement), thing).rowcount == 1


def test_outbox_rows_lie_in_the_partition_of_their_month(
    database: Database, scratch: ScratchDatabase
) -> None:
    tables = inspect(create_engine(scratch.owner_url, poolclass=NullPool)).get_table_names()
    month = f"outbox_{datetime.now(UTC):%Y_%m}"
    assert month in tables
    with database.engine.begin() as connection:
        connection.execute(_INSERT_AT, {"id": uuid4(), "at": datetime.now(UTC)})
        connection.execute(_INSERT_AT, {"id": uuid4(), "at": datetime(2001, 1, 1, tzinfo=UTC)})
        places = connection.execute(
            text("SELECT DISTINCT tableoid::regclass::text FROM outbox")
        ).scalars()
        assert {month, "outbox_default"} <= set(places)


def test_a_month_whose_rows_lie_in_the_default_partition_is_left_there(
    scratch: ScratchDatabase,
) -> None:
    engine = create_engine(scratch.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(_INSERT_AT, {"id": uuid4(), "at": datetime(2002, 3, 5, tzinfo=UTC)})
        created = ensure_outbox_partitions(connection, date(2002, 2, 27), 3)
        again = ensure_outbox_partitions(connection, date(2002, 2, 27), 3)
        connection.rollback()
    assert (created, again) == (["outbox_2002_02", "outbox_2002_04"], [])


def test_reading_what_is_unpublished_uses_the_partial_index(as_runtime: Connection) -> None:
    as_runtime.execute(text("SET enable_seqscan = off"))
    plan = as_runtime.execute(
        text("EXPLAIN SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 500")
    ).scalars()
    steps = "\n".join(plan)
    assert "Index Only Scan" in steps
    assert "Seq Scan" not in steps


_INSERT_AT = text(
    "INSERT INTO outbox (event_id, exchange, routing_key, kind, payload, created_at, next_try_at,"
    " correlation_id) VALUES (:id, 'samples.events', 'x', 'event', '{}', :at, :at, 'c')"
)
