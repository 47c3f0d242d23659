"""Old commands are forgotten in small portions, and young ones never."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select

from services.chassis import sweeping
from services.chassis.clock import real_now
from services.chassis.database import Database
from services.chassis.sweeping import KEPT, KeySweeper
from services.chassis.work import Replayed, UnitOfWork
from tests.support.sample_contracts import DoThing, ThingAnswer, call
from tests.support.sample_tables import CHASSIS

KEYS = CHASSIS.idempotency


@pytest.fixture
def sweeper(database: Database) -> KeySweeper:
    with database.engine.begin() as connection:
        connection.execute(delete(KEYS))
    return KeySweeper(database)


def remember(database: Database, created_at: datetime, count: int = 1) -> list[str]:
    keys = [str(uuid4()) for _ in range(count)]
    with database.engine.begin() as connection:
        rows = [
            {
                "actor": "person:7",
                "method": "do_thing",
                "key": key,
                "request_hash": b"h",
                "response": {"number": 1},
                "created_at": created_at,
            }
            for key in keys
        ]
        connection.execute(insert(KEYS), rows)
    return keys


def remembered(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(connection.execute(select(KEYS.c.key)).scalars())


def test_what_is_older_than_seven_days_goes_and_the_rest_stays(
    database: Database, sweeper: KeySweeper
) -> None:
    remember(database, real_now() - KEPT - timedelta(minutes=1))
    young = remember(database, real_now() - KEPT + timedelta(minutes=1))
    assert sweeper.sweep() == 1
    assert remembered(database) == set(young)


def test_a_round_takes_portions_and_leaves_the_rest_to_the_next(
    database: Database, sweeper: KeySweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    monkeypatch.setattr(sweeping, "MOST_BATCHES", 2)
    remember(database, real_now() - 2 * KEPT, 7)
    assert [sweeper.sweep(), sweeper.sweep(), sweeper.sweep()] == [4, 3, 0]


def test_a_row_that_another_replica_has_in_hand_is_not_waited_for(
    database: Database, sweeper: KeySweeper
) -> None:
    held, free = remember(database, real_now() - 2 * KEPT, 2)
    with database.engine.begin() as other:
        other.execute(select(KEYS).where(KEYS.c.key == held).with_for_update())
        assert sweeper.sweep() == 1
        assert remembered(database) == {held}
    assert sweeper.sweep() == 1
    assert free not in remembered(database)


def test_a_forgotten_command_may_be_done_anew(
    database: Database, sweeper: KeySweeper, uow: UnitOfWork
) -> None:
    key = str(uuid4())
    with uow(call(DoThing(), key=key)) as tx:
        tx.respond(ThingAnswer(number=1))
    with pytest.raises(Replayed), uow(call(DoThing(), key=key)):
        pytest.fail("it is remembered")
    with database.engine.begin() as connection:
        connection.execute(KEYS.update().values(created_at=real_now() - 2 * KEPT))
    sweeper.sweep()
    with uow(call(DoThing(), key=key)) as tx:
        tx.respond(ThingAnswer(number=2))
