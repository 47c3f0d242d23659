"""From a message to a call, and from what a handler did to the reply, without a broker."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import amqp
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis.actor import sign_actor
from services.chassis.chassis_metrics import RequestOutcome
from services.chassis.clock import real_now
from services.chassis.rpc import answering, wire
from services.chassis.rpc.wire import MalformedMessageError
from services.chassis.testing.clock import START, FakeClock
from services.chassis.work import Replayed
from services.contracts.errors import (
    DeadlineExceededError,
    IdempotencyConflictError,
    IllegalTransitionError,
    InternalError,
    InvalidRequestError,
    ServiceUnavailableError,
    TepeiError,
    TooLargeError,
    UnauthenticatedError,
)
from services.contracts.requests.base import Answer, Request
from tests.support.sample_contracts import PERSON, DoThing, ThingAnswer

KEY = Ed25519PrivateKey.generate()
KEYS = {"gateway": base64.b64encode(KEY.public_key().public_bytes_raw()).decode()}
SECONDS = timedelta(seconds=1)


class Ask(Request):
    """A question."""

    service = "samples"
    method = "ask"


def received(
    *, data: dict[str, Any] | None = None, seconds: float = 5, key: str | None = "key-1"
) -> wire.WireRequest:
    return wire.WireRequest(
        token=sign_actor(KEY, "gateway", PERSON, START, "story"),
        deadline=real_now() + seconds * SECONDS,
        idempotency_key=key,
        correlation_id="what the message says",
        data={} if data is None else data,
    )


def told(reply: answering.Reply, request: Request | None = None) -> Answer | TepeiError:
    """What the caller makes of a reply."""
    try:
        return wire.decode_reply(reply.body, request or DoThing())
    except TepeiError as error:
        return error


def test_a_call_is_built_from_what_was_verified() -> None:
    call = answering.build_call(DoThing, received(data={"label": "b"}), KEYS, FakeClock())
    assert (call.data, call.actor) == (DoThing(label="b"), PERSON)
    assert (call.arrived_at, call.idempotency_key) == (START, "key-1")
    assert call.correlation_id == "story", "from the signed token, not from the message"


def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    with pytest.raises(DeadlineExceededError):
        answering.build_call(DoThing, received(seconds=-0.001), KEYS, FakeClock())


def test_a_stranger_is_refused_before_the_data_is_looked_at() -> None:
    with pytest.raises(UnauthenticatedError):
        answering.build_call(DoThing, received(data={"odd": 1}), {}, FakeClock())


def test_wrong_data_is_refused() -> None:
    with pytest.raises(InvalidRequestError):
        answering.build_call(DoThing, received(data={"odd": 1}), KEYS, FakeClock())


def test_a_write_needs_a_key_and_a_question_has_none() -> None:
    with pytest.raises(InvalidRequestError):
        answering.build_call(DoThing, received(key=None), KEYS, FakeClock())
    assert answering.build_call(Ask, received(), KEYS, FakeClock()).idempotency_key is None
    assert answering.build_call(Ask, received(key=None), KEYS, FakeClock()).data == Ask()


def message(body: bytes = b"", **properties: Any) -> amqp.Message:
    return amqp.Message(body, **properties)


@pytest.mark.parametrize(
    "properties",
    [
        {"correlation_id": "c"},
        {"reply_to": "", "correlation_id": "c"},
        {"reply_to": "r" * 256, "correlation_id": "c"},
        {"reply_to": "r"},
    ],
)
def test_who_says_nowhere_to_answer_gets_none(properties: dict[str, Any]) -> None:
    with pytest.raises(MalformedMessageError):
        answering.reply_address(message(**properties))


def test_the_answer_goes_where_the_caller_waits() -> None:
    found = answering.reply_address(message(reply_to="r", correlation_id="c"))
    assert found == answering.ReplyAddress("r", "c")


@pytest.mark.parametrize(
    "properties",
    [
        {"content_type": "application/x-python-serialize"},
        {"content_type": "application/json", "application_headers": {"compression": "gzip"}},
        {"content_type": "application/json", "content_encoding": "gzip"},
    ],
    ids=["pickled", "compressed", "encoded"],
)
def test_a_request_in_another_wrapping_is_not_opened(properties: dict[str, Any]) -> None:
    good = wire.encode_request(DoThing(), token="t", deadline=real_now())
    answering.read_request(message(good, content_type="application/json"))
    with pytest.raises(MalformedMessageError):
        answering.read_request(message(good, **properties))


def test_a_result_is_the_answer_of_its_request_and_nothing_else() -> None:
    reply = answering.reply_to_result(DoThing, ThingAnswer(number=5))
    assert (told(reply), reply.outcome) == (ThingAnswer(number=5), RequestOutcome.OK)
    with pytest.raises(TypeError, match="not NoneType"):
        answering.reply_to_result(DoThing, None)


def test_an_answer_the_broker_would_not_take_becomes_an_error() -> None:
    class Large(Answer):
        text: str

    class AskLarge(Ask):
        answer = Large

    reply = answering.reply_to_result(AskLarge, Large(text="x" * wire.MAX_REPLY_BYTES))
    assert isinstance(told(reply, AskLarge()), TooLargeError)
    assert reply.outcome is RequestOutcome.FAILED


@pytest.mark.parametrize(
    ("raised", "shown", "outcome"),
    [
        (IllegalTransitionError(state_label="样例"), IllegalTransitionError, "refused"),
        (DeadlineExceededError(), DeadlineExceededError, "expired"),
        (ValueError("650000199001010000"), InternalError, "failed"),
        (InternalError("650000199001010000"), InternalError, "failed"),
        (ConnectionRefusedError(), ServiceUnavailableError, "failed"),
        (psycopg.OperationalError("650000199001010000"), ServiceUnavailableError, "failed"),
        (SystemExit(1), InternalError, "failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_what_a_handler_raised_is_shown_as_far_as_callers_may_see(
    raised: BaseException, shown: type[TepeiError], outcome: str
) -> None:
    reply = answering.reply_to_error(raised)
    assert type(told(reply)) is shown
    assert reply.outcome == outcome
    assert b"650000" not in reply.body


def test_a_repeated_command_is_answered_as_the_first_time() -> None:
    reply = answering.reply_to_error(Replayed({"number": 5}))
    assert (told(reply), reply.outcome) == (ThingAnswer(number=5), RequestOutcome.REPLAYED)


def test_an_answer_shown_once_is_not_shown_again() -> None:
    reply = answering.reply_to_error(Replayed(None))
    error = told(reply)
    assert isinstance(error, IdempotencyConflictError)
    assert "只显示一次" in error.message
    assert reply.outcome is RequestOutcome.REPLAYED


def test_a_method_nobody_answers_is_an_invalid_request() -> None:
    reply = answering.unknown_method()
    assert isinstance(told(reply), InvalidRequestError)
    assert json.loads(reply.body)["result"] is None
