"""Whether the process answers at all."""

from __future__ import annotations

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response


async def alive(_request: HttpRequest) -> Response:
    """Say that the process answers; more is for the operators' port."""
    return PlainTextResponse("ok\n")
