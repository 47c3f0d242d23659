"""Poison in real queues: parked, listed, shown, replayed, dropped, and never lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import amqp
import pytest
from sqlalchemy import create_engine, text

from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.stores import StoreAddresses
from operations.parked import main
from services.chassis.clock import SystemClock
from services.chassis.database import Database
from services.chassis.dead_letters import Exit, ParkingLot
from services.chassis.messaging import names
from services.chassis.messaging.connection import Address, open_channel, open_connection
from services.chassis.work import UnitOfWork
from services.contracts.events.review import ApplicationDeterminedV1
from services.contracts.routing import RPC_EXCHANGE
from tests.integration.operations.conftest import rows
from tests.support.live import INSTANCE
from tests.support.probe.hostile import hostile_message
from tests.support.probe.lab import eventually

SUBMITTED = "evt-applications-submitted--review.on_submitted"
DETERMINED = "evt-review-determined--quotas.on_determined"
RENDER = "documents.render"


def envelope(version: int) -> bytes:
    told = {
        "event_id": str(uuid.uuid4()),
        "event": "submitted",
        "version": version,
        "occurred_at": datetime.now(UTC).isoformat(),
        "correlation_id": "test",
        "causation_id": None,
        "aggregate_id": str(uuid.uuid4()),
        "sequence": 1,
        "data": {},
    }
    return json.dumps(told).encode()


def to(queue: str) -> tuple[str, str]:
    """Exchange and key that lead to one queue of a service and no other."""
    service = "documents" if queue == RENDER else queue.split("--")[1].partition(".")[0]
    return names.returns_exchange(service), queue


POISON: dict[str, tuple[tuple[str, str], bytes, dict[str, Any]]] = {
    "not json": (to(SUBMITTED), b"{not json", {}),
    "pickled": (to(SUBMITTED), b"cos\n.", {"content_type": "application/x-python-serialize"}),
    "compressed": (to(SUBMITTED), b"\x1f\x8b", {"headers": {"compression": "application/x-gzip"}}),
    "nested": (to(SUBMITTED), b"[" * 100_000, {}),
    "no envelope": (to(SUBMITTED), b"{}", {}),
    "unknown version": (to(SUBMITTED), envelope(99), {}),
    "wrong data": (to(SUBMITTED), envelope(1), {}),
    "another encoding": (to(SUBMITTED), b"\xff\xfe", {"content_encoding": "utf-16"}),
    "no job": (to(RENDER), b"{}", {}),
    "no request": ((RPC_EXCHANGE, "review.read_case"), b"{not json", {"reply_to": "x"}),
}


class Desk:
    """An operator's terminal, and the broker beside it."""

    def __init__(self, stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._connection = open_connection(Address.parse(stack.broker_admin_url, "desk"))
        self._channel = open_channel(self._connection)
        self._channel.confirm_select()

    def type(self, *words: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = main(list(words))
        return code, self._capsys.readouterr().out

    def parked(self) -> dict[str, dict[str, Any]]:
        code, out = self.type("list", "S=", "ID=", "--json")
        assert code == Exit.DONE
        return {row["id"]: row for row in json.loads(out)}

    def send(self, kind: str) -> str:
        (exchange, key), body, properties = POISON[kind]
        message_id = f"{kind.replace(' ', '-')}-{uuid.uuid4()}"
        message = hostile_message(body, message_id=message_id, **properties)
        self._channel.basic_publish_confirm(message, exchange, key, mandatory=True)
        return message_id

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def desk(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    monkeypatch.setenv("TEPEI_INSTANCE", INSTANCE)
    desk = Desk(stack, capsys)
    before = set(desk.parked())
    yield desk
    for message_id in set(desk.parked()) - before:
        desk.type("drop", f"ID={message_id}")
    desk.close()


def test_poison_of_every_kind_is_listed_replayed_and_dropped_but_never_lost(desk: Desk) -> None:
    sent = {kind: desk.send(kind) for kind in POISON}
    ids = set(sent.values())
    eventually(lambda: ids <= set(desk.parked()), 30)
    listed = desk.parked()
    assert {listed[each]["queue"] for each in ids} == {SUBMITTED, RENDER, "rpc-review"}
    assert all(listed[each]["reason"] for each in ids)

    code, out = desk.type("list", "S=documents", "ID=")
    assert sent["no job"] in out
    assert sent["not json"] not in out
    code, out = desk.type("list", "S=", f"ID={sent['wrong data']}")
    assert (code, '"event": "submitted"' in out) == (Exit.DONE, True)

    code, out = desk.type("replay", "S=", "ID=")
    assert code == Exit.NOT_CONFIRMED
    assert f"{SUBMITTED} 8" in out
    assert ids <= set(desk.parked())

    code, out = desk.type("replay", "S=", "ID=", "--yes")
    assert code == Exit.NOT_ALL
    assert f"{sent['no request']}  rpc-review  未重放" in out
    replayed = [line for line in out.splitlines() if line.endswith("已重放")]
    assert sum(line.split()[0] in ids for line in replayed) == len(POISON) - 1
    eventually(lambda: ids <= set(desk.parked()), 30)

    for each in ids:
        assert desk.type("drop", "S=", f"ID={each}")[0] == Exit.DONE
    assert not ids & set(desk.parked())
    assert desk.type("replay", "S=", f"ID={sent['no job']}")[0] == Exit.NOT_ALL


def test_a_message_without_an_id_is_named_alike_whoever_looks(desk: Desk, stack: Stack) -> None:
    before = set(desk.parked())
    channel = desk._channel
    for service, queue in (("applications", "applications.check"), ("review", SUBMITTED)):
        message = amqp.Message(b"{}")
        channel.basic_publish_confirm(message, f"{service}.parked", queue, mandatory=True)
    [mine] = [
        each
        for each, row in desk.parked().items()
        if each not in before and row["service"] == "review"
    ]
    assert mine.startswith("no-id-")
    assert mine in desk.type("list", "S=review", "ID=")[1]
    assert desk.type("drop", "S=review", f"ID={mine}")[0] == Exit.DONE


@pytest.fixture
def listed(stack: Stack) -> dict[str, Any]:
    """A person whose seat is reserved on a submitted list."""
    [held] = rows(
        stack,
        "quotas",
        "SELECT application_id, nomination_id, plan_row_id, seat_kind FROM reservation"
        " WHERE state = 'RESERVED' ORDER BY application_id LIMIT 1",
    )
    cases = rows(
        stack, "review", "SELECT application_id, version_id, cycle_id, sequence FROM review_case"
    )
    [case] = [tuple(rest) for application_id, *rest in cases if application_id == held[0]]
    names_ = ("application_id", "nomination_id", "plan_row_id", "seat_kind")
    return dict(zip((*names_, "version_id", "cycle_id", "sequence"), (*held, *case), strict=True))


def change(stack: Stack, service: str, statement: str, **values: object) -> None:
    engine = create_engine(stack.owner_url(service))
    with engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount == 1
    engine.dispose()


def select_person(stack: Stack, listed: dict[str, Any]) -> None:
    """Review says that the person was selected, as its service would."""
    database = Database(stack.owner_url("review"), pool_size=1, application_name="tests")
    with UnitOfWork(database, SystemClock(), "review")(job="test") as tx:
        tx.publish(
            ApplicationDeterminedV1(
                application_id=listed["application_id"],
                version_id=listed["version_id"],
                cycle_id=listed["cycle_id"],
                nomination_id=listed["nomination_id"],
                selected=True,
                decided_at=tx.now,
            ),
            aggregate_id=listed["application_id"],
            sequence=listed["sequence"] + 1,
        )
        tx.session.execute(
            text("UPDATE review_case SET sequence = sequence + 1 WHERE application_id = :id"),
            {"id": listed["application_id"]},
        )
    database.dispose()


def test_after_the_cause_is_mended_a_replay_takes_effect_once_even_if_it_dies_halfway(
    desk: Desk,
    stack: Stack,
    addresses: StoreAddresses,
    listed: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [each.line() for each in audit(addresses, wait_seconds=60)] == []
    set_state = "UPDATE reservation SET state = :state WHERE application_id = :id"
    change(stack, "quotas", set_state, state="REFUSED", id=listed["application_id"])
    select_person(stack, listed)

    def waiting() -> list[str]:
        return [key for key, row in desk.parked().items() if row["queue"] == DETERMINED]

    [message_id] = eventually(waiting, 30)
    told = [each.line() for each in audit(addresses)]
    assert any("quotas.on_determined: 1 of" in line for line in told)
    change(stack, "quotas", set_state, state="RESERVED", id=listed["application_id"])

    monkeypatch.setattr(ParkingLot, "_take_away", _die)
    with pytest.raises(KeyboardInterrupt):
        desk.type("replay", "S=quotas", f"ID={message_id}")
    monkeypatch.undo()
    monkeypatch.setenv("TEPEI_INSTANCE", INSTANCE)
    steps = counter(stack, listed)
    eventually(lambda: steps() == 1, 30)
    assert waiting() == [message_id]

    code, out = desk.type("replay", "S=quotas", f"ID={message_id}")
    assert (code, "已重放" in out) == (Exit.DONE, True)
    eventually(lambda: not waiting() and depth(stack, DETERMINED) == 0, 30)
    assert [each.line() for each in audit(addresses, wait_seconds=30)] == []
    assert steps() == 1


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def counter(stack: Stack, listed: dict[str, Any]) -> Callable[[], int]:
    """How often the person's seat was confirmed."""
    query = (
        "SELECT FROM seat_ledger WHERE action = 'CONFIRMED'"
        f" AND application_id = '{listed['application_id']}'"
    )
    return lambda: len(rows(stack, "quotas", query))


def depth(stack: Stack, queue: str) -> int:
    connection = open_connection(Address.parse(stack.broker_admin_url, "depth"))
    try:
        declared = open_channel(connection).queue_declare(queue, passive=True)
        return int(declared.message_count)
    finally:
        connection.close()
