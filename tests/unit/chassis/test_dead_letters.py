"""Parked messages are looked at, replayed and dropped without one of them getting lost."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import amqp
import pytest

from services.chassis import dead_letters
from services.chassis.dead_letters import Exit, Parked, ParkingLot
from services.chassis.messaging.confirms import BatchResult, Outgoing
from services.chassis.messaging.settling import PARKED_AT_HEADER, REASON_HEADER

QUEUE = "evt-review-returned--applications.on_returned"
WORDS = ["--service", "applications", "--broker", "amqp://u:p@127.0.0.1/v"]


def parked_message(message_id: str | None, tag: int, **headers: object) -> amqp.Message:
    properties: dict[str, Any] = {
        "message_id": message_id,
        "content_type": "application/json",
        "correlation_id": "story",
        "application_headers": {REASON_HEADER: "ValueError; 5 attempts", **headers},
    }
    given = {name: value for name, value in properties.items() if value is not None}
    message = amqp.Message(b'{"a": "\xe6\xa0\xb7\xe4\xbe\x8b"}', **given)
    message.delivery_info = {"delivery_tag": tag, "routing_key": QUEUE}
    return message


class Broker:
    """One parking queue, the queues behind it, and what was done in which order."""

    def __init__(self) -> None:
        self.parked = [parked_message("m-1", 1), parked_message("m-2", 2)]
        self.refuses: set[str] = set()
        self.done: list[str] = []
        self.copies: list[Outgoing] = []
        self._left: list[amqp.Message] = []

    def open(self) -> Broker:
        self._left = list(self.parked)
        return self

    def basic_get(self, queue: str) -> amqp.Message | None:
        assert queue == "applications.parked"
        return self._left.pop(0) if self._left else None

    def basic_ack(self, tag: int) -> None:
        self.done.append(f"ack {tag}")

    def publish_all(self, batch: Sequence[Outgoing], _timeout: float) -> BatchResult:
        ids = frozenset(item.message_id for item in batch)
        refused = ids & self.refuses
        self.done += [f"copy {item.message_id}" for item in batch]
        self.copies += batch
        return BatchResult(ids - refused, frozenset(), refused)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(dead_letters, "open_connection", lambda _: object())
    monkeypatch.setattr(dead_letters, "close_quietly", lambda _: broker.done.append("closed"))
    monkeypatch.setattr(dead_letters, "open_channel", lambda _: broker.open())
    monkeypatch.setattr(dead_letters, "ConfirmingChannel", lambda _: broker)
    return broker


def run(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    return dead_letters.main([*words, *WORDS], out), out.getvalue()


def test_a_list_shows_what_why_and_whence_and_takes_nothing(broker: Broker) -> None:
    code, shown = run("list")
    assert code == Exit.DONE
    assert shown.count(QUEUE) == 3, "each message, and the count by queue"
    assert "ValueError; 5 attempts" in shown
    assert broker.done == ["closed"]


def test_a_list_for_machines_has_the_facts_and_not_the_body(broker: Broker) -> None:
    broker.parked = [parked_message("m-1", 1, **{PARKED_AT_HEADER: "then", "tepei-attempts": 5})]
    assert json.loads(run("list", "--json")[1]) == [
        {
            "id": "m-1",
            "service": "applications",
            "queue": QUEUE,
            "reason": "ValueError; 5 attempts",
            "parked_at": "then",
            "attempts": 5,
            "bytes": 15,
        }
    ]


def test_one_is_shown_with_its_body(broker: Broker) -> None:
    code, shown = run("show", "m-2")
    assert (code, "样例" in shown, "m-1" in shown) == (Exit.DONE, True, False)
    assert broker.done == ["closed"]


def test_a_replay_is_taken_away_only_after_its_copy_was_confirmed(broker: Broker) -> None:
    code, _ = run("replay", "m-2")
    assert code == Exit.DONE
    assert broker.done == ["copy m-2", "ack 2", "closed"]
    (copy,) = broker.copies
    assert (copy.exchange, copy.routing_key, copy.mandatory) == (
        "applications.returns",
        QUEUE,
        True,
    )
    assert copy.message.properties["correlation_id"] == "story"
    assert "application_headers" not in copy.message.properties, "its failures are forgiven"


def test_a_replay_that_the_queue_refuses_leaves_the_message_where_it_is(broker: Broker) -> None:
    broker.refuses = {"m-1"}
    code, shown = run("replay", "all", "--yes")
    assert code == Exit.NOT_ALL
    assert broker.done == ["copy m-1", "copy m-2", "ack 2", "closed"]
    assert dead_letters.REFUSED in shown


def test_a_request_is_never_replayed_because_nobody_waits_for_it(broker: Broker) -> None:
    broker.parked[0].delivery_info["routing_key"] = "rpc-applications"
    code, shown = run("replay", "m-1")
    assert (code, broker.done) == (Exit.NOT_ALL, ["closed"])
    assert dead_letters.EXPIRED in shown
    assert run("drop", "m-1")[0] == Exit.DONE


def test_a_drop_takes_away_what_was_named_and_no_more(broker: Broker) -> None:
    assert run("drop", "m-1")[0] == Exit.DONE
    assert broker.done == ["ack 1", "closed"]
    assert broker.copies == []


@pytest.mark.parametrize("action", ["replay", "drop"])
def test_nothing_happens_to_all_without_a_yes(broker: Broker, action: str) -> None:
    assert run(action, "all")[0] == Exit.NOT_CONFIRMED
    assert broker.done == ["closed"]


@pytest.mark.parametrize("action", ["show", "replay", "drop"])
def test_an_id_that_nothing_has_is_said(broker: Broker, action: str) -> None:
    code, shown = run(action, "m-9")
    assert (code, broker.done) == (Exit.NOT_ALL, ["closed"])
    assert "m-9" in shown


def test_a_broker_that_does_not_answer_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(dead_letters, "open_connection", refuse)
    code, shown = run("list")
    assert code == Exit.NO_BROKER
    assert "ConnectionRefusedError" in shown


def test_a_message_without_an_id_keeps_the_name_it_was_shown_under(broker: Broker) -> None:
    broker.parked = [parked_message(None, 1), parked_message("m-2", 2)]
    lots = [ParkingLot(amqp.Connection(), ["applications"]) for _ in range(2)]
    first, again = (lot.messages[0].id for lot in lots)
    assert first == again
    assert first.startswith("no-id-")
    assert run("drop", first)[0] == Exit.DONE
    assert broker.done == ["ack 1", "closed"]


def test_what_the_broker_itself_parked_says_so() -> None:
    message = parked_message("m-1", 1)
    message.properties["application_headers"] = {"x-first-death-reason": "delivery_limit"}
    assert Parked("applications", message).reason == "delivery_limit"


@pytest.mark.parametrize("body", [b"\x80\x04K\x05.", b"[" * 100_000, b"", b"\xff"])
def test_a_body_that_is_no_json_is_shown_all_the_same(body: bytes) -> None:
    shown = Parked("applications", amqp.Message(body)).text()
    assert shown.startswith("b")
    assert len(shown) < 100_000
