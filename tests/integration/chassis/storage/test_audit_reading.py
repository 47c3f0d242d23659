"""Reading the trail: newest first, any page alike, by filter; the chain recomputed in parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack
from services.chassis import audit_verify
from services.chassis.audit import AuditSealer
from services.chassis.audit_reading import read_audit
from services.chassis.audit_verify import CheckedPart, check_seals
from services.chassis.database import Database
from services.chassis.migrate import upgrade
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.errors import ForbiddenError, UnauthenticatedError
from services.contracts.requests.audit import AuditPage, ReadAccountsAudit
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.support.sample_contracts import SERVICE, DoThing, call
from tests.support.sample_tables import sample_target
from tests.support.scratch_database import scratch_database

KEY = Ed25519PrivateKey.generate()
AUDITOR = person(Role.AUDITOR)


class Trail:
    """A fresh database whose trail is filled, read, and tampered with by its owner."""

    def __init__(self, database: Database, owner: Any) -> None:
        self.database = database
        self.owner = owner
        self.clock = FakeClock()
        self.uow = UnitOfWork(database, self.clock, SERVICE)
        self.sealer = AuditSealer(database, KEY)

    def act(self, action: str = "do", thing: str = "") -> None:
        with self.uow(call(DoThing())) as tx:
            tx.audit(action, object_type="thing", object_id=thing or uuid4())

    def read(self, who: Actor = AUDITOR, *security: str, **asked: Any) -> AuditPage:
        question = ReadAccountsAudit(**asked)
        return read_audit(self.uow, call_of(question, who), security)

    def check(self, after: int = 0, limit: int = 100) -> CheckedPart:
        with self.database.engine.connect() as connection:
            return check_seals(connection, KEY.public_key(), after, limit)

    def run(self, statement: str) -> None:
        with self.owner.begin() as connection:
            connection.execute(text(statement))

    def plan(self, statement: str) -> str:
        with self.owner.begin() as connection:
            return "\n".join(connection.execute(text(f"EXPLAIN {statement}")).scalars())


@pytest.fixture
def trail(stack: Stack) -> Iterator[Trail]:
    with scratch_database(stack) as scratch:
        upgrade(sample_target(scratch))
        database = Database(scratch.runtime_url, pool_size=4)
        yield Trail(database, create_engine(scratch.owner_url, poolclass=NullPool))
        database.dispose()


def test_pages_hold_every_row_once_newest_first(trail: Trail) -> None:
    for number in range(7):
        trail.act(thing=str(number))
        trail.clock.advance(timedelta(seconds=number % 2))
    seen: list[str] = []
    after = None
    while True:
        page = trail.read(after=after, limit=3, action="do")
        seen += [row.object_id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_rows_are_found_by_time_actor_action_and_object(trail: Trail) -> None:
    began = trail.clock.now()
    trail.act("do", "a")
    trail.clock.advance(timedelta(hours=1))
    trail.act("undo", "b")
    actor = trail.read(action="do").rows[0].actor

    def found(**asked: Any) -> list[str]:
        return [row.object_id for row in trail.read(**asked).rows if row.object_type == "thing"]

    assert found(until=began + timedelta(minutes=1)) == ["a"]
    assert found(since=began + timedelta(minutes=1)) == ["b"]
    assert found(action="undo") == ["b"]
    assert found(object_id="a") == ["a"]
    assert found(actor=actor) == ["b", "a"]
    assert found(actor="person:nobody") == []


def test_each_row_names_its_seal_and_reading_is_recorded(trail: Trail) -> None:
    trail.act("do", "a")
    assert trail.sealer.seal() == 1
    trail.act("do", "b")
    page = trail.read(action="do")
    assert [(row.object_id, row.seal) for row in page.rows] == [("b", None), ("a", 1)]
    assert (page.last_seal, page.sealed_at is not None) == (1, True)
    [record] = trail.read(action="audit_read").rows
    assert (record.actor, record.object_id) == (AUDITOR.reference, "accounts")


def test_security_administrators_read_what_concerns_security(trail: Trail) -> None:
    trail.act("do")
    trail.act("role_granted")
    guard = person(Role.SECURITY_ADMIN)
    assert [row.action for row in trail.read(guard, "role_granted").rows] == ["role_granted"]
    assert trail.read(guard, "role_granted", action="do").rows == ()
    for actor in (guard, person(Role.SYSTEM_ADMIN), person(Role.REGION_LEADER)):
        with pytest.raises(ForbiddenError):
            trail.read(actor)
    with pytest.raises(UnauthenticatedError):
        trail.read(ANONYMOUS)


def test_the_chain_is_checked_in_parts(trail: Trail) -> None:
    for _ in range(5):
        trail.act()
        trail.sealer.seal()
    parts = [trail.check(after=after, limit=2) for after in (0, 2, 4)]
    assert [(part.up_to, part.rows, part.finished) for part in parts] == [
        (2, 2, False),
        (4, 2, False),
        (5, 1, True),
    ]
    assert [part.violations for part in parts] == [(), (), ()]


def test_a_part_ends_after_some_thousand_rows(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        trail.act()
        trail.act()
        trail.sealer.seal()
    monkeypatch.setattr(audit_verify, "_MOST_ROWS", 5)
    first = trail.check()
    assert (first.up_to, first.rows, first.finished) == (2, 4, False)
    monkeypatch.setattr(audit_verify, "_MOST_ROWS", 1)
    one = trail.check(after=2)
    assert (one.up_to, one.rows, one.finished, one.violations) == (3, 2, True, ())


def test_a_changed_row_and_a_missing_seal_are_found(trail: Trail) -> None:
    for _ in range(3):
        trail.act()
        trail.sealer.seal()
    trail.run("UPDATE audit_event SET action = 'other' WHERE id = 2")
    assert [(fault.code, fault.seal) for fault in trail.check().violations] == [("changed", 2)]
    trail.run("DELETE FROM audit_seal WHERE number = 1")
    faults = SimpleNamespace(codes={fault.code for fault in trail.check().violations})
    assert faults.codes == {"gap", "broken_link", "changed"}


def test_any_page_is_read_by_an_index(trail: Trail) -> None:
    trail.run(
        "INSERT INTO audit_event (at, recorded_at, actor, action, object_type, object_id, cause,"
        " correlation_id) SELECT now() + i * interval '1 s', now(), 'person:' || i % 500,"
        " 'act' || i % 40, 'thing', i, '', '' FROM generate_series(1, 30000) i"
    )
    trail.run("ANALYZE audit_event")
    everything = "SELECT * FROM audit_event"
    order = "ORDER BY at DESC, id DESC LIMIT 51"
    middle = "(at, id) < (now() + interval '15000 s', 15000)"
    for where, index in (
        (middle, "ix_audit_event_at"),
        (f"actor = 'person:7' AND {middle}", "ix_audit_event_actor"),
        (f"action = 'act7' AND {middle}", "ix_audit_event_action"),
    ):
        plan = trail.plan(f"{everything} WHERE {where} {order}")
        assert index in plan
        assert "Seq Scan" not in plan
