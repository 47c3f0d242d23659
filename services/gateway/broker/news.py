"""Listens to what accounts says about roles, over a connection of its own.

Each process has a queue of its own that dies with the connection: every gateway must hear, and what
it does not hear costs a minute at most (`sessions.news`). Listening never disturbs asking.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Protocol
from uuid import UUID, uuid4

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractIncomingMessage
from pydantic import ValidationError

from services.chassis.logs import get_logger
from services.contracts.envelope import Envelope
from services.contracts.events.accounts import RoleChangedV1
from services.contracts.routing import events_exchange

_log = get_logger(__name__)

CONNECT_TIMEOUT_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 0.1, 30.0
MOST_WAITING = 10_000


class Hearer(Protocol):
    """Who is told."""

    def heard(self, person_id: UUID) -> None:
        """The roles of this person changed."""

    def missed(self) -> None:
        """Something may have been said while nobody listened."""


class NewsListener:
    """Keeps listening; one per process."""

    def __init__(self, url: str, hearer: Hearer, *, heartbeat_seconds: int = 30) -> None:
        self._url = url
        self._hearer = hearer
        self._heartbeat = heartbeat_seconds
        self._keeper: asyncio.Task[None] | None = None
        self._connection: AbstractConnection | None = None

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._keeper = asyncio.create_task(self._keep_listening(), name="news-listener")

    async def close(self) -> None:
        """Stop listening."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._connection is not None:
            await self._connection.close()

    async def _keep_listening(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                closed = await self._listen()
            except (aio_pika.exceptions.AMQPError, OSError, TimeoutError) as error:
                _log.warning("news not heard", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LAST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            self._hearer.missed()
            _log.info("listening to news")
            await closed.wait()
            _log.warning("news connection lost")

    async def _listen(self) -> asyncio.Event:
        """Connect and subscribe; the event is set when this comes to an end."""
        await self._leave()
        self._connection = await aio_pika.connect(
            self._url,
            timeout=CONNECT_TIMEOUT_SECONDS,
            heartbeat=self._heartbeat,
            client_properties={"connection_name": "gateway news"},
        )
        closed = asyncio.Event()
        async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
            channel = await self._connection.channel()
            self._connection.close_callbacks.add(lambda *_: closed.set())
            channel.close_callbacks.add(lambda *_: closed.set())
            queue = await channel.declare_queue(
                f"news-gateway-{uuid4()}",
                exclusive=True,
                auto_delete=True,
                arguments={"x-max-length": MOST_WAITING},
            )
            await queue.bind(events_exchange(RoleChangedV1.source), RoleChangedV1.name)
            await queue.consume(self._on_news, no_ack=True)
        return closed

    async def _leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed:
            await connection.close()

    async def _on_news(self, message: AbstractIncomingMessage) -> None:
        try:
            envelope = Envelope.model_validate_json(message.body)
            event = RoleChangedV1.model_validate(envelope.data)
        except ValidationError:
            _log.warning("news not understood", routing_key=message.routing_key)
            self._hearer.missed()
            return
        self._hearer.heard(event.person_id)
