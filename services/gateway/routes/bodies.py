"""Bodies of requests: read within a limit of bytes and of time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from services.contracts.errors import TooLargeError
from services.gateway.errors import BodyTooSlowError

BODY_SECONDS = 20.0
"""How long a body may take to arrive; it holds 64 KB, on a line of 4 KB/s and up."""


async def read_body(http: HttpRequest, limit: int) -> bytes:
    """The body, at most `limit` bytes, within `BODY_SECONDS`.

    The length is known before: what has none was refused with 411 at the edge.
    """
    length = int(http.headers.get("content-length") or 0)
    if length > limit:
        raise TooLargeError(limit=f"{limit // 1024} KB")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await http.body()
    except (TimeoutError, ClientDisconnect) as error:
        raise BodyTooSlowError from error


def media_type(http: HttpRequest) -> str:
    """What the body says it is, without parameters."""
    return http.headers.get("content-type", "").partition(";")[0].strip().lower()
