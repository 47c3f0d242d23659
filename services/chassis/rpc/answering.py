"""The answering side of RPC without its transport: message to `Call`, result to reply.

Pure enough to be tested without a broker: nothing here sends, acknowledges or runs a handler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import amqp

from services.chassis.actor import verify_actor
from services.chassis.causes import Call
from services.chassis.chassis_metrics import RequestOutcome
from services.chassis.clock import Clock, real_now
from services.chassis.messaging.intake import check_wrapping
from services.chassis.messaging.outcomes import dependency_is_down
from services.chassis.rpc import wire
from services.chassis.work import Replayed
from services.contracts.errors import (
    DeadlineExceededError,
    IdempotencyConflictError,
    InternalError,
    InvalidRequestError,
    ServiceUnavailableError,
    TepeiError,
    TooLargeError,
)
from services.contracts.requests.base import Answer, Request

_MAX_REPLY_TO = 255


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Where the caller waits."""

    reply_to: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back, and how it is counted."""

    body: bytes
    outcome: RequestOutcome


def reply_address(message: amqp.Message) -> ReplyAddress:
    """Where to answer.

    Raises:
        MalformedMessageError: nowhere.
    """
    reply_to = message.properties.get("reply_to")
    correlation_id = message.properties.get("correlation_id")
    if not isinstance(reply_to, str) or not 0 < len(reply_to) <= _MAX_REPLY_TO:
        raise wire.MalformedMessageError("no reply_to")
    if not isinstance(correlation_id, str):
        raise wire.MalformedMessageError("no correlation_id")
    return ReplyAddress(reply_to, correlation_id)


def read_request(message: amqp.Message) -> wire.WireRequest:
    """Read a request message.

    Raises:
        MalformedMessageError: it is none.
    """
    check_wrapping(message)
    return wire.decode_request(message.body)


def build_call(
    request_class: type[Request],
    received: wire.WireRequest,
    public_keys: Mapping[str, str],
    clock: Clock,
) -> Call[Any]:
    """Verify who asks, whether anybody still waits, and what is asked.

    Raises:
        DeadlineExceededError: nobody waits any more; it must not be executed.
        UnauthenticatedError: the actor's signature does not verify.
        InvalidRequestError: the data is wrong, or a writing request has no idempotency key.
    """
    if real_now() >= received.deadline:
        raise DeadlineExceededError
    signed = verify_actor(received.token, public_keys, clock)
    if request_class.writes and received.idempotency_key is None:
        raise InvalidRequestError
    return Call(
        data=wire.parse_data(request_class, received.data),
        actor=signed.actor,
        arrived_at=signed.arrived_at,
        idempotency_key=received.idempotency_key if request_class.writes else None,
        correlation_id=signed.correlation_id,
        deadline=received.deadline,
        token=received.token,
    )


def reply_to_result(request_class: type[Request], result: object) -> Reply:
    """The reply for what a handler returned.

    Raises:
        TypeError: the handler returned something else than its request's answer.
    """
    if not isinstance(result, request_class.answer):
        found = type(result).__name__
        raise TypeError(f"{request_class.__name__} must be answered by its answer, not {found}")
    return _within_limit(wire.encode_answer(result), RequestOutcome.OK)


def reply_to_error(error: BaseException) -> Reply:
    """The reply for what a handler raised; what is not meant for callers becomes general."""
    if isinstance(error, Replayed):
        return _replayed(error.response)
    if isinstance(error, DeadlineExceededError):
        return Reply(wire.encode_error(error), RequestOutcome.EXPIRED)
    if isinstance(error, TepeiError) and not isinstance(error, InternalError):
        return Reply(wire.encode_error(error), RequestOutcome.REFUSED)
    shown = ServiceUnavailableError() if dependency_is_down(error) else InternalError()
    return Reply(wire.encode_error(shown), RequestOutcome.FAILED)


def unknown_method() -> Reply:
    """The reply to a method nobody answers."""
    return Reply(wire.encode_error(InvalidRequestError()), RequestOutcome.REFUSED)


def _replayed(stored: dict[str, Any] | Answer | None) -> Reply:
    if stored is None:
        # The answer held a secret and was not kept; it is shown once only.
        done = IdempotencyConflictError(
            "此请求先前已经办理，结果只显示一次；如未收到结果，请更换请求编号后重新办理。"
        )
        return Reply(wire.encode_error(done), RequestOutcome.REPLAYED)
    return _within_limit(wire.encode_answer(stored), RequestOutcome.REPLAYED)


def _within_limit(body: bytes, outcome: RequestOutcome) -> Reply:
    if len(body) <= wire.MAX_REPLY_BYTES:
        return Reply(body, outcome)
    limit = f"{wire.MAX_REPLY_BYTES // 1024 // 1024} MB"
    return Reply(wire.encode_error(TooLargeError(limit=limit)), RequestOutcome.FAILED)
