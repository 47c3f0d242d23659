"""Reads what came from the broker and believes nothing: message in, checked data out.

A compressed body is refused unread (a bomb of 300 KB inflates to gigabytes); so is anything that
is not UTF-8 JSON, too large, or nested too deep. Of the headers only our own two counters are
read, each within bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import amqp
from pydantic import ValidationError

from services.chassis.causes import Delivery, WorkJob
from services.chassis.messaging.outcomes import History
from services.chassis.rpc.wire import MalformedMessageError, load_json
from services.contracts.envelope import Envelope, Event

MAX_EVENT_BYTES = 1024 * 1024
ATTEMPTS_HEADER = "tepei-attempts"
DEFERRALS_HEADER = "tepei-deferrals"
CREATED_HEADER = "tepei-created-ms"
"""Milliseconds since 1970; the `timestamp` property has whole seconds only."""

SUSPECT_DELIVERIES = 3
"""Delivered so often without an outcome, a message may be what kills the process."""

_MAX_COUNT = 1_000_000
_UTF8 = {None, "", "utf-8", "UTF-8", "utf8"}


def headers_of(message: amqp.Message) -> Mapping[str, Any]:
    """The application headers, empty when there are none or they are no table."""
    headers = message.properties.get("application_headers")
    return headers if isinstance(headers, dict) else {}


def check_wrapping(message: amqp.Message) -> None:
    """Refuse a message by its properties, before its body is touched.

    Raises:
        MalformedMessageError: unreadable headers, compressed, or not UTF-8 JSON.
    """
    if getattr(message, "unreadable", False):
        raise MalformedMessageError("unreadable headers")
    if headers_of(message).get("compression") is not None:
        raise MalformedMessageError("compressed")
    if message.properties.get("content_type") != "application/json":
        raise MalformedMessageError("content type is not application/json")
    if message.properties.get("content_encoding") not in _UTF8:
        raise MalformedMessageError("content encoding is not utf-8")


def read_delivery(
    message: amqp.Message, events: Mapping[tuple[str, int], type[Event]], handler: str
) -> Delivery[Event]:
    """Read an event.

    Args:
        message: As it came.
        events: The classes the handler takes, by event name and version.
        handler: `<service>.<method>`.

    Raises:
        MalformedMessageError: it is none of these events.
    """
    check_wrapping(message)
    body = load_json(message.body, MAX_EVENT_BYTES)
    try:
        envelope = Envelope.model_validate(body)
    except ValidationError as error:
        raise MalformedMessageError("not an envelope") from error
    event_class = events.get((envelope.event, envelope.version))
    if event_class is None:
        name = f"{envelope.event[:60]} v{envelope.version}"
        raise MalformedMessageError(f"unknown event {name}")
    try:
        event = event_class.model_validate(envelope.data)
    except ValidationError as error:
        raise MalformedMessageError(f"data is not a {event_class.__name__}") from error
    return Delivery(
        event=event,
        event_id=envelope.event_id,
        event_name=envelope.event,
        occurred_at=envelope.occurred_at,
        correlation_id=envelope.correlation_id,
        causation_id=envelope.causation_id,
        aggregate_id=envelope.aggregate_id,
        sequence=envelope.sequence,
        handler=handler,
    )


def read_job(message: amqp.Message) -> WorkJob:
    """Read a job of a work queue.

    Raises:
        MalformedMessageError: it is none.
    """
    check_wrapping(message)
    try:
        return WorkJob.from_wire(load_json(message.body, MAX_EVENT_BYTES))
    except ValueError as error:
        raise MalformedMessageError("not a job") from error


def history_of(message: amqp.Message) -> History:
    """How often the message has failed before."""
    headers = headers_of(message)
    return History(
        attempts=_count(headers.get(ATTEMPTS_HEADER)),
        deferrals=_count(headers.get(DEFERRALS_HEADER)),
    )


def deliveries_of(message: amqp.Message) -> int:
    """How often the broker has delivered it before without getting an outcome."""
    return _count(headers_of(message).get("x-delivery-count"))


def created_at(message: amqp.Message) -> float | None:
    """Real time of the transaction that created it, seconds since 1970; None if it is not said."""
    stamp = headers_of(message).get(CREATED_HEADER)
    if isinstance(stamp, bool) or not isinstance(stamp, int) or not 0 < stamp < 1 << 48:
        return None
    return stamp / 1000


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return min(max(value, 0), _MAX_COUNT)
