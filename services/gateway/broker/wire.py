"""Bytes of a request and of its reply, in the services' RPC protocol.

The request model is serialised once, by pydantic, and set into the body as text; the reply is
parsed once and its result is handed on as plain data, because most answers go out as they came.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

import pydantic_core

from services.contracts.errors import InternalError, TepeiError
from services.contracts.requests.base import Request

JSON = dict[str, Any]


def encode_request(
    request: Request,
    *,
    token: str,
    deadline_at: datetime,
    idempotency_key: str | None,
    correlation_id: str,
) -> bytes:
    """The message body of one call."""
    head = json.dumps(
        {
            "token": token,
            "deadline_at": deadline_at.isoformat(),
            "idempotency_key": idempotency_key,
            "correlation_id": correlation_id,
        }
    )
    call = f'{head[:-1]}, "data": {request.model_dump_json()}}}'
    return f'{{"args": [], "kwargs": {{"request": {call}}}}}'.encode()


def decode_reply(body: bytes) -> JSON:
    """The result of a reply.

    Raises:
        TepeiError: the error the service answered with; `InternalError` for anything that is not
            of the protocol (its text may tell of the inside and goes no further).
    """
    try:
        reply = pydantic_core.from_json(body)
        error, result = reply["error"], reply["result"]
    except (ValueError, KeyError, TypeError) as broken:
        raise InternalError from broken
    if error is not None:
        raise _error(error)
    if not isinstance(result, dict):
        raise InternalError
    return cast("JSON", result)


def _error(error: Any) -> TepeiError:
    match error:
        case {"exc_args": [{"code": str()} as problem, *_]}:
            return TepeiError.from_wire(problem)
        case _:
            return InternalError()
