"""Carries out an outcome: acknowledge, send into a delay, or park; copy first, acknowledge after.

Nothing here raises: an exception would kill the process. When the copy cannot be published, the
message goes back to its queue after a pause.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

import amqp

from services.chassis.chassis_metrics import MESSAGES_PARKED
from services.chassis.clock import real_now
from services.chassis.logs import get_logger
from services.chassis.messaging import names
from services.chassis.messaging.confirms import (
    BrokerUnavailableError,
    Outgoing,
    UnroutableError,
)
from services.chassis.messaging.connection import BROKER_ERRORS, PERSISTENT
from services.chassis.messaging.intake import (
    ATTEMPTS_HEADER,
    CREATED_HEADER,
    DEFERRALS_HEADER,
    created_at,
    headers_of,
)
from services.chassis.messaging.outcomes import Done, History, Later, Outcome, Park
from services.contracts.routing import delays_exchange, parked_exchange

log = get_logger(__name__)

REASON_HEADER = "tepei-reason"
QUEUE_HEADER = "tepei-queue"
PARKED_AT_HEADER = "tepei-parked-at"
SENT_KEY_HEADER = "tepei-routing-key"
_KEPT_PROPERTIES = (
    "content_type",
    "content_encoding",
    "correlation_id",
    "message_id",
    "timestamp",
    "type",
    "reply_to",
)
_PAUSE_SECONDS = 1.0
_MAX_REASON = 200


class Publisher(Protocol):
    """Somebody who publishes one message and waits for its confirm."""

    def publish(self, item: Outgoing) -> None:
        """Publish; see `ConfirmedPublisher.publish`."""
        ...


def acknowledge(message: amqp.Message) -> bool:
    """Acknowledge; a connection that is gone means that the message will come again."""
    channel = message.channel
    try:
        if channel is None or channel.connection is None:
            return False
        channel.basic_ack(message.delivery_info["delivery_tag"])
    except BROKER_ERRORS:
        return False
    return True


def give_back(message: amqp.Message, *, requeue: bool = True) -> None:
    """Return the message to its queue, or hand it to the broker's dead-lettering."""
    channel = message.channel
    try:
        if channel is not None and channel.connection is not None:
            channel.basic_reject(message.delivery_info["delivery_tag"], requeue=requeue)
    except BROKER_ERRORS as error:
        log.info("message_will_return", error=type(error).__name__)


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles the messages of one service's queues."""

    service: str
    publisher: Publisher
    pause_seconds: float = _PAUSE_SECONDS

    def settle(self, queue: str, message: amqp.Message, outcome: Outcome) -> None:
        """Carry out an outcome; never raises."""
        match outcome:
            case Done():
                acknowledge(message)
            case Later():
                self._move(message, self._delayed(queue, message, outcome))
            case Park():
                if self._move(message, self._parked(queue, message, outcome)):
                    MESSAGES_PARKED.inc(queue=queue)
                    log.error("message_parked", queue=queue, reason=outcome.reason)

    def _move(self, message: amqp.Message, copy: Outgoing) -> bool:
        try:
            self.publisher.publish(copy)
        except (BrokerUnavailableError, UnroutableError) as error:
            log.warning("message_not_moved", to=copy.exchange, error=type(error).__name__)
            time.sleep(self.pause_seconds)
            give_back(message)
            return False
        return acknowledge(message)

    def _delayed(self, queue: str, message: amqp.Message, later: Later) -> Outgoing:
        copied = _copy(message, _history_headers(later.history))
        key = names.delay_key(queue, later.delay_ms)
        return Outgoing(copied, delays_exchange(self.service), key)

    def _parked(self, queue: str, message: amqp.Message, park: Park) -> Outgoing:
        info = message.delivery_info or {}
        headers = _history_headers(park.history) | {
            QUEUE_HEADER: queue,
            REASON_HEADER: park.reason[:_MAX_REASON],
            PARKED_AT_HEADER: real_now().isoformat(timespec="seconds"),
            SENT_KEY_HEADER: str(info.get("routing_key", ""))[:_MAX_REASON],
        }
        compression = headers_of(message).get("compression")
        if compression is not None:
            headers["compression"] = str(compression)[:40]
        return Outgoing(_copy(message, headers), parked_exchange(self.service), queue)


def _history_headers(history: History) -> dict[str, Any]:
    return {ATTEMPTS_HEADER: history.attempts, DEFERRALS_HEADER: history.deferrals}


def _copy(message: amqp.Message, headers: dict[str, Any]) -> amqp.Message:
    """The same body and properties, none of the headers it came with."""
    kept = {
        name: message.properties[name] for name in _KEPT_PROPERTIES if name in message.properties
    }
    created = created_at(message)
    if created is not None:
        headers = headers | {CREATED_HEADER: round(created * 1000)}
    kept.setdefault("message_id", f"{real_now().timestamp():.6f}-{id(message)}")
    return amqp.Message(message.body, application_headers=headers, delivery_mode=PERSISTENT, **kept)
