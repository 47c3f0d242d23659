"""A scratch database migrated for one service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
