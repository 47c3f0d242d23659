"""Messages no honest client can send."""

from __future__ import annotations

from datetime import UTC, datetime
from struct import pack
from typing import Any

import amqp
from typing_extensions import override

from services.chassis.messaging.connection import message_of

BEYOND_ALL_CALENDARS = datetime(2001, 9, 9, tzinfo=UTC)
"""As a header's value it goes out as a timestamp that no calendar has."""


class HostileMessage(amqp.Message):  # type: ignore[misc]  # -- amqp is untyped
    """A message whose marked timestamp is falsified on the wire."""

    @override
    def _serialize_properties(self) -> bytes:
        honest = pack(">Q", int(BEYOND_ALL_CALENDARS.timestamp()))
        raw: bytes = super()._serialize_properties()
        return raw.replace(honest, pack(">Q", 1 << 62))


def hostile_message(body: bytes, **properties: Any) -> amqp.Message:
    """A message with exactly these properties; None leaves one out."""
    honest = message_of(body, **properties)
    given = {name: value for name, value in honest.properties.items() if value is not None}
    return HostileMessage(body, **given)
