"""Names and arguments of queues and exchanges, and the ways a message can take through them.

    <source>.events --event name--> evt-<source>-<event>--<service>.<method>
    <service>.jobs --queue name--> <work queue>
    failed: <service>.delays --<queue>@<ms>--> <service>.delay-<ms> --TTL--> <service>.returns
            --<queue>@<ms>--> back to the queue
    given up: <service>.parked --queue name--> <service>.parked                     nobody consumes

A queue's arguments can never change; what must change gets a new name.
"""

from __future__ import annotations

from typing import Any

from services.contracts.routing import (
    SUBSCRIPTIONS,
    WORK_QUEUES,
    delays_exchange,
    parked_exchange,
)

DELAYS_MS: tuple[int, ...] = (1_000, 4_000, 16_000)
"""One queue per delay, because a queue expires messages only from its head."""

DELIVERY_LIMIT = 8
"""After so many deliveries without an outcome the broker itself parks a message."""

PARKED_DELIVERY_LIMIT = 1_000_000
"""Looking at a parked message counts as a delivery; it must never be dropped for that."""

RPC_TTL_MS = 60_000
"""Nobody waits longer for an answer."""

RPC_MAX_LENGTH = 20_000

_DURABLE_QUORUM: dict[str, Any] = {
    "x-queue-type": "quorum",
    "x-overflow": "reject-publish",  # what at-least-once dead-lettering asks for
    "x-dead-letter-strategy": "at-least-once",
}


def returns_exchange(service: str) -> str:
    """The direct exchange from which delayed messages come back to their queue."""
    return f"{service}.returns"


def parked_queue(service: str) -> str:
    """Where everything lies that a service could not handle."""
    return f"{service}.parked"


def delay_queue(service: str, delay_ms: int) -> str:
    """The queue in which a service's messages wait for `delay_ms`."""
    return f"{service}.delay-{delay_ms}"


def delay_key(queue: str, delay_ms: int) -> str:
    """The routing key that sends a message of `queue` into a delay and back."""
    return f"{queue}@{delay_ms}"


def consumed_queues(service: str) -> tuple[str, ...]:
    """All queues of events and jobs that a service or its workers consume."""
    events = (item.queue for item in SUBSCRIPTIONS if item.service == service)
    jobs = (item.name for item in WORK_QUEUES if item.service == service)
    return (*events, *jobs)


def consumed_arguments(service: str, queue: str) -> dict[str, Any]:
    """Arguments of a queue of events or jobs."""
    return _DURABLE_QUORUM | {
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": parked_exchange(service),
        "x-dead-letter-routing-key": queue,
    }


def delay_arguments(service: str, delay_ms: int) -> dict[str, Any]:
    """Arguments of a delay queue; the message keeps its routing key on the way back."""
    return _DURABLE_QUORUM | {
        "x-message-ttl": delay_ms,
        "x-dead-letter-exchange": returns_exchange(service),
    }


def parked_arguments() -> dict[str, Any]:
    """Arguments of a parking queue."""
    return {"x-queue-type": "quorum", "x-delivery-limit": PARKED_DELIVERY_LIMIT}


def rpc_arguments() -> dict[str, Any]:
    """Arguments of an RPC queue: a classic one, as requests live for seconds and are repeatable."""
    return {"x-message-ttl": RPC_TTL_MS, "x-max-length": RPC_MAX_LENGTH}


__all__ = [
    "DELAYS_MS",
    "DELIVERY_LIMIT",
    "consumed_arguments",
    "consumed_queues",
    "delay_arguments",
    "delay_key",
    "delay_queue",
    "delays_exchange",
    "parked_arguments",
    "parked_exchange",
    "parked_queue",
    "returns_exchange",
    "rpc_arguments",
]
