"""The wire as a mischievous network sees it: events sent again, held back, put in another order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from prometheus_client.parser import text_string_to_metric_families

from demo.applicant import Applicant
from deploy.local.client import Stack
from services.chassis.messaging.confirms import ConfirmedPublisher, Outgoing
from services.chassis.messaging.connection import (
    Address,
    close_quietly,
    message_of,
    open_channel,
    open_connection,
)
from services.contracts.envelope import Event
from services.contracts.routing import Subscription, events_exchange
from tests.chaos.scene import becomes_true
from tests.chaos.stores import number, rows

_LOGGED = """
SELECT event_id, routing_key, payload, correlation_id FROM outbox
WHERE kind = 'event' AND published_at IS NOT NULL ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of a service's log, as it was published."""

    source: str
    name: str
    event_id: UUID
    payload: dict[str, Any]
    correlation_id: str

    def is_about(self, application_id: str) -> bool:
        """Whether the event belongs to an application."""
        return bool(self.payload["data"].get("application_id") == application_id)


def log_of(stack: Stack, service: str) -> list[Logged]:
    """What a service has published, the oldest first."""
    return [
        Logged(service, row.routing_key, row.event_id, row.payload, row.correlation_id)
        for row in rows(stack, service, _LOGGED)
    ]


def _newest(stack: Stack, event: type[Event], application_id: str) -> Logged | None:
    found = [
        logged
        for logged in log_of(stack, event.source)
        if logged.name == event.name and logged.is_about(application_id)
    ]
    return found[-1] if found else None


async def once_published(stack: Stack, event: type[Event], me: Applicant) -> Logged:
    """Wait for an event about somebody's application to be sent.

    Raises:
        TimeoutError: the relay did not send it.
    """

    async def sent() -> Logged | None:
        return await asyncio.to_thread(_newest, stack, event, me.application_id)

    found = await becomes_true(f"{event.name} is published", sent)
    assert found is not None
    return found


async def once_taken(stack: Stack, service: str, event_id: UUID) -> None:
    """Wait until a consumer's inbox has an event.

    Raises:
        TimeoutError: the consumer did not take it.
    """

    async def taken() -> bool:
        query = "SELECT count(*) FROM inbox WHERE event_id = :event_id"
        return bool(await asyncio.to_thread(number, stack, service, query, event_id=event_id))

    await becomes_true(f"{service} has {event_id}", taken, seconds=60)


def send_again(stack: Stack, events: Iterable[Logged], times: int = 1) -> None:
    """Publish events of the log raw, with their own ids, as their own service."""
    publishers: dict[str, ConfirmedPublisher] = {}
    for event in events:
        if event.source not in publishers:
            address = Address.parse(stack.broker_url(event.source), "chaos")
            publishers[event.source] = ConfirmedPublisher(address)
        body = json.dumps(event.payload, ensure_ascii=False).encode()
        for _ in range(times):
            message = message_of(
                body,
                message_id=str(event.event_id),
                correlation_id=event.correlation_id,
                type=event.name,
            )
            item = Outgoing(message, events_exchange(event.source), event.name)
            publishers[event.source].publish(item)
    for publisher in publishers.values():
        publisher.close()


def take_out(stack: Stack, subscription: Subscription, event_id: UUID) -> bool:
    """Take one message out of a queue whose consumer is down; the others stay."""
    connection = open_connection(Address.parse(stack.broker_admin_url, "chaos"))
    try:
        channel = open_channel(connection)
        while (message := channel.basic_get(subscription.queue)) is not None:
            if message.properties["message_id"] == str(event_id):
                channel.basic_ack(message.delivery_info["delivery_tag"])
                return True
        return False
    finally:
        close_quietly(connection)


def waiting(stack: Stack, queue: str) -> int:
    """How many messages lie in a queue that its consumer has not taken."""
    connection = open_connection(Address.parse(stack.broker_admin_url, "chaos"))
    try:
        return int(open_channel(connection).queue_declare(queue, passive=True).message_count)
    finally:
        close_quietly(connection)


def metric(stack: Stack, process: str, name: str, **labels: str) -> float:
    """The sum of a process's samples with this name and these labels."""
    page = httpx.get(f"{stack.ops_url(process)}/metrics", timeout=10).text
    return sum(
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
