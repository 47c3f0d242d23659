"""The audit chain on the real database: what is committed gets sealed, what is changed is found."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack
from services.chassis import audit
from services.chassis.audit import AuditChainCutError, AuditSealer
from services.chassis.audit_head import AuditHeadFile
from services.chassis.audit_verify import AuditViolation, find_violations
from services.chassis.database import Database
from services.chassis.migrate import upgrade
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from tests.support.sample_contracts import SERVICE, DoThing, call
from tests.support.sample_tables import sample_target
from tests.support.scratch_database import scratch_database

KEY = Ed25519PrivateKey.generate()


class Chain:
    """A fresh database with a sealer, and an attacker who owns the database."""

    def __init__(self, database: Database, attacker: Engine, folder: Path) -> None:
        self.database = database
        self.attacker = attacker
        self.head_file = AuditHeadFile(folder, SERVICE)
        self.sealer = AuditSealer(database, KEY, self.head_file)
        self.uow = UnitOfWork(database, FakeClock(), SERVICE)

    def act(self, times: int = 1) -> None:
        for _ in range(times):
            with self.uow(call(DoThing())) as tx:
                tx.audit("do", object_type="thing", object_id=uuid4(), details={"由": "样例"})

    def tamper(self, statement: str) -> None:
        with self.attacker.begin() as connection:
            connection.execute(text(statement))

    def codes(self) -> list[str]:
        return [violation.code for violation in self.violations()]

    def violations(self) -> list[AuditViolation]:
        with self.database.engine.connect() as connection:
            head = self.head_file.read()
            return list(find_violations(connection, KEY.public_key(), head))


@pytest.fixture
def chain(stack: Stack, tmp_path: Path) -> Iterator[Chain]:
    with scratch_database(stack) as scratch:
        upgrade(sample_target(scratch))
        database = Database(scratch.runtime_url, pool_size=12)
        yield Chain(database, create_engine(scratch.owner_url, poolclass=NullPool), tmp_path)
        database.dispose()


@pytest.mark.requirement("D05")
def test_what_was_committed_is_sealed_once_and_verifies(chain: Chain) -> None:
    chain.act(3)
    assert (chain.sealer.seal(), chain.sealer.seal()) == (3, 0)
    chain.act(2)
    assert chain.sealer.seal() == 2
    assert chain.codes() == []
    head = chain.head_file.read()
    assert head is not None
    assert head.number == 2


def test_an_empty_chain_verifies(chain: Chain) -> None:
    assert (chain.sealer.seal(), chain.codes()) == (0, [])


def test_more_rows_than_a_batch_are_sealed_in_several_links(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 4)
    monkeypatch.setattr(audit, "_UNSEALED", audit._UNSEALED.limit(4))
    chain.act(10)
    assert chain.sealer.seal() == 10
    assert chain.codes() == []
    head = chain.head_file.read()
    assert head is not None
    assert head.number == 3


def test_a_row_that_was_committed_late_is_sealed_by_a_later_link(chain: Chain) -> None:
    took_its_id, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with chain.database.engine.begin() as connection:
            connection.execute(_LATE_ROW)
            took_its_id.set()
            may_end.wait(10)

    thread = threading.Thread(target=slow)
    thread.start()
    took_its_id.wait(5)
    chain.act(2)
    assert chain.sealer.seal() == 2
    may_end.set()
    thread.join()
    assert chain.sealer.seal() == 1
    assert chain.codes() == []


def test_two_sealers_at_once_do_not_fork_the_chain(chain: Chain) -> None:
    chain.act(20)
    others = [AuditSealer(chain.database, KEY) for _ in range(4)]
    with ThreadPoolExecutor(5) as pool:
        sealed = list(pool.map(lambda sealer: sealer.seal(), [chain.sealer, *others]))
    chain.act()
    sealed.append(chain.sealer.seal())
    assert sum(sealed) == 21
    assert chain.codes() == []


ATTACKS: dict[str, tuple[str, set[str]]] = {
    "a row is changed": (
        "UPDATE audit_event SET actor = 'person:other' WHERE id = 2", {"changed"},
    ),
    "details are changed": (
        "UPDATE audit_event SET details = '{}' WHERE id = 2", {"changed"},
    ),
    "a row is deleted": (
        "DELETE FROM audit_event WHERE id = 2", {"changed", "row_missing"},
    ),
    "two rows change places": (
        "UPDATE audit_event SET id = 9 - id + 0 WHERE id IN (4, 5)", {"changed"},
    ),
    "the last seal and its rows are deleted": (
        "DELETE FROM audit_seal WHERE number = 3; DELETE FROM audit_event WHERE id > 6", {"head"},
    ),
    "a seal in the middle is deleted": (
        "DELETE FROM audit_seal WHERE number = 2", {"gap", "broken_link"},
    ),
    "a seal's time is moved": (
        "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE number = 2",
        {"changed"},
    ),
    "a seal is replaced by one that fits but is not signed": (
        "UPDATE audit_seal SET signature = decode(repeat('00', 64), 'hex') WHERE number = 2",
        {"signature"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("attack", "found"), ATTACKS.values(), ids=ATTACKS)
def test_the_owner_of_the_database_cannot_change_the_past_unseen(
    chain: Chain, attack: str, found: set[str]
) -> None:
    for _ in range(3):
        chain.act(3)
        chain.sealer.seal()
    assert chain.codes() == []
    chain.tamper("ALTER TABLE audit_event DROP CONSTRAINT pk_audit_event")
    chain.tamper(attack)
    assert set(chain.codes()) == found


def test_everything_deleted_is_found_by_the_copied_head(chain: Chain) -> None:
    chain.act(3)
    chain.sealer.seal()
    chain.tamper("DELETE FROM audit_seal")
    chain.tamper("DELETE FROM audit_event")
    assert chain.codes() == ["head"]


@pytest.mark.requirement("D05")
def test_a_forged_head_is_found(chain: Chain, tmp_path: Path) -> None:
    chain.act(3)
    chain.sealer.seal()
    file = tmp_path / f"{SERVICE}.json"
    file.write_text(file.read_text(encoding="ascii").replace('"number": 1', '"number": 9'), "ascii")
    assert chain.codes() == ["head"]
    file.unlink()
    assert chain.codes() == ["head_missing"]


def test_a_chain_whose_end_was_cut_off_is_not_continued(chain: Chain) -> None:
    for _ in range(2):
        chain.act(3)
        chain.sealer.seal()
    chain.tamper("DELETE FROM audit_seal WHERE number = 2")
    with pytest.raises(AuditChainCutError):
        chain.sealer.seal()
    assert "head" in chain.codes()


def test_a_head_that_was_not_copied_out_before_a_crash_is_copied_by_the_next_process(
    chain: Chain, tmp_path: Path
) -> None:
    chain.act()
    AuditSealer(chain.database, KEY).seal()
    assert chain.codes() == ["head_missing"]
    AuditSealer(chain.database, KEY, AuditHeadFile(tmp_path, SERVICE)).seal()
    assert chain.codes() == []


def test_a_row_that_no_sealer_took_is_found(chain: Chain) -> None:
    chain.act()
    assert chain.codes() == []
    chain.tamper("UPDATE audit_event SET recorded_at = recorded_at - interval '11 minutes'")
    assert chain.codes() == ["unsealed"]


_LATE_ROW = text(
    "INSERT INTO audit_event (at, recorded_at, actor, action, object_type, object_id, cause,"
    " correlation_id) VALUES (now(), now(), 'a', 'late', 't', '1', 'c', 'c')"
)
