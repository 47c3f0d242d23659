"""The unit of work on the real database: the shared behaviour and what only a database can do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from services.chassis.database import Database
from services.chassis.testing.clock import START, FakeClock
from services.chassis.work import Duplicate, Replayed, UnitOfWork
from services.contracts.errors import InProgressError, NotFoundError
from tests.support.sample_contracts import (
    QUEUE,
    SERVICE,
    DoThing,
    IssueSecret,
    ThingAnswer,
    ThingDoneV1,
    call,
    delivery,
)
from tests.support.sample_tables import CHASSIS, THING
from tests.support.scratch_database import ScratchDatabase
from tests.support.unit_of_work_behaviour import UnitOfWorkBehaviour


class TestUnitOfWork(UnitOfWorkBehaviour):
    @pytest.fixture
    def count_events(self, database: Database) -> Callable[[UUID], int]:
        def count(thing: UUID) -> int:
            with database.engine.connect() as connection:
                outbox = CHASSIS.outbox
                query = select(outbox).where(outbox.c.aggregate_id == thing)
                return len(connection.execute(query).all())

        return count


def test_a_command_writes_effect_event_job_audit_and_answer_together(
    uow: UnitOfWork, database: Database
) -> None:
    thing, key = uuid4(), str(uuid4())
    with uow(call(DoThing(), key=key)) as tx:
        tx.session.execute(insert(THING).values(id=thing, label=thing.hex[:20]))
        event_id = tx.publish(ThingDoneV1(thing_id=thing), aggregate_id=thing, sequence=1)
        job_id = tx.enqueue(QUEUE, {"thing_id": str(thing)}, key=str(thing))
        tx.audit("do", object_type="thing", object_id=thing, details={"sequence": 1})
        tx.respond(ThingAnswer(number=1))
    with database.engine.connect() as connection:
        outbox, audit = CHASSIS.outbox, CHASSIS.audit_event
        rows = connection.execute(
            select(outbox).where(outbox.c.event_id.in_([event_id, job_id])).order_by(outbox.c.id)
        ).all()
        audited = connection.execute(
            select(audit.c.at, audit.c.actor, audit.c.details).where(
                audit.c.object_id == str(thing)
            )
        ).one()
        keys = CHASSIS.idempotency
        answer = connection.execute(select(keys.c.response).where(keys.c.key == key)).scalar_one()
    assert [(row.kind, row.exchange, row.routing_key) for row in rows] == [
        ("event", "samples.events", "thing-done"),
        ("job", "samples.jobs", "samples.work"),
    ]
    assert all(row.published_at is None and row.attempts == 0 for row in rows)
    assert rows[0].payload["event_id"] == str(event_id)
    assert (rows[0].aggregate_id, rows[0].sequence) == (thing, 1)
    assert tuple(audited) == (START, f"person:{UUID(int=7)}", {"sequence": 1})
    assert answer == {"number": 1}


def test_eight_clicks_at_the_same_moment_have_one_effect_and_one_answer(
    uow: UnitOfWork, database: Database
) -> None:
    key, together = str(uuid4()), threading.Barrier(8)

    def click(number: int) -> object:
        together.wait()
        try:
            with uow(call(DoThing(), key=key)) as tx:
                tx.session.execute(insert(THING).values(id=uuid4(), label=f"{key[:8]}-{number}"))
                return tx.respond(ThingAnswer(number=number)).model_dump()
        except Replayed as replayed:
            return replayed.response

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))
    assert all(answer == answers[0] for answer in answers)
    with database.engine.connect() as connection:
        query = select(THING).where(THING.c.label.startswith(key[:8]))
        assert len(connection.execute(query).all()) == 1


def test_a_command_that_is_still_being_done_is_answered_in_progress(uow: UnitOfWork) -> None:
    key, began, finish = str(uuid4()), threading.Event(), threading.Event()

    def first() -> None:
        with uow(call(DoThing(), key=key)) as tx:
            began.set()
            finish.wait(10)
            tx.respond(ThingAnswer(number=1))

    thread = threading.Thread(target=first)
    thread.start()
    began.wait(5)
    asked = time.monotonic()
    with pytest.raises(InProgressError), uow(call(DoThing(), key=key)):
        pytest.fail("must not run beside the first")
    waited = time.monotonic() - asked
    finish.set()
    thread.join()
    assert 2.5 < waited < 4.5, "the answer must come before the caller gives up after 5 s"


def test_one_event_delivered_eight_times_at_once_takes_effect_once(
    uow: UnitOfWork, database: Database
) -> None:
    event_id, together = uuid4(), threading.Barrier(8)
    label = event_id.hex[:10]

    def deliver(number: int) -> bool:
        together.wait()
        try:
            with uow(delivery(event_id)) as tx:
                tx.session.execute(insert(THING).values(id=uuid4(), label=f"{label}-{number}"))
        except Duplicate:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(deliver, range(8))) == 1
    with database.engine.connect() as connection:
        query = select(THING).where(THING.c.label.startswith(label))
        assert len(connection.execute(query).all()) == 1


def test_a_broken_constraint_becomes_the_error_that_is_named_for_it(database: Database) -> None:
    uow = UnitOfWork(
        database, FakeClock(), SERVICE, constraint_errors={"uq_thing_label": NotFoundError}
    )
    plain = UnitOfWork(database, FakeClock(), SERVICE)
    label = uuid4().hex[:20]

    def write(work: UnitOfWork) -> None:
        with work() as tx:
            tx.session.execute(insert(THING).values(id=uuid4(), label=label))

    write(uow)
    with pytest.raises(NotFoundError):
        write(uow)
    with pytest.raises(IntegrityError):
        write(plain)


def test_the_answer_of_a_secret_command_never_lies_in_the_database(
    uow: UnitOfWork, database: Database
) -> None:
    key = str(uuid4())
    with uow(call(IssueSecret(), key=key)) as tx:
        tx.respond(ThingAnswer(number=987654321))
    with database.engine.connect() as connection:
        keys = CHASSIS.idempotency
        row = connection.execute(select(keys).where(keys.c.key == key)).one()
    assert row.response is None


def test_a_process_without_a_relay_notifies_and_one_with_a_relay_wakes_it(
    database: Database, scratch: ScratchDatabase
) -> None:
    woken: list[int] = []
    with_relay = UnitOfWork(database, FakeClock(), SERVICE)
    with_relay.on_commit(lambda: woken.append(1))
    without_relay = UnitOfWork(database, FakeClock(), SERVICE)
    address = scratch.runtime_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address, autocommit=True) as listener:
        listener.execute("LISTEN outbox")
        for work in (with_relay, without_relay):
            with work() as tx:
                tx.enqueue(QUEUE, {}, key="k")
        heard = list(listener.notifies(timeout=1.0, stop_after=2))
    assert (woken, len(heard)) == ([1], 1)


def test_nothing_wakes_the_relay_when_nothing_was_published(database: Database) -> None:
    woken: list[int] = []
    uow = UnitOfWork(database, FakeClock(), SERVICE)
    uow.on_commit(lambda: woken.append(1))
    with uow() as tx:
        tx.audit("look", object_type="thing", object_id="1")
    assert woken == []


def test_the_limits_of_a_connection_are_set_in_the_server(database: Database) -> None:
    names = (
        "timezone", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
        "client_connection_check_interval",
    )  # fmt: skip
    with database.engine.connect() as connection:
        values = [
            connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one()
            for name in names
        ]
    assert values == ["UTC", "15s", "5s", "30s", "2s"]


def test_the_pool_survives_connections_that_the_server_ended(
    database: Database, scratch: ScratchDatabase
) -> None:
    with database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    admin = create_engine(scratch.superuser_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = :role"
            ),
            {"role": scratch.role},
        )
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_an_error_does_not_carry_the_values_of_the_statement(uow: UnitOfWork) -> None:
    secret = uuid4().hex[:20]
    with uow() as tx:
        tx.session.execute(insert(THING).values(id=uuid4(), label=secret))
    with pytest.raises(IntegrityError) as error, uow() as tx:
        tx.session.execute(insert(THING).values(id=uuid4(), label=secret))
    assert f"'label': '{secret}'" not in str(error.value)
