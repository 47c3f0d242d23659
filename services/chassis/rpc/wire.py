"""nameko's RPC protocol as bytes: requests, replies and errors.

A request is `{"args": [], "kwargs": {"request": {...}}}` on exchange `nameko-rpc` under
`<service>.<method>`; the reply goes to the same exchange under the request's `reply_to`. Only
UTF-8 JSON is spoken. Everything read here comes from outside and is checked before it is believed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pydantic_core
from pydantic import ValidationError

from services.chassis.clock import real_now
from services.contracts.errors import (
    Finding,
    InternalError,
    InvalidRequestError,
    TepeiError,
)
from services.contracts.requests.base import Answer, Request

CONTENT_TYPE = "application/json"
MAX_REQUEST_BYTES = 4 * 1024 * 1024
MAX_REPLY_BYTES = 4 * 1024 * 1024
"""The broker's `max_message_size`: it closes the channel of who sends more."""

MAX_DEADLINE = timedelta(seconds=60)
"""No caller may ask for more: the actor's signature is not valid longer either."""

_FIELDS = {"token", "deadline_at", "idempotency_key", "correlation_id", "data"}
_MAX_KEY_CHARACTERS = 200


class MalformedMessageError(Exception):
    """The bytes are no message of ours; the reason names no content."""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as it came, its shape checked and nothing else."""

    token: str
    deadline: datetime
    idempotency_key: str | None
    correlation_id: str
    data: dict[str, Any]


def load_json(body: bytes | bytearray | memoryview | str, limit: int) -> Any:
    """Parse JSON within limits: size, depth (200), no NaN.

    Raises:
        MalformedMessageError: too large, not JSON, or too deep.
    """
    raw = body.encode() if isinstance(body, str) else bytes(body)
    if len(raw) > limit:
        raise MalformedMessageError(f"body larger than {limit} bytes")
    try:
        return pydantic_core.from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        reason = "too deep" if "recursion" in str(error) else "not JSON"
        raise MalformedMessageError(reason) from error


def encode_request(
    request: Request,
    *,
    token: str,
    deadline: datetime,
    idempotency_key: str | None = None,
    correlation_id: str = "",
) -> bytes:
    """The body of a request message."""
    envelope = {
        "token": token,
        "deadline_at": deadline.astimezone(UTC).isoformat(),
        "idempotency_key": idempotency_key,
        "correlation_id": correlation_id,
        "data": request.model_dump(mode="json"),
    }
    message = {"args": [], "kwargs": {"request": envelope}}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def decode_request(body: bytes | str) -> WireRequest:
    """Read the body of a request message.

    Raises:
        MalformedMessageError: it is none.
    """
    message = load_json(body, MAX_REQUEST_BYTES)
    try:
        args, kwargs = message["args"], message["kwargs"]
        request = kwargs["request"]
        if args or set(kwargs) != {"request"} or set(request) != _FIELDS:
            raise MalformedMessageError("wrong fields")
        deadline = datetime.fromisoformat(request["deadline_at"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedMessageError("wrong shape") from error
    key = request["idempotency_key"]
    if not (
        isinstance(request["token"], str)
        and isinstance(request["data"], dict)
        and deadline.tzinfo is not None
        and (key is None or (isinstance(key, str) and 0 < len(key) <= _MAX_KEY_CHARACTERS))
    ):
        raise MalformedMessageError("wrong types")
    return WireRequest(
        token=request["token"],
        deadline=min(deadline, real_now() + MAX_DEADLINE),
        idempotency_key=key,
        correlation_id=str(request["correlation_id"])[:64],
        data=request["data"],
    )


def parse_data(request: type[Request], data: dict[str, Any]) -> Request:
    """Validate the data of a request.

    Raises:
        InvalidRequestError: with one finding per wrong field; values are not repeated.
    """
    try:
        return request.model_validate(data)
    except ValidationError as error:
        findings = tuple(
            Finding(
                field=".".join(str(part) for part in problem["loc"]),
                code=problem["type"],
                message=problem["msg"],
            )
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise InvalidRequestError(findings=findings) from error


def encode_answer(answer: Answer | dict[str, Any]) -> bytes:
    """The body of a reply that brings an answer (a dict is a stored answer being replayed)."""
    if isinstance(answer, dict):
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    else:
        text = answer.model_dump_json()
    return b'{"result":' + text.encode() + b',"error":null}'


def encode_error(error: TepeiError) -> bytes:
    """The body of a reply that brings an error."""
    problem = error.to_wire()
    wire = {
        "exc_type": type(error).__name__,
        "exc_path": f"{type(error).__module__}.{type(error).__name__}",
        "exc_args": [problem],
        "value": problem["message"],
    }
    reply = {"result": None, "error": wire}
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()


def decode_reply(body: bytes | str, request: Request) -> Answer:
    """Read a reply.

    Raises:
        TepeiError: the answer is an error.
        InternalError: the reply is not of our protocol.
    """
    try:
        reply = load_json(body, MAX_REPLY_BYTES)
        error = reply["error"]
        if error is None:
            return request.answer.model_validate(reply["result"])
        problem = error["exc_args"][0]
    except (MalformedMessageError, KeyError, TypeError, IndexError, ValidationError) as broken:
        raise InternalError from broken
    raise TepeiError.from_wire(problem) if isinstance(problem, dict) else InternalError()
