"""The review service on a database of its own, with a clock and names that the tests set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.work import UnitOfWork
from services.contracts.requests.applications_prints import NameOrder, NameOrderAnswer
from services.review.app import ReviewApp, ReviewSettings, new_code
from services.review.programme import Programmes
from services.review.storage.tables import METADATA
from tests.integration.review.world import World
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import service_database

PROGRAMMES = Path(__file__).parents[3] / "programmes"


@pytest.fixture(scope="session")
def scratch() -> Iterator[ScratchDatabase]:
    with service_database("review") as scratch:
        yield scratch


@pytest.fixture(scope="session")
def database(scratch: ScratchDatabase) -> Iterator[Database]:
    database = Database(scratch.runtime_url, pool_size=34, application_name="review-tests")
    yield database
    database.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2019, 2, 20, 4, 0, tzinfo=UTC))


@pytest.fixture
def rpc() -> FakeRpc:
    """Applications, which orders by name: here by id, backwards."""
    return FakeRpc(
        {NameOrder: lambda ask: NameOrderAnswer(application_ids=tuple(ask.application_ids[::-1]))}
    )


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database, clock: FakeClock, rpc: FakeRpc) -> ReviewApp:
    """A service whose tables are empty."""
    _empty(scratch)
    uow = UnitOfWork(database, clock, "review")
    uow.on_commit(lambda: None)
    settings = ReviewSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    return ReviewApp(settings, clock, database, uow, rpc, Programmes(PROGRAMMES), new_code)


@pytest.fixture
def world(app: ReviewApp, clock: FakeClock) -> World:
    """Organisations, a cycle and a plan are known."""
    world = World(app, clock)
    world.furnish()
    return world


def _empty(scratch: ScratchDatabase) -> None:
    names = ", ".join(name for name in METADATA.tables if name != "audit_seal")
    engine = create_engine(scratch.superuser_url)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} CASCADE"))
    engine.dispose()
