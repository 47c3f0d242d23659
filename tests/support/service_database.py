"""A scratch database migrated for one service, and the fixtures its tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from services.chassis.database import Database
from services.chassis.migrate import Target, service_metadata, upgrade
from tests.support.scratch_database import ScratchDatabase, running_stack, scratch_database

_SERVICES = Path(__file__).parents[2] / "services"


def target_of(service: str, scratch: ScratchDatabase) -> Target:
    """What to migrate a scratch database to."""
    folder = _SERVICES / service / "migrations"
    return Target(scratch.owner_url, folder, service_metadata(service), scratch.role)


@contextmanager
def service_database(service: str) -> Iterator[ScratchDatabase]:
    """Create, migrate, and drop at the end."""
    with scratch_database(running_stack()) as scratch:
        upgrade(target_of(service, scratch))
        yield scratch


def database_fixtures(service: str, *, pool_size: int = 24) -> tuple[object, object]:
    """The fixtures `scratch` and `database` of a service: its conftest binds both names."""

    @pytest.fixture(scope="session", name="scratch")
    def scratch_of_service() -> Iterator[ScratchDatabase]:
        with service_database(service) as scratch:
            yield scratch

    @pytest.fixture(scope="session", name="database")
    def database_of_service(scratch: ScratchDatabase) -> Iterator[Database]:
        database = Database(scratch.runtime_url, pool_size, f"{service}-tests")
        yield database
        database.dispose()

    return scratch_of_service, database_of_service


def empty_tables(scratch: ScratchDatabase, service: str) -> None:
    """Clear all tables of a service, past the guards of those that only grow.

    Deletes, which for a test's few rows takes a tenth of the time of TRUNCATE with its new files;
    the lock waits for transactions that a test before left open.
    """
    names = list(service_metadata(service).tables)
    engine = create_engine(scratch.superuser_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"))
        for name in names:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 -- a table's own name
