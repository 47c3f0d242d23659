"""Declares everything on the broker, from `contracts.routing`, before any service starts.

    TEPEI_BROKER_ADMIN_URL=amqp://… python -m services.chassis.topology

Every queue exists before its consumer has ever run, so no event can fall into nothing. Services
then declare nothing: their users have no right to. Idempotent; a queue that exists with other
arguments is an error, because arguments can never change (use a new name). Parking and delay
queues come before the queues that lead to them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import amqp
from amqp.exceptions import AMQPError
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.chassis.messaging import names
from services.chassis.messaging.connection import (
    Address,
    close_quietly,
    open_channel,
    open_connection,
)
from services.contracts.routing import (
    RPC_EXCHANGE,
    SERVICES,
    SUBSCRIPTIONS,
    WORK_QUEUES,
    delays_exchange,
    events_exchange,
    jobs_exchange,
    parked_exchange,
    rpc_queue,
)


class TopologySettings(BaseSettings):
    """The one secret this program needs; no service has it."""

    model_config = SettingsConfigDict(env_prefix="TEPEI_", frozen=True, extra="ignore")

    broker_admin_url: SecretStr


@dataclass(frozen=True, slots=True)
class Exchange:
    """A durable exchange."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A durable queue."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Binding:
    """A way from an exchange into a queue."""

    exchange: str
    key: str
    queue: str


Entity = Exchange | Queue | Binding


def topology() -> Iterator[Entity]:
    """Everything there is, in an order in which it can be declared."""
    yield Exchange(RPC_EXCHANGE, "topic")
    for service in SERVICES:
        yield from _exchanges(service)
        yield from _parking(service)
        yield from _delays(service)
    for service in SERVICES:
        for queue in names.consumed_queues(service):
            yield from _consumed(service, queue)
        yield Queue(rpc_queue(service), names.rpc_arguments())
        yield Binding(RPC_EXCHANGE, f"{service}.*", rpc_queue(service))
    for item in SUBSCRIPTIONS:
        yield Binding(events_exchange(item.event.source), item.event.name, item.queue)
    for job in WORK_QUEUES:
        yield Binding(jobs_exchange(job.service), job.name, job.name)


def _exchanges(service: str) -> Iterator[Entity]:
    yield Exchange(events_exchange(service), "topic")
    yield Exchange(jobs_exchange(service), "direct")
    yield Exchange(parked_exchange(service), "direct")
    yield Exchange(delays_exchange(service), "direct")
    yield Exchange(names.returns_exchange(service), "direct")


def _parking(service: str) -> Iterator[Entity]:
    parked = names.parked_queue(service)
    yield Queue(parked, names.parked_arguments())
    for queue in (*names.consumed_queues(service), rpc_queue(service)):
        yield Binding(parked_exchange(service), queue, parked)


def _delays(service: str) -> Iterator[Entity]:
    for delay_ms in names.DELAYS_MS:
        waiting = names.delay_queue(service, delay_ms)
        yield Queue(waiting, names.delay_arguments(service, delay_ms))
        for queue in names.consumed_queues(service):
            yield Binding(delays_exchange(service), names.delay_key(queue, delay_ms), waiting)


def _consumed(service: str, queue: str) -> Iterator[Entity]:
    yield Queue(queue, names.consumed_arguments(service, queue))
    yield Binding(names.returns_exchange(service), queue, queue)
    for delay_ms in names.DELAYS_MS:
        key = names.delay_key(queue, delay_ms)
        yield Binding(names.returns_exchange(service), key, queue)


def declare(connection: amqp.Connection) -> int:
    """Declare everything.

    Returns:
        How many entities were declared.

    Raises:
        AMQPError: the broker refuses one, or has it with other arguments.
    """
    channel = open_channel(connection)
    count = 0
    for entity in topology():
        match entity:
            case Exchange():
                channel.exchange_declare(entity.name, entity.kind, durable=True, auto_delete=False)
            case Queue():
                channel.queue_declare(
                    entity.name, durable=True, auto_delete=False, arguments=entity.arguments
                )
            case Binding():
                channel.queue_bind(entity.queue, entity.exchange, entity.key)
        count += 1
    return count


def main() -> int:
    """Declare everything on the broker of the environment."""
    settings = TopologySettings()  # values come from the environment
    address = Address.parse(settings.broker_admin_url.get_secret_value(), "topology")
    connection: amqp.Connection | None = None
    try:
        connection = open_connection(address)
        count = declare(connection)
    except (AMQPError, OSError) as error:
        sys.stderr.write(f"The broker at {address.host}:{address.port} refuses: {error}\n")
        return 1
    finally:
        close_quietly(connection)
    sys.stdout.write(f"{count} exchanges, queues and bindings are in place\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
