"""A frugal HTTP client: what it costs must not show in what it measures.

One keep-alive connection, one request at a time, answers with a length; no redirects, no cookies.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

_MAX_ANSWER = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body."""

    status: int
    body: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Wire:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, host: str, port: int) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection(host, port, limit=_MAX_ANSWER))

    async def send(self, request: bytes) -> Answer:
        """Send a whole request and read its answer.

        Raises:
            ConnectionError: The other side closed in the middle.
        """
        self._writer.write(request)
        await self._writer.drain()
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            body = await self._reader.readexactly(_length(lines[1:]))
        except asyncio.IncompleteReadError as error:
            raise ConnectionError("the answer breaks off") from error
        return Answer(int(lines[0].split(" ", 2)[1]), body)

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        await self._writer.wait_closed()


def request(
    method: str, target: str, host: str, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {target} HTTP/1.1", f"host: {host}", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _length(headers: list[str]) -> int:
    for line in headers:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0
