"""The database's own log tells of failures and never of what the rows hold."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from deploy.local.client import Stack
from services.chassis.database import Database
from tests.support.probe.lab import eventually
from tests.support.sample_tables import THING


@pytest.fixture
def server_log(stack: Stack) -> Path:
    return stack.logs / "postgres.log"


def written_since(log: Path, size: int) -> str:
    with log.open("rb") as file:
        file.seek(size)
        return file.read().decode(errors="replace")


def insert_thing(database: Database, thing: UUID, label: str | None) -> None:
    with database.engine.begin() as connection:
        connection.execute(insert(THING).values(id=thing, label=label))


def test_a_broken_unique_constraint_is_logged_without_the_value(
    database: Database, server_log: Path
) -> None:
    value, size = uuid4().hex[:20], server_log.stat().st_size
    insert_thing(database, uuid4(), value)
    with pytest.raises(IntegrityError):
        insert_thing(database, uuid4(), value)
    eventually(lambda: "uq_thing_label" in written_since(server_log, size))
    assert value not in written_since(server_log, size)


def test_a_row_that_lacks_a_value_is_logged_without_its_other_values(
    database: Database, server_log: Path
) -> None:
    thing, size = uuid4(), server_log.stat().st_size
    with pytest.raises(IntegrityError):
        insert_thing(database, thing, None)
    eventually(lambda: "not-null constraint" in written_since(server_log, size))
    assert str(thing) not in written_since(server_log, size)
