"""The applications service on a database of its own, and the world around it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from services.applications.app import (
    CONSTRAINT_ERRORS,
    ApplicationsApp,
    ApplicationsSettings,
    build_vault,
)
from services.applications.programme import Programmes
from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.objects import FakeObjectStore
from services.chassis.work import UnitOfWork
from services.contracts.vocabulary import OrganisationType
from tests.integration.applications.furniture import NOON, cycle_event, plan_event, unit_event
from tests.integration.applications.world import World
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables
from tests.unit.applications.drafts import FINAL_ID, UNIT_ID

PROGRAMMES = Path(__file__).parents[3] / "programmes"


scratch, database = database_fixtures("applications")


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database) -> ApplicationsApp:
    """A service whose tables are empty and whose objects lie in memory."""
    empty_tables(scratch, "applications")
    key = base64.b64encode(bytes(32)).decode()
    settings = ApplicationsSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
        id_key=key,
        id_index_key=base64.b64encode(b"1" * 32).decode(),
    )
    clock = FakeClock(NOON)
    uow = UnitOfWork(database, clock, "applications", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    return ApplicationsApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=uow,
        objects=FakeObjectStore(),
        programmes=Programmes(PROGRAMMES),
        vault=build_vault(settings),
    )


@pytest.fixture
def world(app: ApplicationsApp) -> World:
    """The cycle is open, the plan in force, the unit known."""
    world = World(app)
    world.hear(cycle_event(world.cycle_id), world.cycle_id, 1)
    world.hear(plan_event(world.cycle_id), world.cycle_id, 1)
    world.hear(unit_event(), UNIT_ID, 1)
    final = unit_event(
        organisation_id=FINAL_ID,
        organisation_name="和田地区样例人社局",
        type=OrganisationType.PREFECTURE_HRSS,
        region_code="653200",
        route=(),
        line=None,
    )
    world.hear(final, FINAL_ID, 1)
    return world
