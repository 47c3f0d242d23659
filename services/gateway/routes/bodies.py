"""Bodies of requests: read within a limit of bytes and of time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from services.contracts.errors import TooLargeError
from services.gateway.errors import BodyTooSlowError, size_text

BODY_SECONDS = 20.0
"""How long a body may take to arrive; it holds 64 KB, on a line of 4 KB/s and up."""


SLOWEST = 32 * 1024
"""Bytes a second below which a file is not waited for."""


async def read_body(http: HttpRequest, limit: int) -> bytes:
    """The body, at most `limit` bytes, within `BODY_SECONDS`."""
    async with arriving(http, limit):
        return await http.body()


@asynccontextmanager
async def arriving(http: HttpRequest, limit: int) -> AsyncIterator[None]:
    """Inside the block the body is read, at most `limit` bytes of it and not for ever.

    The length is known before: what has none was refused with 411 at the edge.
    """
    length = int(http.headers.get("content-length") or 0)
    if length > limit:
        raise TooLargeError(limit=size_text(limit))
    try:
        async with asyncio.timeout(max(BODY_SECONDS, length / SLOWEST)):
            yield
    except (TimeoutError, ClientDisconnect) as error:
        raise BodyTooSlowError from error


def media_type(http: HttpRequest) -> str:
    """What the body says it is, without parameters."""
    return http.headers.get("content-type", "").partition(";")[0].strip().lower()
