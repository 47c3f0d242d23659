"""Measures the queues of a service: how much waits, how much is parked, how old the oldest is.

Depths are asked of the broker by passive declarations, which need no rights beyond those the
service has. The age of a queue's head cannot be asked without taking the message, so it is told
from what is in hand: messages come in order, hence the oldest one in hand is older than anything
still waiting. Where nobody consumes (its consumers are down), the age is the time since the gauge
first saw messages wait: a lower bound.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

import amqp

from services.chassis.chassis_metrics import (
    PARKED_MESSAGES,
    QUEUE_AGE_SECONDS,
    QUEUE_MESSAGES,
)
from services.chassis.logs import get_logger
from services.chassis.messaging import names
from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    Address,
    close_quietly,
    open_channel,
    open_connection,
)

log = get_logger(__name__)

_PERIOD_SECONDS = 10.0


class InHand(Protocol):
    """Who knows the messages that are being worked on."""

    def oldest_in_hand(self, queue: str) -> float | None:
        """When the oldest message in hand was created, seconds since 1970; None if there is none.

        Returns None also when the message does not say.
        """
        ...


class QueueGauges:
    """Measures all queues of one service every ten seconds."""

    def __init__(self, broker: Address, service: str) -> None:
        self._broker = broker
        self._queues = names.consumed_queues(service)
        self._parked = names.parked_queue(service)
        self._connection: amqp.Connection | None = None
        self._stopping = threading.Event()
        self._in_hand: InHand | None = None
        self._waiting_since: dict[str, float] = {}

    def start(self, in_hand: InHand) -> None:
        """Begin to measure, in a thread that is green where threads are."""
        self._in_hand = in_hand
        threading.Thread(target=self._run, name="queue-gauges", daemon=True).start()

    def stop(self) -> None:
        """Measure no more."""
        self._stopping.set()

    def measure(self) -> None:
        """Measure once.

        Raises:
            AMQPError, OSError: the broker is not there, or a queue is missing.
        """
        if self._connection is None:
            self._connection = open_connection(self._broker)
        channel = open_channel(self._connection)
        parked = channel.queue_declare(self._parked, passive=True)
        PARKED_MESSAGES.set(parked.message_count, queue=self._parked)
        for queue in self._queues:
            found = channel.queue_declare(queue, passive=True)
            QUEUE_MESSAGES.set(found.message_count, queue=queue)
            age = self._age(queue, found.message_count, found.consumer_count)
            QUEUE_AGE_SECONDS.set(age, queue=queue)
        channel.close()

    def _age(self, queue: str, waiting: int, consumers: int) -> float:
        created = None if self._in_hand is None else self._in_hand.oldest_in_hand(queue)
        if created is not None:
            return max(0.0, time.time() - created)
        if waiting and not consumers:
            since = self._waiting_since.setdefault(queue, time.monotonic())
            return time.monotonic() - since
        self._waiting_since.pop(queue, None)
        return 0.0

    def _run(self) -> None:
        while not self._stopping.wait(_PERIOD_SECONDS):
            try:
                self.measure()
            except BROKER_ERRORS as error:
                log.info("queues_not_measured", error=type(error).__name__)
                connection, self._connection = self._connection, None
                close_quietly(connection)
