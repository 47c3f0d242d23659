"""Something that answers RPC on the real broker, on a queue of its own beside the services'."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from services.contracts.routing import RPC_EXCHANGE

Reply = Callable[[bytes], Awaitable[bytes | None]]
"""From the body of a request to that of its reply; None = no reply."""


@asynccontextmanager
async def responder(url: str, routing_key: str, reply: Reply) -> AsyncIterator[list[str]]:
    """Answer requests under the key until the block ends; yields the keys of those seen."""
    seen: list[str] = []
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel(publisher_confirms=False)
        exchange = await channel.get_exchange(RPC_EXCHANGE, ensure=False)
        queue = await channel.declare_queue(exclusive=True, auto_delete=True)
        await queue.bind(exchange, routing_key)

        async def answer(message: AbstractIncomingMessage) -> None:
            seen.append(message.routing_key or "")
            body = await reply(message.body)
            if body is not None and message.reply_to is not None:
                await exchange.publish(
                    aio_pika.Message(body, correlation_id=message.correlation_id),
                    message.reply_to,
                    mandatory=False,
                )

        await queue.consume(answer, no_ack=True)
        yield seen
        await asyncio.sleep(0)
