"""The relay: reads due outbox rows, publishes them with confirms, marks what was confirmed.

Wakes when this process commits, when another process notifies, and once a second. Any number of
relays may run on one outbox. A crash between confirm and mark sends an event twice; the inbox of
each consumer takes it once. A row the broker cannot route or refuses is put off by itself and
raises an alarm; the others go on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import amqp
import psycopg
from amqp.exceptions import ChannelError

from services.chassis.backoff import pause_after
from services.chassis.chassis_metrics import (
    OUTBOX_LAG_SECONDS,
    OUTBOX_PENDING,
    RELAY_ROWS,
    RelayOutcome,
)
from services.chassis.logs import get_logger
from services.chassis.messaging.confirms import BatchResult, ConfirmingChannel
from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    IO_TIMEOUT,
    Address,
    close_quietly,
    open_connection,
)
from services.chassis.relay import rows
from services.chassis.relay.message import outgoing
from services.chassis.relay.rows import PendingRow
from services.chassis.settings import ServiceSettings
from services.chassis.writes import OUTBOX_CHANNEL

log = get_logger(__name__)

BATCH = 500
POLL_SECONDS = 1.0
_MEASURE_SECONDS = 5.0
_LAST_ROUNDS_SECONDS = 3.0
_EXPECTED_ERRORS: tuple[type[Exception], ...] = (psycopg.Error, *BROKER_ERRORS)


class Relay:
    """Sends the outbox of one service; `run` and `listen` each need a thread."""

    def __init__(
        self, database_url: str, broker: Address, service: str, *, batch: int = BATCH
    ) -> None:
        self._database_url = database_url
        self._broker = broker
        self._service = service
        self._batch = batch
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._database: psycopg.Connection | None = None
        self._connection: amqp.Connection | None = None
        self._channel: ConfirmingChannel | None = None
        self._measure_at = 0.0
        for outcome in RelayOutcome:
            # A series that begins with 1 has no increase, and the first alarm would be missed.
            RELAY_ROWS.inc(0, outcome=outcome)

    @classmethod
    def from_settings(cls, settings: ServiceSettings) -> Relay:
        """The relay of a service."""
        broker = Address.parse(settings.broker_url.get_secret_value(), f"{settings.service} relay")
        return cls(settings.database_url.get_secret_value(), broker, settings.service)

    def wake(self) -> None:
        """Rows were committed."""
        self._woken.set()

    def stop(self) -> None:
        """Send what is there and end; returns after a few seconds at most."""
        self._stopping.set()
        self._woken.set()
        self._stopped.wait(_LAST_ROUNDS_SECONDS + 1.0)

    def run(self) -> None:
        """Send until stopped; never raises."""
        failures = 0
        last_call = float("inf")
        while True:
            if self._stopping.is_set():
                last_call = min(last_call, time.monotonic() + _LAST_ROUNDS_SECONDS)
            sent = self._guarded_round()
            if sent is None:
                failures += 1
                self._stopping.wait(pause_after(failures - 1))
            else:
                failures = 0
                self._rest(sent)
            over = time.monotonic() > last_call
            if self._stopping.is_set() and (not sent or over):
                break
        self._drop()
        self._stopped.set()

    def listen(self) -> None:
        """Wake at notifications of other processes until stopped; never raises."""
        while not self._stopping.is_set():
            try:
                with rows.connect(self._database_url, f"{self._service} relay ear") as ear:
                    ear.execute(f"LISTEN {OUTBOX_CHANNEL}")
                    self.wake()  # what was committed before anybody listened
                    for _ in ear.notifies():
                        self.wake()
            except psycopg.Error as error:
                log.info("relay_ear_lost", error=type(error).__name__)
                self._stopping.wait(POLL_SECONDS)

    def send_due(self) -> int:
        """One round: take what is due, publish it, mark what was confirmed.

        Returns:
            How many rows were taken.

        Raises:
            psycopg.Error, AMQPError, OSError: nothing was marked; connections must be dropped.
        """
        database = self._open_database()
        self._woken.clear()
        with database.transaction():
            taken = rows.take_due(database, self._batch)
            if taken:
                self._send(database, taken)
        self._measure(database)
        return len(taken)

    def _rest(self, sent: int) -> None:
        """Wait for work, unless there is certainly more of it."""
        if sent < self._batch and not self._stopping.is_set():
            self._woken.wait(POLL_SECONDS)

    def _guarded_round(self) -> int | None:
        try:
            return self.send_due()
        except _EXPECTED_ERRORS as error:
            log.warning("relay_interrupted", error=repr(error))
        except Exception:
            log.exception("relay_failed")
        RELAY_ROWS.inc(outcome=RelayOutcome.FAILED)
        self._drop()
        return None

    def _send(self, database: psycopg.Connection, taken: Sequence[PendingRow]) -> None:
        try:
            # Marked while the confirms are on their way: the transaction commits after them, or
            # not at all, and what was not confirmed is unmarked below.
            result = self._publish(taken, lambda: rows.mark_published(database, taken))
        except ChannelError as error:
            # One row is unacceptable to the broker (too large, no such exchange): find it.
            log.warning("relay_isolates", error=str(error))
            self._drop_broker()
            result = self._publish_one_by_one(taken)
            rows.mark_published(database, taken)
        RELAY_ROWS.inc(len(result.confirmed), outcome=RelayOutcome.PUBLISHED)
        self._put_off(database, taken, result.unroutable, RelayOutcome.UNROUTABLE)
        self._put_off(database, taken, result.refused, RelayOutcome.FAILED)

    def _put_off(
        self,
        database: psycopg.Connection,
        taken: Sequence[PendingRow],
        ids: frozenset[str],
        outcome: RelayOutcome,
    ) -> None:
        affected = [row for row in taken if row.event_id in ids]
        rows.put_off(database, affected, outcome.value)
        for row in affected:
            RELAY_ROWS.inc(outcome=outcome)
            log.error(
                "outbox_row_not_sent",
                reason=outcome.value,
                event_id=row.event_id,
                exchange=row.exchange,
                routing_key=row.routing_key,
                attempts=row.attempts + 1,
            )

    def _publish(
        self, taken: Sequence[PendingRow], meanwhile: Callable[[], None] | None = None
    ) -> BatchResult:
        return self._open_channel().publish_all(map(outgoing, taken), IO_TIMEOUT, meanwhile)

    def _publish_one_by_one(self, taken: Sequence[PendingRow]) -> BatchResult:
        confirmed: set[str] = set()
        unroutable: set[str] = set()
        refused: set[str] = set()
        for row in taken:
            try:
                result = self._publish([row])
            except ChannelError:
                self._drop_broker()
                refused.add(row.event_id)
                continue
            confirmed |= result.confirmed
            unroutable |= result.unroutable
            refused |= result.refused
        return BatchResult(frozenset(confirmed), frozenset(unroutable), frozenset(refused))

    def _measure(self, database: psycopg.Connection) -> None:
        if time.monotonic() < self._measure_at:
            return
        self._measure_at = time.monotonic() + _MEASURE_SECONDS
        found = rows.backlog(database)
        OUTBOX_PENDING.set(found.rows)
        OUTBOX_LAG_SECONDS.set(found.oldest_seconds)

    def _open_database(self) -> psycopg.Connection:
        if self._database is None or self._database.closed:
            self._database = rows.connect(self._database_url, f"{self._service} relay")
        return self._database

    def _open_channel(self) -> ConfirmingChannel:
        if self._channel is None:
            self._connection = open_connection(self._broker)
            self._channel = ConfirmingChannel(self._connection)
        return self._channel

    def _drop_broker(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        close_quietly(connection)

    def _drop(self) -> None:
        self._drop_broker()
        database, self._database = self._database, None
        if database is not None:
            database.close()
