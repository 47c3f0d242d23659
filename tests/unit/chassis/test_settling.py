"""An outcome is carried out copy first, acknowledged after, and never raises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import amqp
import pytest

from services.chassis.chassis_metrics import MESSAGES_PARKED
from services.chassis.messaging.confirms import (
    BrokerUnavailableError,
    Outgoing,
    UnroutableError,
)
from services.chassis.messaging.intake import CREATED_HEADER, history_of
from services.chassis.messaging.outcomes import Done, History, Later, Outcome, Park
from services.chassis.messaging.settling import (
    PARKED_AT_HEADER,
    QUEUE_HEADER,
    REASON_HEADER,
    SENT_KEY_HEADER,
    Settler,
    acknowledge,
    give_back,
)

QUEUE = "evt-review-returned--samples.on_returned"


@dataclass
class FakeChannel:
    """Notes what is done with messages, in the order in which it is done."""

    done: list[str]
    error: Exception | None = None
    connection: object = "open"

    def basic_ack(self, tag: int) -> None:
        self._note(f"ack {tag}")

    def basic_reject(self, tag: int, *, requeue: bool) -> None:
        self._note(f"reject {tag} {'back' if requeue else 'away'}")

    def _note(self, what: str) -> None:
        if self.error is not None:
            raise self.error
        self.done.append(what)


@dataclass
class FakePublisher:
    """Takes copies, or fails."""

    done: list[str]
    error: Exception | None = None
    copies: list[Outgoing] = field(default_factory=list)

    def publish(self, item: Outgoing) -> None:
        if self.error is not None:
            raise self.error
        self.done.append("copy")
        self.copies.append(item)


@dataclass
class Scene:
    """One message in hand and what becomes of it."""

    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channel = FakeChannel(self.done)
        self.publisher = FakePublisher(self.done)

    def message(self, **properties: Any) -> amqp.Message:
        message = amqp.Message(b'{"a": 1}', **properties)
        message.channel = self.channel
        message.delivery_info = {"delivery_tag": 5, "routing_key": "returned"}
        return message

    def settle(self, outcome: Outcome, message: amqp.Message | None = None) -> None:
        settler = Settler("samples", self.publisher, pause_seconds=0)
        settler.settle(QUEUE, self.message() if message is None else message, outcome)

    @property
    def copy(self) -> Outgoing:
        (copy,) = self.publisher.copies
        return copy


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("outcome", [Done(), Done(duplicate=True)])
def test_what_is_done_is_acknowledged_and_nothing_else(scene: Scene, outcome: Outcome) -> None:
    scene.settle(outcome)
    assert scene.done == ["ack 5"]


def test_what_comes_later_waits_as_a_copy_before_it_is_acknowledged(scene: Scene) -> None:
    scene.settle(Later(4_000, History(attempts=2, deferrals=3), "ValueError"))
    assert scene.done == ["copy", "ack 5"]
    assert (scene.copy.exchange, scene.copy.routing_key) == ("samples.delays", f"{QUEUE}@4000")
    assert scene.copy.mandatory
    assert history_of(scene.copy.message) == History(attempts=2, deferrals=3)


def test_what_is_parked_says_why_when_and_whence(scene: Scene) -> None:
    before = MESSAGES_PARKED.value(queue=QUEUE)
    scene.settle(Park("r" * 500, History(attempts=5)))
    assert scene.done == ["copy", "ack 5"]
    assert (scene.copy.exchange, scene.copy.routing_key) == ("samples.parked", QUEUE)
    headers = scene.copy.message.properties["application_headers"]
    assert (headers[QUEUE_HEADER], headers[SENT_KEY_HEADER]) == (QUEUE, "returned")
    assert headers[REASON_HEADER] == "r" * 200
    age = datetime.now(UTC) - datetime.fromisoformat(headers[PARKED_AT_HEADER])
    assert abs(age.total_seconds()) < 5
    assert history_of(scene.copy.message).attempts == 5
    assert MESSAGES_PARKED.value(queue=QUEUE) == before + 1


def test_a_copy_is_persistent_and_keeps_identity_and_age_but_no_foreign_header(
    scene: Scene,
) -> None:
    message = scene.message(
        message_id="m-1",
        correlation_id="story",
        type="returned",
        content_type="application/json",
        delivery_mode=1,
        priority=9,
        expiration="5",
        application_headers={CREATED_HEADER: 1_550_000_000_000, "x-death": ["broker's"]},
    )
    scene.settle(Later(1_000, History(attempts=1), "r"), message)
    copy = scene.copy.message
    assert (copy.body, scene.copy.message_id) == (b'{"a": 1}', "m-1")
    assert copy.properties["application_headers"] == {
        CREATED_HEADER: 1_550_000_000_000,
        "tepei-attempts": 1,
        "tepei-deferrals": 0,
    }
    assert set(copy.properties) == {
        "message_id", "correlation_id", "type", "content_type", "delivery_mode",
        "application_headers",
    }  # fmt: skip
    assert copy.properties["delivery_mode"] == 2


def test_a_message_without_an_id_gets_one_by_which_its_return_is_noticed(scene: Scene) -> None:
    scene.settle(Later(1_000, History(), "r"))
    assert scene.copy.message_id


def test_a_parked_bomb_keeps_the_mark_that_it_is_compressed(scene: Scene) -> None:
    message = scene.message(application_headers={"compression": "application/x-gzip"})
    scene.settle(Park("compressed", History()), message)
    headers = scene.copy.message.properties["application_headers"]
    assert headers["compression"] == "application/x-gzip"


@pytest.mark.parametrize("outcome", [Later(1_000, History(), "r"), Park("r", History())])
@pytest.mark.parametrize("error", [BrokerUnavailableError("gone"), UnroutableError("e", "k")])
def test_what_cannot_be_copied_goes_back_and_is_not_counted(
    scene: Scene, outcome: Outcome, error: Exception
) -> None:
    before = MESSAGES_PARKED.value(queue=QUEUE)
    scene.publisher.error = error
    scene.settle(outcome)
    assert scene.done == ["reject 5 back"]
    assert MESSAGES_PARKED.value(queue=QUEUE) == before


def test_a_connection_that_is_gone_is_no_error_because_the_message_comes_again(
    scene: Scene,
) -> None:
    scene.channel.error = amqp.exceptions.ConnectionError()
    message = scene.message()
    assert not acknowledge(message)
    give_back(message)
    scene.settle(Done(), message)
    scene.settle(Park("r", History()), message)
    assert scene.done == ["copy"]


def test_a_closed_channel_is_not_even_asked(scene: Scene) -> None:
    message = scene.message()
    scene.channel.connection = None
    assert not acknowledge(message)
    message.channel = None
    assert not acknowledge(message)
    give_back(message)
    assert scene.done == []


def test_a_message_can_be_given_to_the_brokers_own_parking(scene: Scene) -> None:
    give_back(scene.message(), requeue=False)
    assert scene.done == ["reject 5 away"]
