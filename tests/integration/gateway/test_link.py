"""The link to the broker: matched replies, deadlines, unroutable requests, broken connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from aio_pika import Exchange

from deploy.local.client import Stack
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.gateway.broker.link import BrokerLink
from tests.integration.gateway.responder import responder


def private_key() -> str:
    """A routing key no service answers."""
    return f"sample{uuid4().hex}.echo"


@asynccontextmanager
async def linked(url: str) -> AsyncIterator[BrokerLink]:
    link = BrokerLink(url)
    link.start()
    try:
        yield link
    finally:
        await link.close()


async def echo(body: bytes) -> bytes:
    return b"re: " + body


def test_many_calls_at_once_get_each_its_own_reply(stack: Stack) -> None:
    async def reversed_order(body: bytes) -> bytes:
        await asyncio.sleep(0.2 - int(body) / 1000)
        return body

    async def story() -> None:
        key = private_key()
        url = stack.broker_admin_url
        async with responder(url, key, reversed_order), linked(url) as link:
            calls = [link.call(key, b"%d" % number, seconds=5) for number in range(100)]
            replies = await asyncio.gather(*calls)
            assert [int(reply) for reply in replies] == list(range(100))
            assert link.waiting == 0

    asyncio.run(story())


def test_a_request_no_queue_takes_comes_back_at_once(stack: Stack) -> None:
    async def story() -> None:
        async with linked(stack.broker_admin_url) as link:
            began = time.monotonic()
            with pytest.raises(ServiceUnavailableError):
                await link.call(private_key(), b"x", seconds=5)
            assert time.monotonic() - began < 2

    asyncio.run(story())


def test_silence_ends_at_the_deadline_and_a_late_reply_harms_nobody(stack: Stack) -> None:
    async def late(body: bytes) -> bytes:
        await asyncio.sleep(0.5 if body == b"late" else 0)
        return body

    async def story() -> None:
        key, url = private_key(), stack.broker_admin_url
        async with responder(url, key, late), linked(url) as link:
            await link.call(key, b"warm", seconds=5)
            began = time.monotonic()
            with pytest.raises(DeadlineExceededError):
                await link.call(key, b"late", seconds=0.2)
            assert time.monotonic() - began < 0.45
            assert link.waiting == 0
            await asyncio.sleep(0.5)
            assert await link.call(key, b"next", seconds=5) == b"next"

    asyncio.run(story())


def test_without_a_broker_a_call_is_unavailable_and_not_unknown() -> None:
    async def story() -> None:
        async with linked("amqp://nobody:x@127.0.0.1:1/none") as link:
            assert not link.ready
            with pytest.raises(ServiceUnavailableError):
                await link.call("accounts.sign_in", b"x", seconds=0.5)

    asyncio.run(story())


def test_a_call_outlives_a_connection_that_breaks_under_it(stack: Stack) -> None:
    async def story() -> None:
        key, url = private_key(), stack.broker_admin_url
        heard = asyncio.Event()

        async def deaf_once(body: bytes) -> bytes | None:
            if heard.is_set():
                return body
            heard.set()
            return None

        async with responder(url, key, deaf_once) as seen, linked(url) as link:
            call = asyncio.create_task(link.call(key, b"once more", seconds=8))
            await heard.wait()
            line = link._line
            assert line is not None
            await line.connection.close()
            assert await call == b"once more"
            assert seen == [key, key]

    asyncio.run(story())


def test_a_closed_channel_is_noticed_and_renewed(stack: Stack) -> None:
    async def story() -> None:
        key, url = private_key(), stack.broker_admin_url
        async with responder(url, key, echo), linked(url) as link:
            assert await link.call(key, b"a", seconds=5) == b"re: a"
            line = link._line
            assert line is not None
            assert isinstance(line.exchange, Exchange)
            await line.exchange.channel.close()
            assert await link.call(key, b"b", seconds=8) == b"re: b"

    asyncio.run(story())


def test_the_gateways_own_user_may_ask_services_and_nobody_else(stack: Stack) -> None:
    async def story() -> None:
        key = private_key()
        async with (
            responder(stack.broker_admin_url, key, echo) as seen,
            linked(stack.broker_url("gateway")) as link,
        ):
            with pytest.raises((DeadlineExceededError, ServiceUnavailableError)):
                await link.call(key, b"x", seconds=1.5)
            assert seen == []

    asyncio.run(story())
