"""A scan that no virus scanner has seen is not accepted, however long that takes."""

from __future__ import annotations

import dataclasses
import socket
from uuid import UUID, uuid4

import pytest

from services.applications.app import ApplicationsApp
from services.applications.checker.work import ScanChecks
from services.chassis.causes import WorkJob
from tests.integration.applications.world import World
from tests.support.clamd import FakeClamd, as_clamd
from tests.unit.applications.scans import EICAR, image


@pytest.fixture
def port() -> int:
    """A port where nobody listens until a test starts its clamd there."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture
def watched(world: World, port: int) -> World:
    """The service with clamd's address set."""
    settings = world.app.settings.model_copy(update={"clamd_address": f"127.0.0.1:{port}"})
    world.app = dataclasses.replace(world.app, settings=settings)
    return world


def uploaded(world: World, content: bytes) -> UUID:
    """A scan whose check has not begun."""
    actor = world.applicant()
    ticket = world.begin(actor, world.draft(actor), "A02", len(content))
    world.send(actor, ticket, content)
    return ticket.upload_id


def check(app: ApplicationsApp, scan_id: UUID) -> None:
    job = WorkJob(uuid4(), "applications.check", str(scan_id), "", {"scan_id": str(scan_id)})
    ScanChecks(app).handle(job)


def verdict(world: World) -> tuple[str, str | None]:
    (row,) = world.rows("SELECT state, reason_code FROM scan")
    return row.state, row.reason_code


def listening(port: int) -> FakeClamd:
    return FakeClamd(socket.create_server(("127.0.0.1", port)), as_clamd)


def test_a_scan_waits_for_clamd_and_is_accepted_once_it_was_seen(watched: World, port: int) -> None:
    scan_id = uploaded(watched, image())
    with pytest.raises(ConnectionError):
        check(watched.app, scan_id)
    assert verdict(watched) == ("CHECKING", None)
    assert not [s for s in watched.app.objects.list("") if s.key.startswith("accepted/")]
    clamd = listening(port)
    try:
        check(watched.app, scan_id)
    finally:
        clamd.close()
    assert verdict(watched) == ("ACCEPTED", None)


def test_an_infected_scan_is_refused_and_nothing_of_it_is_kept(watched: World, port: int) -> None:
    scan_id = uploaded(watched, image() + EICAR)
    clamd = listening(port)
    try:
        check(watched.app, scan_id)
    finally:
        clamd.close()
    assert verdict(watched) == ("REJECTED", "infected")
    assert list(watched.app.objects.list("")) == []
