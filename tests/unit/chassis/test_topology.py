"""What is declared on the broker, as data: no event can fall into nothing, no failure is lost."""

from __future__ import annotations

import itertools
from typing import cast

import amqp
import pytest

from services.chassis import topology as module
from services.chassis.messaging import names
from services.chassis.topology import Binding, Exchange, Queue, declare, topology
from services.contracts.routing import (
    CONSUMERS,
    SERVICES,
    SUBSCRIPTIONS,
    WORK_QUEUES,
    rpc_queue,
)

ENTITIES = list(topology())
EXCHANGES = {entity.name: entity for entity in ENTITIES if isinstance(entity, Exchange)}
QUEUES = {entity.name: entity for entity in ENTITIES if isinstance(entity, Queue)}
BINDINGS = {entity for entity in ENTITIES if isinstance(entity, Binding)}
CONSUMED = [(service, queue) for service in SERVICES for queue in names.consumed_queues(service)]


def test_nothing_is_declared_twice() -> None:
    counted = [(type(entity), str(entity)) for entity in ENTITIES]
    assert len(counted) == len(set(counted))


def test_an_exchange_and_a_queue_come_before_what_binds_them() -> None:
    known: set[str] = set()
    for entity in ENTITIES:
        if isinstance(entity, Binding):
            assert {entity.exchange, entity.queue} <= known, entity
        else:
            known.add(entity.name)


def test_where_a_queue_sends_its_dead_is_declared_before_the_queue() -> None:
    known: set[str] = set()
    for entity in ENTITIES:
        if isinstance(entity, Queue):
            dead = entity.arguments.get("x-dead-letter-exchange")
            assert dead is None or dead in known, entity
        known.add(str(getattr(entity, "name", entity)))


@pytest.mark.parametrize(
    ("source", "event", "service"),
    [(e.source, e.name, s) for e, heard_by in CONSUMERS.items() for s in heard_by],
)
def test_every_event_reaches_each_of_its_consumers(source: str, event: str, service: str) -> None:
    method = "on_" + event.replace("-", "_")
    queue = f"evt-{source}-{event}--{service}.{method}"
    assert Binding(f"{source}.events", event, queue) in BINDINGS
    assert EXCHANGES[f"{source}.events"].kind == "topic"


def test_no_queue_hears_more_than_its_one_event() -> None:
    heard = [b.queue for b in BINDINGS if b.exchange.endswith(".events")]
    assert sorted(heard) == sorted(item.queue for item in SUBSCRIPTIONS)


def test_jobs_reach_the_workers_of_their_own_service() -> None:
    for job in WORK_QUEUES:
        assert Binding(f"{job.service}.jobs", job.name, job.name) in BINDINGS


@pytest.mark.parametrize(("service", "queue"), CONSUMED)
def test_a_message_that_fails_comes_back_to_its_queue_or_is_parked(
    service: str, queue: str
) -> None:
    for delay_ms in names.DELAYS_MS:
        waiting, key = f"{service}.delay-{delay_ms}", f"{queue}@{delay_ms}"
        assert Binding(f"{service}.delays", key, waiting) in BINDINGS
        assert QUEUES[waiting].arguments["x-message-ttl"] == delay_ms
        assert QUEUES[waiting].arguments["x-dead-letter-exchange"] == f"{service}.returns"
        assert Binding(f"{service}.returns", key, queue) in BINDINGS
    assert Binding(f"{service}.returns", queue, queue) in BINDINGS, "a replay's way back"
    arguments = QUEUES[queue].arguments
    assert arguments["x-dead-letter-exchange"] == f"{service}.parked"
    assert arguments["x-dead-letter-routing-key"] == queue
    assert Binding(f"{service}.parked", queue, f"{service}.parked") in BINDINGS


@pytest.mark.parametrize("name", [queue for _, queue in CONSUMED])
def test_a_queue_that_must_not_lose_anything_is_replicated_and_never_drops(name: str) -> None:
    arguments = QUEUES[name].arguments
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-overflow"] == "reject-publish"
    assert arguments["x-dead-letter-strategy"] == "at-least-once"
    assert arguments["x-delivery-limit"] == names.DELIVERY_LIMIT
    assert "x-message-ttl" not in arguments
    assert "x-max-length" not in arguments


@pytest.mark.parametrize("service", SERVICES)
def test_a_parked_message_is_kept_until_somebody_decides(service: str) -> None:
    arguments = QUEUES[f"{service}.parked"].arguments
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-delivery-limit"] >= 1_000_000
    assert not {"x-message-ttl", "x-max-length", "x-dead-letter-exchange"} & set(arguments)


@pytest.mark.parametrize("service", SERVICES)
def test_requests_reach_their_service_and_die_with_their_deadline(service: str) -> None:
    assert Binding("nameko-rpc", f"{service}.*", rpc_queue(service)) in BINDINGS
    arguments = QUEUES[rpc_queue(service)].arguments
    assert arguments["x-message-ttl"] == 60_000
    assert arguments["x-max-length"] == 20_000


def test_services_share_no_exchange_but_that_of_requests() -> None:
    kinds = ("events", "jobs", "parked", "delays", "returns")
    own = {f"{service}.{kind}" for service, kind in itertools.product(SERVICES, kinds)}
    assert set(EXCHANGES) == own | {"nameko-rpc"}


class _Channel:
    """Notes what is declared."""

    def __init__(self) -> None:
        self.declared: list[tuple[object, ...]] = []

    def exchange_declare(self, name: str, kind: str, *, durable: bool, auto_delete: bool) -> None:
        self.declared.append((name, kind, durable, auto_delete))

    def queue_declare(
        self, name: str, *, durable: bool, auto_delete: bool, arguments: object
    ) -> None:
        self.declared.append((name, durable, auto_delete, arguments))

    def queue_bind(self, queue: str, exchange: str, key: str) -> None:
        self.declared.append((queue, exchange, key))


def test_everything_is_declared_durable_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = _Channel()
    monkeypatch.setattr(module, "open_channel", lambda _: channel)
    assert declare(cast("amqp.Connection", None)) == len(ENTITIES) == len(channel.declared)
    for entity, declared in zip(ENTITIES, channel.declared, strict=True):
        match entity:
            case Exchange():
                assert declared == (entity.name, entity.kind, True, False)
            case Queue():
                assert declared == (entity.name, True, False, entity.arguments)
            case Binding():
                assert declared == (entity.queue, entity.exchange, entity.key)
