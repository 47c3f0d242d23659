"""The accounts service on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from services.accounts.app import (
    CONSTRAINT_ERRORS,
    AccountsApp,
    AccountsSettings,
    load_common_passwords,
    load_regions,
)
from services.accounts.hashing import PasswordHashes
from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import service_database

PROGRAMMES = Path(__file__).parents[3] / "programmes"


@pytest.fixture(scope="session")
def scratch() -> Iterator[ScratchDatabase]:
    with service_database("accounts") as scratch:
        yield scratch


@pytest.fixture(scope="session")
def database(scratch: ScratchDatabase) -> Iterator[Database]:
    database = Database(scratch.runtime_url, pool_size=24, application_name="accounts-tests")
    yield database
    database.dispose()


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database) -> AccountsApp:
    """A service whose tables are empty, with hashes that cost little."""
    engine = create_engine(scratch.owner_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE organisation, former_name, route_node, person, role_grant, binding,"
                " client_token, outbox, inbox, idempotency, audit_event CASCADE"
            )
        )
    engine.dispose()
    settings = AccountsSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    clock = FakeClock(datetime(2019, 2, 10, 4, 0, tzinfo=UTC))
    uow = UnitOfWork(database, clock, "accounts", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    return AccountsApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=uow,
        hashes=PasswordHashes(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)),
        common_passwords=load_common_passwords(),
        regions=load_regions(PROGRAMMES),
    )
