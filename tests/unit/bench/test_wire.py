"""The frugal HTTP client: requests as bytes, answers by their length."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from bench.wire import Wire, request

T = TypeVar("T")
Door = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def visit(door: Door, act: Callable[[Wire], Awaitable[T]]) -> T:
    """Run an act on a connection to a door of one's own."""

    async def scene() -> T:
        server = await asyncio.start_server(door, "127.0.0.1", 0)
        async with server:
            wire = await Wire.open("127.0.0.1", server.sockets[0].getsockname()[1])
            try:
                return await act(wire)
            finally:
                await wire.close()

    return asyncio.run(scene())


def test_a_request_says_its_length_and_host() -> None:
    raw = request("POST", "/x", "h:1", {"cookie": "a=b"}, b"body")
    assert raw == b"POST /x HTTP/1.1\r\nhost: h:1\r\ncontent-length: 4\r\ncookie: a=b\r\n\r\nbody"


def test_answers_come_one_after_the_other_over_one_connection() -> None:
    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in (1, 2):
            await reader.readuntil(b"\r\n\r\n")
            body = b'{"n": %d}' % number
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        writer.close()

    async def act(wire: Wire) -> list[tuple[int, int]]:
        raw = request("GET", "/", "h", {})
        answers = [await wire.send(raw), await wire.send(raw)]
        return [(answer.status, answer.data["n"]) for answer in answers]

    assert visit(door, act) == [(201, 1), (201, 2)]


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        writer.close()

    with pytest.raises(ConnectionError):
        visit(door, lambda wire: wire.send(request("GET", "/", "h", {})))
