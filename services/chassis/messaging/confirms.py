"""Publishing with confirms: many at a time for the relay, one at a time for everything else.

The broker confirms by delivery tag, so one slow message cannot be taken for another (py-amqp's own
`basic_publish_confirm` takes any confirm for the one it waits for). After any error the connection
is thrown away: what was not confirmed by then is not known to be sent.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import amqp

from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    IO_TIMEOUT,
    Address,
    close_quietly,
    open_channel,
    open_connection,
    publish,
    written_together,
)

_WRITTEN_TOGETHER = 50


class BrokerUnavailableError(ConnectionError):
    """A message could not be handed to the broker; it may or may not have arrived."""


class UnroutableError(Exception):
    """The broker has no queue for the message."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to publish; `message_id` must be unique within a batch."""

    message: amqp.Message
    exchange: str
    routing_key: str
    mandatory: bool = True

    @property
    def message_id(self) -> str:
        """By what a returned message is recognised."""
        return str(self.message.properties["message_id"])


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch; each message is in exactly one of the three."""

    confirmed: frozenset[str]
    unroutable: frozenset[str]
    refused: frozenset[str]
    """Nacked: a queue was full or failed; try again later."""


class ConfirmingChannel:
    """A channel in confirm mode that keeps account of every message."""

    def __init__(self, connection: amqp.Connection) -> None:
        self._connection = connection
        self._channel = open_channel(connection)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._next_tag = 1
        self._waiting: dict[int, str] = {}
        self._refused: set[str] = set()
        self._returned: set[str] = set()

    def publish_all(
        self,
        batch: Iterable[Outgoing],
        timeout: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> BatchResult:
        """Publish a batch and wait for all its confirms, doing something `meanwhile`.

        Raises:
            TimeoutError: some are missing after `timeout` seconds; throw the connection away.
            AMQPError, OSError: likewise.
        """
        self._refused.clear()
        self._returned.clear()
        deadline = time.monotonic() + timeout
        sent: list[str] = []
        for some in batched(batch, _WRITTEN_TOGETHER):
            with written_together(self._connection):
                for item in some:
                    self._send(item)
            sent.extend(item.message_id for item in some)
            time.sleep(0)  # a batch of 500 would hold the hub for tens of milliseconds
        if meanwhile is not None:
            meanwhile()
        while self._waiting:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"{len(self._waiting)} confirms missing")
            self._connection.drain_events(timeout=left)
        unroutable = frozenset(self._returned - self._refused)
        refused = frozenset(self._refused)
        return BatchResult(frozenset(sent) - unroutable - refused, unroutable, refused)

    def _send(self, item: Outgoing) -> None:
        self._waiting[self._next_tag] = item.message_id
        self._next_tag += 1
        publish(
            self._channel, item.message, item.exchange, item.routing_key, mandatory=item.mandatory
        )

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 -- py-amqp's callback
        self._settled(tag, multiple=multiple)

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 -- py-amqp's callback
        self._refused.update(self._settled(tag, multiple=multiple))

    def _settled(self, tag: int, *, multiple: bool) -> list[str]:
        if not multiple:
            return [self._waiting.pop(tag)] if tag in self._waiting else []
        tags = [known for known in self._waiting if known <= tag]
        return [self._waiting.pop(known) for known in tags]

    def _on_return(
        self, _error: Exception, _exchange: str, _routing_key: str, message: amqp.Message
    ) -> None:
        self._returned.add(str(message.properties.get("message_id")))


class ConfirmedPublisher:
    """Publishes single messages, each confirmed; safe to share between green or real threads."""

    def __init__(self, address: Address, *, timeout: float = IO_TIMEOUT) -> None:
        self._address = address
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connection: amqp.Connection | None = None
        self._channel: ConfirmingChannel | None = None

    def publish(self, item: Outgoing) -> None:
        """Publish and wait for the confirm.

        Raises:
            UnroutableError: no queue is bound for it.
            BrokerUnavailableError: anything else went wrong.
        """
        with self._lock:
            try:
                result = self._open().publish_all([item], self._timeout)
            except BROKER_ERRORS as error:
                self._drop()
                raise BrokerUnavailableError(type(error).__name__) from error
        if result.unroutable:
            raise UnroutableError(item.exchange, item.routing_key)
        if result.refused:
            raise BrokerUnavailableError("refused by the broker")

    def close(self) -> None:
        """Close the connection; the next publish opens a new one."""
        with self._lock:
            self._drop()

    def _open(self) -> ConfirmingChannel:
        if self._channel is not None and self._connection is not None:
            if _is_open(self._connection):
                return self._channel
            self._drop()
        self._connection = open_connection(self._address)
        self._channel = ConfirmingChannel(self._connection)
        return self._channel

    def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        close_quietly(connection)


class ReplySender:
    """Publishes without confirms what its receiver will ask for again if it gets lost."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._connection: amqp.Connection | None = None
        self._channel: amqp.Channel | None = None

    def publish(self, message: amqp.Message, exchange: str, routing_key: str) -> None:
        """Hand a message to the broker.

        Raises:
            BrokerUnavailableError: it could not be written.
        """
        with self._lock:
            try:
                publish(self._open(), message, exchange, routing_key)
            except BROKER_ERRORS as error:
                self._drop()
                raise BrokerUnavailableError(type(error).__name__) from error

    def close(self) -> None:
        """Close the connection; the next publish opens a new one."""
        with self._lock:
            self._drop()

    def _open(self) -> amqp.Channel:
        if self._channel is not None and self._connection is not None:
            if _is_open(self._connection):
                return self._channel
            self._drop()
        self._connection = open_connection(self._address)
        self._channel = open_channel(self._connection)
        return self._channel

    def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        close_quietly(connection)


def batched(items: Iterable[Outgoing], size: int) -> Iterator[tuple[Outgoing, ...]]:
    """Cut a sequence into pieces of at most `size`."""
    iterator = iter(items)
    while piece := tuple(islice(iterator, size)):
        yield piece


def _is_open(connection: amqp.Connection) -> bool:
    """Whether the broker is still there: reads what has come in, never waits."""
    try:
        while True:
            connection.drain_events(timeout=0)
    except TimeoutError:
        return bool(connection.connected)
    except BROKER_ERRORS:
        return False
