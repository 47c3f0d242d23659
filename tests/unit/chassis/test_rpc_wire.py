"""Requests and replies as bytes: what goes in comes out, and what is odd is refused."""

from __future__ import annotations

import gzip
import json
import pickle
import zlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.chassis.clock import real_now
from services.chassis.rpc import wire
from services.chassis.rpc.wire import MalformedMessageError
from services.contracts.errors import (
    Finding,
    InternalError,
    InvalidRequestError,
    StaleVersionError,
    ValidationFailedError,
)
from tests.support.sample_contracts import DoThing, ThingAnswer


def request_body(**changes: Any) -> bytes:
    envelope = {
        "token": "signed",
        "deadline_at": (real_now() + timedelta(seconds=5)).isoformat(),
        "idempotency_key": "key-1",
        "correlation_id": "story",
        "data": {"label": "a"},
    }
    given = {name: value for name, value in {**envelope, **changes}.items() if value is not ...}
    return json.dumps({"args": [], "kwargs": {"request": given}}).encode()


def test_a_request_comes_out_as_it_went_in() -> None:
    deadline = real_now() + timedelta(seconds=5)
    body = wire.encode_request(
        DoThing(label="样例"),
        token="signed",
        deadline=deadline,
        idempotency_key="key-1",
        correlation_id="story",
    )
    received = wire.decode_request(body)
    assert (received.token, received.deadline) == ("signed", deadline)
    assert (received.idempotency_key, received.correlation_id) == ("key-1", "story")
    assert wire.parse_data(DoThing, received.data) == DoThing(label="样例")


def test_nobody_may_make_a_service_work_for_longer_than_a_minute() -> None:
    far = (real_now() + timedelta(days=1)).isoformat()
    received = wire.decode_request(request_body(deadline_at=far))
    assert received.deadline <= real_now() + wire.MAX_DEADLINE


def test_a_correlation_id_is_cut_to_what_its_column_holds() -> None:
    assert len(wire.decode_request(request_body(correlation_id="s" * 500)).correlation_id) == 64


@pytest.mark.parametrize(
    "changes",
    [
        {"token": 1},
        {"token": None},
        {"data": []},
        {"data": "label"},
        {"idempotency_key": ""},
        {"idempotency_key": "k" * 201},
        {"idempotency_key": 7},
        {"deadline_at": "soon"},
        {"deadline_at": 5},
        {"deadline_at": datetime(2099, 1, 1).isoformat()},  # noqa: DTZ001 -- without a zone on purpose
        {"token": ...},
        {"correlation_id": ...},
        {"more": 1},
    ],
    ids=str,
)
def test_an_envelope_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedMessageError):
        wire.decode_request(request_body(**changes))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"args": [], "kwargs": {}}',
        b'{"args": [1], "kwargs": {"request": {}}}',
        b'{"args": [], "kwargs": {"request": {}, "other": 1}}',
        b'{"args": [], "kwargs": {"request": [1]}}',
        pickle.dumps({"args": [], "kwargs": {}}),
        gzip.compress(bytes(30_000_000)),
        zlib.compress(request_body()),
        b'{"args": [], "kwargs": {"request": {"data": ' + b"[" * 100_000,
        request_body() + b" " * wire.MAX_REQUEST_BYTES,
        request_body().replace(b'"label": "a"', b'"label": NaN'),
    ],
    ids=[
        "empty", "list", "null", "no-request", "arguments", "two", "no-table", "pickled",
        "gzip-bomb", "compressed", "deep", "large", "nan",
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        wire.decode_request(body)


def test_wrong_data_is_named_by_field_and_never_repeated() -> None:
    with pytest.raises(InvalidRequestError) as raised:
        wire.parse_data(DoThing, {"label": ["650000199001010000"], "more": "650000199001010000"})
    assert [finding.field for finding in raised.value.findings] == ["label", "more"]
    assert "650000" not in json.dumps(raised.value.to_wire())


def test_an_answer_comes_out_as_it_went_in() -> None:
    reply = wire.encode_answer(ThingAnswer(number=5))
    assert wire.decode_reply(reply, DoThing()) == ThingAnswer(number=5)


def test_a_stored_answer_is_replayed_as_the_same_answer() -> None:
    reply = wire.encode_answer({"number": 5})
    assert wire.decode_reply(reply, DoThing()) == ThingAnswer(number=5)


def test_an_error_keeps_class_sentence_parameters_and_findings() -> None:
    finding = Finding(field="label", code="taken", message="已有同名内容")
    error = StaleVersionError(expected=1, current=2).with_findings(finding)
    with pytest.raises(StaleVersionError) as raised:
        wire.decode_reply(wire.encode_error(error), DoThing())
    assert raised.value.to_wire() == error.to_wire()


def test_nameko_clients_find_class_and_message_where_they_look_for_them() -> None:
    told = json.loads(wire.encode_error(ValidationFailedError()))["error"]
    assert told["exc_type"] == "ValidationFailedError"
    assert told["exc_path"].endswith(".ValidationFailedError")
    assert told["value"] == ValidationFailedError.sentence


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b'{"result": {"number": 1}}',
        b'{"result": {"number": "many"}, "error": null}',
        b'{"result": {"number": 1, "more": 2}, "error": null}',
        b'{"result": null, "error": {"exc_type": "ValueError"}}',
        b'{"result": null, "error": {"exc_args": []}}',
        b'{"result": null, "error": {"exc_args": ["text"]}}',
        pickle.dumps(5),
    ],
)
def test_a_reply_that_is_none_of_ours_is_an_internal_error(body: bytes) -> None:
    with pytest.raises(InternalError):
        wire.decode_reply(body, DoThing())


def test_an_error_from_a_newer_service_keeps_its_sentence() -> None:
    reply = wire.encode_error(StaleVersionError("新的说明"))
    reply = reply.replace(b"stale_version", b"from_the_future")
    with pytest.raises(InternalError, match="新的说明"):
        wire.decode_reply(reply, DoThing())
