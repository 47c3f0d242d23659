"""The worker: holds the broker connection, serves queues in their order, one job at a time.

The connection's heartbeat is kept while the child works, so a job of any length cannot lose it.
While a job is in hand the worker takes no other: a message waiting here could not be taken by a
worker that is free. The first queue is asked alone before the others are, so that somebody who
waits never stands behind a bulk of jobs.
"""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import time
from collections.abc import Sequence
from types import FrameType

import amqp
from setproctitle import setproctitle

from services.chassis.backoff import LASTED_SECONDS, pause_after
from services.chassis.causes import WorkJob
from services.chassis.chassis_metrics import JOB_SECONDS, JOBS, DeliveryOutcome
from services.chassis.health import OpsServer
from services.chassis.logs import configure_logging, get_logger
from services.chassis.messaging.confirms import ConfirmedPublisher
from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    HEARTBEAT,
    Address,
    close_quietly,
    open_channel,
    open_connection,
)
from services.chassis.messaging.intake import history_of, read_job
from services.chassis.messaging.outcomes import Done, Failure, Later, Outcome, Park, decide
from services.chassis.messaging.settling import Settler, give_back
from services.chassis.rpc.wire import MalformedMessageError
from services.chassis.settings import ServiceSettings
from services.chassis.worker.limits import JobLimits
from services.chassis.worker.parentage import Child, ChildCannotStartError, Target
from services.contracts.routing import WorkQueue

log = get_logger(__name__)

STOP_SECONDS = 20.0
"""How long a job in hand may take after SIGTERM; then it is left to another worker."""

_FIRST_QUEUE_ALONE_SECONDS = 0.05
_TICK_SECONDS = 0.5

_COUNTED: dict[type[Done | Later | Park], DeliveryOutcome] = {
    Done: DeliveryOutcome.DONE,
    Later: DeliveryOutcome.RETRY,
    Park: DeliveryOutcome.PARKED,
}


class NotReadyError(RuntimeError):
    """The broker is not connected, or there is no child."""


def run_worker(
    *,
    settings: ServiceSettings,
    name: str,
    queues: Sequence[WorkQueue],
    handle: Target,
    warm: Target | None = None,
    ops_port: int = 0,
    limits: JobLimits | None = None,
) -> int:
    """Do jobs until SIGTERM.

    Args:
        settings: Of the service the queues belong to.
        name: What logs and the process list call it.
        queues: In the order in which they are served.
        handle: `def handle(job: WorkJob) -> None` at the top level of a module, or `module:name`.
        warm: `def warm() -> None`, run once in each new child before its first job.
        ops_port: Port of /healthz, /readyz and /metrics.
        limits: What one job may take.

    Returns:
        The exit code: 0 after a stop, 1 when no child can be started.
    """
    configure_logging(settings, name)
    setproctitle(f"tepei {name}")
    chosen = limits or JobLimits()
    worker = Worker(settings, queues, Child(name, handle, warm, chosen), chosen, name)
    signal.signal(signal.SIGTERM, worker.on_signal)
    signal.signal(signal.SIGINT, worker.on_signal)
    checks = {"broker": worker.ask_broker, "child": worker.ask_child}
    door = OpsServer(ops_port, checks, host=settings.ops_host)
    door.start()
    try:
        return worker.run()
    finally:
        door.stop()


