"""The review service on a database of its own, with a clock and names that the tests set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.work import UnitOfWork
from services.contracts.requests.accounts_colleagues import OrganisationColleagues, ReadColleagues
from services.contracts.requests.applications_prints import NameOrder, NameOrderAnswer
from services.review.app import ReviewApp, ReviewSettings, new_code
from services.review.programme import Programmes
from tests.integration.review.world import World
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables

PROGRAMMES = Path(__file__).parents[3] / "programmes"


scratch, database = database_fixtures("review", pool_size=34)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2019, 2, 20, 4, 0, tzinfo=UTC))


@pytest.fixture
def rpc() -> FakeRpc:
    """Applications orders by name: here by id, backwards. In accounts nobody works anywhere."""
    return FakeRpc(
        {
            NameOrder: lambda ask: NameOrderAnswer(application_ids=ask.application_ids[::-1]),
            ReadColleagues: lambda _: OrganisationColleagues(people=()),
        }
    )


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database, clock: FakeClock, rpc: FakeRpc) -> ReviewApp:
    """A service whose tables are empty."""
    empty_tables(scratch, "review")
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
