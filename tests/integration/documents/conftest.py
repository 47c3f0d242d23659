"""Warm renderers, and the service on a database of its own with fake neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.testing.objects import FakeObjectStore
from services.chassis.work import UnitOfWork
from services.documents.app import DocumentsApp, DocumentsSettings, Programmes
from services.documents.render.renderers import ProgrammeRenderers, Renderers
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables


@pytest.fixture(scope="session")
def programmes() -> Programmes:
    return Programmes(Path("programmes"))


@pytest.fixture(scope="session")
def renderers(programmes: Programmes) -> Renderers:
    return Renderers(programmes)


@pytest.fixture(scope="session")
def printers(renderers: Renderers) -> ProgrammeRenderers:
    return renderers.of(2019)


scratch, database = database_fixtures("documents", pool_size=8)


@pytest.fixture
def rpc() -> FakeRpc:
    return FakeRpc()


@pytest.fixture
def objects() -> FakeObjectStore:
    return FakeObjectStore()


@pytest.fixture
def app(
    scratch: ScratchDatabase,
    database: Database,
    rpc: FakeRpc,
    objects: FakeObjectStore,
    programmes: Programmes,
) -> DocumentsApp:
    """A service whose tables are empty and whose neighbours are silent."""
    empty_tables(scratch, "documents")
    settings = DocumentsSettings(
        mode=Mode.TEST,
        programmes_dir=Path("programmes"),
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    clock = FakeClock()
    uow = UnitOfWork(database, clock, "documents")
    uow.on_commit(lambda: None)
    return DocumentsApp(settings, clock, database, uow, rpc, objects, programmes=programmes)
