"""The tables of the sample service, as its code would describe them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, String, Table, UniqueConstraint, Uuid

from services.chassis.database import metadata
from services.chassis.migrate import Target
from services.chassis.schema import RIGHTS
from services.chassis.tables import chassis_tables
from tests.support.scratch_database import ScratchDatabase

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

THING = Table(
    "thing",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("label", String(20), nullable=False),
    UniqueConstraint("label"),
)
HISTORY = Table(
    "thing_history",
    METADATA,
    Column("id", Uuid, primary_key=True),
    info={RIGHTS: "SELECT, INSERT"},
)

MIGRATIONS = (
    Path(__file__).parent.parent / "integration" / "chassis" / "storage" / "sample_migrations"
)


def sample_target(scratch: ScratchDatabase) -> Target:
    """What to migrate a scratch database to."""
    return Target(scratch.owner_url, MIGRATIONS, METADATA, scratch.role)
