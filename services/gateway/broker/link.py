"""One connection to the broker: requests out, replies in, always trying to be connected.

Replies come to one exclusive queue and are consumed without acknowledgement. A request that no
queue takes comes back at once: it is `mandatory`, and publishing is confirmed because the client
reports returns in no other way. A connection that breaks while a call waits is renewed and the
request is sent again: every command carries its idempotency key, so the service does it once. The
caller's deadline bounds all of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

import aio_pika
from aio_pika.abc import (
    AbstractChannel,
    AbstractConnection,
    AbstractExchange,
    AbstractIncomingMessage,
)

from services.chassis.logs import get_logger
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.contracts.routing import RPC_EXCHANGE

_log = get_logger(__name__)

CONNECT_TIMEOUT_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 0.1, 3.0
RESEND_PAUSE_SECONDS = 0.05


class LinkLostError(Exception):
    """The connection broke while a call waited; whether it was done is not known."""


class UnroutableError(Exception):
    """No queue takes the request: the service was never set up, or its queue is full."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One live connection with its way out and the address of its reply queue."""

    connection: AbstractConnection
    exchange: AbstractExchange
    reply_to: str


class Link(Protocol):
    """A way to the services."""

    @property
    def ready(self) -> bool:
        """Whether the way is open now."""
        ...

    async def call(self, routing_key: str, body: bytes, *, seconds: float) -> bytes:
        """Send one request and wait for its reply; see `BrokerLink.call`."""
        ...


class BrokerLink:
    """Sends requests and matches replies; one per process."""

    def __init__(self, url: str, *, heartbeat_seconds: int = 30) -> None:
        self._url = url
        self._heartbeat = heartbeat_seconds
        self._line: _Line | None = None
        self._connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._numbers = itertools.count(1)
        self._keeper: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether a connection stands now."""
        return self._connected.is_set()

    @property
    def waiting(self) -> int:
        """How many calls wait for a reply."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._keeper = asyncio.create_task(self._keep_connected(), name="broker-link")

    async def close(self) -> None:
        """Stop connecting and close the connection; waiting calls end as unavailable."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        line, self._line = self._line, None
        self._lose()
        if line is not None:
            await line.connection.close()

    async def call(self, routing_key: str, body: bytes, *, seconds: float) -> bytes:
        """Send one request and wait for the body of its reply.

        Args:
            routing_key: `<service>.<method>`.
            body: the encoded request.
            seconds: from now until the caller no longer waits.

        Raises:
            DeadlineExceededError: no reply in time; the outcome is unknown.
            ServiceUnavailableError: the broker or the service's queue is not there.
        """
        sent = False
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._connected.wait()
                    line = self._line
                    if line is None:
                        continue
                    sent = True
                    try:
                        return await self._send(line, routing_key, body, seconds)
                    except LinkLostError:
                        await asyncio.sleep(RESEND_PAUSE_SECONDS)
        except UnroutableError as error:
            raise ServiceUnavailableError from error
        except TimeoutError as error:
            raise (DeadlineExceededError if sent else ServiceUnavailableError) from error

    async def _send(self, line: _Line, routing_key: str, body: bytes, seconds: float) -> bytes:
        number = str(next(self._numbers))
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[number] = reply
        message = aio_pika.Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=number,
            reply_to=line.reply_to,
            expiration=seconds,
        )
        try:
            await line.exchange.publish(message, routing_key, mandatory=True)
            return await reply
        except aio_pika.exceptions.DeliveryError as error:
            raise UnroutableError(routing_key) from error
        except (aio_pika.exceptions.AMQPError, ConnectionError, RuntimeError) as error:
            raise LinkLostError from error
        finally:
            self._waiting.pop(number, None)

    async def _keep_connected(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                self._line = await self._connect()
            except (aio_pika.exceptions.AMQPError, OSError, TimeoutError) as error:
                _log.warning("broker not reachable", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LAST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            self._connected.set()
            _log.info("connected to the broker")
            await self._line.connection.closed()
            _log.warning("broker connection lost", waiting=len(self._waiting))
            self._lose()

    async def _connect(self) -> _Line:
        connection = await aio_pika.connect(
            self._url,
            timeout=CONNECT_TIMEOUT_SECONDS,
            heartbeat=self._heartbeat,
            client_properties={"connection_name": "gateway"},
        )
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                return await self._open(connection)
        except BaseException:
            await connection.close()
            raise

    async def _open(self, connection: AbstractConnection) -> _Line:
        channel: AbstractChannel = await connection.channel(on_return_raises=True)
        channel.close_callbacks.add(lambda *_: self._drop(connection))
        exchange = await channel.declare_exchange(
            RPC_EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True, passive=True
        )
        reply_to = str(uuid4())
        queue = await channel.declare_queue(
            f"rpc.reply-gateway-{reply_to}", exclusive=True, auto_delete=True
        )
        await queue.bind(exchange, reply_to)
        await queue.consume(self._on_reply, no_ack=True)
        return _Line(connection, exchange, reply_to)

    async def _on_reply(self, message: AbstractIncomingMessage) -> None:
        reply = self._waiting.get(message.correlation_id or "")
        if reply is not None and not reply.done():
            reply.set_result(message.body)

    def _drop(self, connection: AbstractConnection) -> None:
        """A closed channel makes the connection useless: close it, so that it is renewed."""
        self._lose()
        if not connection.is_closed:
            closing = asyncio.ensure_future(connection.close())
            closing.add_done_callback(lambda task: task.exception())

    def _lose(self) -> None:
        self._connected.clear()
        self._line = None
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(LinkLostError())