class Worker:
    """One worker process."""

    def __init__(
        self,
        settings: ServiceSettings,
        queues: Sequence[WorkQueue],
        child: Child,
        limits: JobLimits,
        name: str,
    ) -> None:
        url = settings.broker_url.get_secret_value()
        self._address = Address.parse(url, name)
        self._settler = Settler(
            settings.service, ConfirmedPublisher(Address.parse(url, f"{name} publisher"))
        )
        self._queues = [queue.name for queue in queues]
        self._child = child
        self._limits = limits
        self._connection: amqp.Connection | None = None
        self._held: list[tuple[int, amqp.Message]] = []
        self._stopping = False
        self._stop_by = float("inf")
        self._beat_at = 0.0

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Finish the job in hand, then end."""
        if not self._stopping:
            self._stopping = True
            self._stop_by = time.monotonic() + STOP_SECONDS

    def ask_broker(self) -> None:
        """Raise unless connected."""
        if self._connection is None:
            raise NotReadyError

    def ask_child(self) -> None:
        """Raise unless there is a child."""
        if not self._child.alive:
            raise NotReadyError

    def run(self) -> int:
        """Do jobs until told to stop; see `run_worker`."""
        failures = 0
        try:
            self._child.start()
            log.info("worker_started", queues=self._queues)
            while not self._stopping:
                began = time.monotonic()
                try:
                    self._session()
                except BROKER_ERRORS as error:
                    log.warning("broker_connection_lost", error=repr(error))
                finally:
                    self._disconnect()
                lasted = time.monotonic() - began > LASTED_SECONDS
                failures = 0 if lasted else failures + 1
                self._pause(failures)
        except ChildCannotStartError as error:
            log.error("worker_child_cannot_start", reason=str(error))  # noqa: TRY400 -- the child has logged it
            return 1
        finally:
            self._child.kill()
        log.info("worker_stopped")
        return 0

    def _session(self) -> None:
        connection = self._connection = open_connection(self._address, heartbeat=HEARTBEAT)
        channel = open_channel(connection)
        channel.basic_qos(0, 1, False)  # False: one message for each consumer
        while not self._stopping:
            if not self._held:
                self._fetch(connection, channel)
            if self._held and not self._stopping:
                self._held.sort(key=lambda item: item[0])
                place, message = self._held.pop(0)
                self._work(connection, self._queues[place], message)

    def _fetch(self, connection: amqp.Connection, channel: amqp.Channel) -> None:
        """Wait for a message; the first queue gets a moment alone."""
        tags: list[str] = []
        try:
            for place, queue in enumerate(self._queues):
                tags.append(self._consume(channel, place, queue))
                self._drain(connection, _FIRST_QUEUE_ALONE_SECONDS)
                if self._held:
                    return
            while not self._held and not self._stopping:
                self._drain(connection, _TICK_SECONDS)
        finally:
            for tag in tags:
                if channel.connection is not None:
                    channel.basic_cancel(tag)

    def _consume(self, channel: amqp.Channel, place: int, queue: str) -> str:
        def hold(message: amqp.Message) -> None:
            self._held.append((place, message))

        tag = f"{self._address.name}:{place}"
        channel.basic_consume(queue, consumer_tag=tag, callback=hold)
        return tag

    def _drain(self, connection: amqp.Connection, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            connection.drain_events(timeout=seconds)
        if time.monotonic() >= self._beat_at:
            connection.heartbeat_tick()
            self._beat_at = time.monotonic() + HEARTBEAT / 4

    def _work(self, connection: amqp.Connection, queue: str, message: amqp.Message) -> None:
        history = history_of(message)
        try:
            job = read_job(message)
        except MalformedMessageError as error:
            self._settler.settle(queue, message, Park(f"malformed: {error}", history))
            return
        began = time.monotonic()
        outcome = self._outcome_of(connection, job, message)
        if outcome is None:
            give_back(message)
            return
        JOB_SECONDS.observe(time.monotonic() - began, queue=queue)
        JOBS.inc(queue=queue, outcome=_COUNTED[type(outcome)])
        self._tell(job, outcome, time.monotonic() - began)
        self._settler.settle(queue, message, outcome)

    def _outcome_of(
        self, connection: amqp.Connection, job: WorkJob, message: amqp.Message
    ) -> Outcome | None:
        """Let the child do the job; None when there is no time left before the stop."""
        done_by = self._child.begin(job)
        if not self._wait_for_child(connection, done_by):
            if self._stopping and time.monotonic() >= self._stop_by:
                return None
            return self._decide(self._child.overdue(), message)
        return self._decide(self._child.answer(), message)

    def _decide(self, failure: Failure | None, message: amqp.Message) -> Outcome:
        return decide(failure, history_of(message), max_attempts=self._limits.attempts)

    def _wait_for_child(self, connection: amqp.Connection, done_by: float) -> bool:
        """Keep the connection alive until the child answers; False when time is up."""
        end = self._child.end
        while end is not None and time.monotonic() < min(done_by, self._stop_by):
            broker = [connection.sock] if connection.connected else []
            ready, _, _ = select.select([end, *broker], (), (), _TICK_SECONDS)
            if end in ready:
                return True
            try:
                self._drain(connection, 0)
            except BROKER_ERRORS as error:
                # The job goes on; it will be delivered again, and twice does no harm.
                log.warning("broker_connection_lost", error=repr(error))
                connection.collect()
                return self._wait_alone(end, done_by)
        return end is None

    def _wait_alone(self, end: socket.socket, done_by: float) -> bool:
        left = max(0.0, min(done_by, self._stop_by) - time.monotonic())
        return bool(select.select([end], (), (), left)[0])

    def _tell(self, job: WorkJob, outcome: Outcome, seconds: float) -> None:
        fields = {
            "job_id": str(job.job_id),
            "queue": job.queue,
            "key": job.key,
            "correlation_id": job.correlation_id,
            "seconds": round(seconds, 3),
        }
        if isinstance(outcome, Done):
            log.info("job_done", **fields)
        else:
            log.warning("job_not_done", reason=outcome.reason, **fields)

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        for _, message in self._held:
            give_back(message)
        self._held.clear()
        close_quietly(connection)

    def _pause(self, failures: int) -> None:
        if not self._stopping:
            time.sleep(pause_after(failures))
