"""The consuming connection of a process: reads all its queues, comes back by itself, stops well.

One thread (green under eventlet) reads the socket and keeps the heartbeat; handlers run elsewhere
and acknowledge when they are done. What stock nameko gets wrong at this place: it closes the
connection before running handlers have acknowledged, so every stop repeats work; and one bad
message or a broker that is down ends the process.

A queue is read one message at a time until a message that was never delivered before is through:
a message that kills the process then comes back alone and drags no others into parking with it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import amqp

from services.chassis.backoff import LASTED_SECONDS, pause_after
from services.chassis.logs import get_logger
from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    HEARTBEAT,
    Address,
    close_quietly,
    open_channel,
    open_connection,
)
from services.chassis.messaging.intake import SUSPECT_DELIVERIES, deliveries_of
from services.chassis.messaging.lanes import Incoming, Lane

log = get_logger(__name__)

_RETRY_QUEUE_SECONDS = 5.0
_TICK_SECONDS = 0.5


@dataclass(eq=False)
class QueueReader:
    """One queue and what to do with its messages."""

    queue: str
    prefetch: int
    lane: Lane
    handle: Callable[[Incoming], None]
    careful: bool = True
    """Begin one by one; not for queues whose messages cannot outlive a crash (requests)."""
    channel: amqp.Channel | None = None
    tag: str | None = None
    window: int = 0
    wanted: int = 0
    retry_at: float = 0.0

    def arrived(self, message: amqp.Message) -> None:
        """A message came from the broker."""
        deliveries = deliveries_of(message)
        fresh = deliveries == 0 and not message.delivery_info.get("redelivered")
        self.lane.offer(
            Incoming(
                message=message,
                queue=self.queue,
                handle=self.handle,
                suspect=self.careful and deliveries >= SUSPECT_DELIVERIES,
                done=self._trust if fresh and self.window < self.prefetch else None,
            )
        )

    def _trust(self, settled: bool) -> None:  # noqa: FBT001 -- a callback with one fact
        if settled:
            self.wanted = self.prefetch


class BrokerLink:
    """Consumes queues until it is asked to stop."""

    def __init__(self, address: Address, *, stop_seconds: float = 18.0) -> None:
        self._address = address
        self._stop_seconds = stop_seconds
        self._readers: list[QueueReader] = []
        self._connection: amqp.Connection | None = None
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._stop_by = float("inf")

    def add(self, reader: QueueReader) -> None:
        """Read one more queue; before `run`."""
        self._readers.append(reader)

    @property
    def connected(self) -> bool:
        """Whether the broker is there and every queue is being read."""
        return self._connection is not None and all(r.tag for r in self._readers)

    def missing(self) -> list[str]:
        """Queues that cannot be read at the moment."""
        return [reader.queue for reader in self._readers if not reader.tag]

    def stop(self) -> None:
        """Take no more messages; returns when those in hand are settled or time is up."""
        self._stop_by = time.monotonic() + self._stop_seconds
        self._stopping.set()
        self._stopped.wait(self._stop_seconds + 2.0)

    def run(self) -> None:
        """Consume until stopped; never raises."""
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._session()
            except Exception as error:
                expected = isinstance(error, BROKER_ERRORS)
                log.warning("broker_connection_lost", error=repr(error), exc_info=not expected)
            finally:  # nothing that comes in may end the process
                self._disconnect()
            failures = 0 if time.monotonic() - began > LASTED_SECONDS else failures + 1
            self._stopping.wait(pause_after(failures))
        self._stopped.set()

    def _session(self) -> None:
        connection = self._connection = open_connection(self._address, heartbeat=HEARTBEAT)
        log.info("broker_connected", broker=repr(self._address))
        beat_at = time.monotonic()
        while not self._finished():
            if self._stopping.is_set():
                self._cancel_all()
            else:
                self._tend_readers(connection)
            with contextlib.suppress(TimeoutError):
                connection.drain_events(timeout=_TICK_SECONDS)
            if time.monotonic() >= beat_at:
                connection.heartbeat_tick()
                beat_at = time.monotonic() + HEARTBEAT / 4

    def _finished(self) -> bool:
        if not self._stopping.is_set():
            return False
        return time.monotonic() > self._stop_by or (
            all(reader.lane.idle for reader in self._readers)
            and not any(reader.tag for reader in self._readers)
        )

    def _tend_readers(self, connection: amqp.Connection) -> None:
        for reader in self._readers:
            if reader.tag is None and time.monotonic() >= reader.retry_at:
                self._begin(connection, reader)
            elif reader.tag is not None and reader.wanted > reader.window:
                self._widen(reader)

    def _begin(self, connection: amqp.Connection, reader: QueueReader) -> None:
        """Read a queue; one that is missing or forbidden is tried again later, alone."""
        reader.wanted = 1 if reader.careful else reader.prefetch
        try:
            reader.channel = open_channel(connection)
            self._consume(reader)
        except amqp.exceptions.ChannelError as error:
            reader.tag = None
            reader.retry_at = time.monotonic() + _RETRY_QUEUE_SECONDS
            log.warning("queue_not_readable", queue=reader.queue, error=str(error))
            if reader.channel is not None:
                reader.channel.collect()

    def _consume(self, reader: QueueReader) -> None:
        channel = reader.channel
        if channel is None:
            return
        channel.basic_qos(0, reader.wanted, False)  # False: for consumers begun from now on
        reader.window = reader.wanted
        reader.tag = f"{self._address.name}:{reader.queue}:{reader.window}"
        channel.basic_consume(reader.queue, consumer_tag=reader.tag, callback=reader.arrived)

    def _widen(self, reader: QueueReader) -> None:
        """A prefetch belongs to a consumer, so a wider one is a new consumer."""
        if reader.channel is not None and reader.tag is not None:
            reader.channel.basic_cancel(reader.tag)
            self._consume(reader)

    def _cancel_all(self) -> None:
        for reader in self._readers:
            if reader.tag is not None and reader.channel is not None:
                reader.channel.basic_cancel(reader.tag)
                reader.tag = None

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        for reader in self._readers:
            reader.channel, reader.tag, reader.window, reader.retry_at = None, None, 0, 0.0
        close_quietly(connection)
        for lane in {reader.lane for reader in self._readers}:
            lane.forget(lambda incoming: incoming.message.channel.connection is None)
