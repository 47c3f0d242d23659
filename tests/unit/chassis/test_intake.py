"""What comes from the broker is believed only after it was checked."""

from __future__ import annotations

import json
import pickle
import zlib
from typing import Any
from uuid import UUID

import amqp
import pytest

from services.chassis.messaging.intake import (
    ATTEMPTS_HEADER,
    MAX_EVENT_BYTES,
    check_wrapping,
    created_at,
    deliveries_of,
    history_of,
    read_delivery,
    read_job,
)
from services.chassis.messaging.outcomes import History
from services.chassis.rpc.wire import MalformedMessageError, load_json
from tests.support.sample_contracts import ThingDoneV1

EVENTS = {(ThingDoneV1.name, 1): ThingDoneV1}
ENVELOPE = {
    "event_id": str(UUID(int=1)),
    "event": "thing-done",
    "version": 1,
    "occurred_at": "2019-02-15T01:00:00Z",
    "correlation_id": "story",
    "causation_id": None,
    "aggregate_id": str(UUID(int=2)),
    "sequence": 3,
    "data": {"thing_id": str(UUID(int=2))},
}


def message(body: bytes, **properties: Any) -> amqp.Message:
    properties = {
        "content_type": "application/json",
        "content_encoding": "utf-8",
        **properties,
    }
    return amqp.Message(body, **properties)


def test_a_good_event_is_read_with_its_envelope() -> None:
    delivery = read_delivery(message(json.dumps(ENVELOPE).encode()), EVENTS, "samples.on")
    assert delivery.event == ThingDoneV1(thing_id=UUID(int=2))
    assert (delivery.sequence, delivery.correlation_id) == (3, "story")
    assert delivery.handler == "samples.on"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 2}, "unknown event"),
        ({"event": "other"}, "unknown event"),
        ({"data": {"thing_id": "x"}}, "data is not"),
        ({"data": {**ENVELOPE["data"], "more": 1}}, "data is not"),  # type: ignore[dict-item]  # -- a case that is wrong on purpose
        ({"sequence": 0}, "not an envelope"),
        ({"extra": 1}, "not an envelope"),
        ({"occurred_at": "2019-02-15T01:00:00"}, "not an envelope"),
    ],
)
def test_an_event_that_differs_from_its_contract_is_malformed(
    change: dict[str, Any], why: str
) -> None:
    body = json.dumps(ENVELOPE | change).encode()
    with pytest.raises(MalformedMessageError, match=why):
        read_delivery(message(body), EVENTS, "samples.on")


@pytest.mark.parametrize(
    "properties",
    [
        {"application_headers": {"compression": "application/x-gzip"}},
        {"content_type": "application/x-python-serialize"},
        {"content_type": None},
        {"content_encoding": "utf-16"},
    ],
)
def test_the_wrapping_is_refused_before_the_body_is_touched(properties: dict[str, Any]) -> None:
    bomb = zlib.compress(bytes(1_000_000))
    with pytest.raises(MalformedMessageError):
        check_wrapping(message(bomb, **properties))


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"[" * 200_000,
        b'{"a":' * 5_000,
        b"NaN",
        b"\xff\xfe",
        pickle.dumps({"a": 1}),
        b" " * (MAX_EVENT_BYTES + 1),
    ],
    ids=["syntax", "deep-list", "deep-object", "nan", "not-utf8", "pickle", "large"],
)
def test_what_is_no_reasonable_json_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        load_json(body, MAX_EVENT_BYTES)


@pytest.mark.parametrize("value", [-1, 10**30, "5", None, True, 1.5, [1]])
def test_counters_in_headers_are_taken_within_bounds(value: object) -> None:
    found = history_of(message(b"", application_headers={ATTEMPTS_HEADER: value}))
    assert found in {History(0), History(1_000_000)}
    assert deliveries_of(message(b"", application_headers={"x-delivery-count": value})) in {
        0,
        1_000_000,
    }
    assert created_at(message(b"", application_headers={"tepei-created-ms": value})) is None


def test_headers_that_are_no_table_count_as_none() -> None:
    assert history_of(message(b"", application_headers="odd")) == History()


def test_a_job_is_read_or_malformed() -> None:
    job = {
        "job_id": str(UUID(int=1)),
        "queue": "q",
        "key": "k",
        "correlation_id": "s",
        "data": {"id": 1},
    }
    assert read_job(message(json.dumps(job).encode())).data == {"id": 1}
    with pytest.raises(MalformedMessageError):
        read_job(message(json.dumps(job | {"more": 1}).encode()))
