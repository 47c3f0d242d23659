"""A migrated scratch database for the storage half of the chassis, and a unit of work on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.client import Stack
from services.chassis.database import Database
from services.chassis.migrate import upgrade
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from tests.support.sample_contracts import SERVICE
from tests.support.sample_tables import sample_target
from tests.support.scratch_database import ScratchDatabase, running_stack, scratch_database


@pytest.fixture(scope="session")
def stack() -> Stack:
    return running_stack()


@pytest.fixture(scope="session")
def scratch(stack: Stack) -> Iterator[ScratchDatabase]:
    with scratch_database(stack) as scratch:
        upgrade(sample_target(scratch))
        yield scratch


@pytest.fixture(scope="session")
def database(scratch: ScratchDatabase) -> Iterator[Database]:
    database = Database(scratch.runtime_url, pool_size=24, application_name="chassis-tests")
    yield database
    database.dispose()


@pytest.fixture
def uow(database: Database) -> UnitOfWork:
    return UnitOfWork(database, FakeClock(), SERVICE)
