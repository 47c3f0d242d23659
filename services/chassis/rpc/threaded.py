"""The RPC client of nameko services: many questions at a time over one connection.

One thread reads the replies. Under eventlet's patch the thread, its locks and its socket are
green, so a waiting handler never stops the hub; the code itself knows nothing of eventlet.
"""

from __future__ import annotations

import contextlib
import threading
import time

import amqp
import structlog
from typing_extensions import override

from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    HEARTBEAT,
    close_quietly,
    open_connection,
    publish,
)
from services.chassis.rpc.client import AskingClient, Question, ReplyQueue, Signer
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.contracts.routing import RPC_EXCHANGE

_log = structlog.get_logger(__name__)
_RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class _Waiter:
    """One asker, waiting for the reply to one question."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.body: bytes | str | None = None


class ThreadedRpcClient(AskingClient):
    """Asks on behalf of the handlers of a service; connects when first used."""

    def __init__(self, broker_url: str, service: str, signer: Signer) -> None:
        super().__init__(broker_url, service, signer)
        self._waiters: dict[str, _Waiter] = {}
        self._start_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._replies: ReplyQueue | None = None
        self._closing = False

    def close(self) -> None:
        """Stop reading; questions under way end without an answer."""
        self._closing = True
        thread = self._thread
        if thread is not None:
            thread.join(3.0)

    @override
    def _ask(self, question: Question) -> bytes | str:
        waiter = self._waiters[question.message_id] = _Waiter()
        try:
            self._send(question)
            waiter.done.wait(question.remaining)
        finally:
            del self._waiters[question.message_id]
        if waiter.body is None:
            raise DeadlineExceededError
        return waiter.body

    def _send(self, question: Question) -> None:
        self._start()
        if not self._ready.wait(question.remaining):
            raise ServiceUnavailableError
        replies = self._replies
        if replies is None:
            raise ServiceUnavailableError
        try:
            message = question.message(replies.routing_key)
            publish(replies.channel, message, RPC_EXCHANGE, question.routing_key)
        except BROKER_ERRORS as error:
            raise ServiceUnavailableError from error

    def _start(self) -> None:
        with self._start_lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name=f"{self._service}-rpc-replies", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        failures = 0
        while not self._closing:
            connection: amqp.Connection | None = None
            try:
                connection = open_connection(self._address, heartbeat=HEARTBEAT)
                self._listen(connection)
                failures = 0
                self._read(connection)
            except BROKER_ERRORS as error:
                _log.warning("rpc_client_disconnected", error=type(error).__name__)
            finally:
                self._disconnected(connection)
            if not self._closing:
                time.sleep(_RECONNECT_SECONDS[min(failures, len(_RECONNECT_SECONDS) - 1)])
                failures += 1

    def _listen(self, connection: amqp.Connection) -> None:
        replies = ReplyQueue(connection, self._service)
        replies.channel.basic_consume(
            replies.name, no_ack=True, exclusive=True, callback=self._on_reply
        )
        self._replies = replies
        self._ready.set()

    def _read(self, connection: amqp.Connection) -> None:
        beat_at = time.monotonic()
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                connection.drain_events(timeout=1.0)
            if time.monotonic() >= beat_at:
                connection.heartbeat_tick()
                beat_at = time.monotonic() + HEARTBEAT / 4

    def _on_reply(self, message: amqp.Message) -> None:
        waiter = self._waiters.get(str(message.properties.get("correlation_id")))
        if waiter is not None:
            waiter.body = message.body
            waiter.done.set()

    def _disconnected(self, connection: amqp.Connection | None) -> None:
        """The replies under way are lost with their queue: tell those who wait at once."""
        self._ready.clear()
        self._replies = None
        close_quietly(connection)
        for waiter in tuple(self._waiters.values()):
            waiter.done.set()
