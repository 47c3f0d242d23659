"""The accounts service on a database of its own."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from services.accounts.app import (
    CONSTRAINT_ERRORS,
    AccountsApp,
    AccountsSettings,
    Digests,
    load_common_passwords,
    load_regions,
)
from services.accounts.hashing import PasswordHashes
from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables

PROGRAMMES = Path(__file__).parents[3] / "programmes"


scratch, database = database_fixtures("accounts")


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database) -> AccountsApp:
    """A service whose tables are empty, with hashes that cost little."""
    empty_tables(scratch, "accounts")
    settings = AccountsSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
        id_index_key=base64.b64encode(b"1" * 32).decode(),
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
        digests=Digests.of(settings),
        common_passwords=load_common_passwords(),
        regions=load_regions(PROGRAMMES),
    )
