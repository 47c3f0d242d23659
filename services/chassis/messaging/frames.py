"""Reads frames so that no header of a message can break the connection it comes over.

py-amqp parses a message's headers while it reads the socket and raises from there: a timestamp
beyond the year 9999 or a deeply nested table ends the connection, the message comes back, and the
next connection ends too. Here such a message is delivered with its headers marked unreadable, so
that the consumer can park it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from struct import unpack_from
from typing import Any

import amqp
from amqp import spec
from amqp.exceptions import UnexpectedFrame
from typing_extensions import override

_METHOD, _HEADER, _BODY, _HEARTBEAT = 1, 2, 3, 8
_WITH_CONTENT = frozenset({spec.Basic.Return, spec.Basic.Deliver, spec.Basic.GetOk})


class GuardedMessage(amqp.Message):
    """A message whose headers may turn out unreadable."""

    unreadable = False

    @override
    def _load_properties(self, class_id: int, buf: Any, offset: int) -> int:
        try:
            end: int = super()._load_properties(class_id, buf, offset)
        except Exception:  # noqa: BLE001 -- whatever a hostile header makes the parser raise
            self.properties: dict[str, Any] = {}
            self.unreadable = True
            return len(buf)
        return end


def guarded_frames(
    connection: amqp.Connection, callback: Callable[..., Any], **_: Any
) -> Callable[[tuple[int, int, Any]], bool]:
    """What `amqp.Connection(frame_handler=...)` calls: a function that takes each frame.

    It answers whether something was complete and has been dispatched.
    """
    expected: defaultdict[int, int] = defaultdict(lambda: _METHOD)
    partial: dict[int, GuardedMessage] = {}

    def dispatch(channel: int) -> bool:
        message = partial.pop(channel)
        expected[channel] = _METHOD
        callback(channel, message.frame_method, message.frame_args, message)
        return True

    def on_method(channel: int, buf: Any) -> bool:
        signature = unpack_from(">HH", buf, 0)
        if signature in _WITH_CONTENT:
            partial[channel] = GuardedMessage(frame_method=signature, frame_args=buf)
            expected[channel] = _HEADER
            return False
        callback(channel, signature, buf, None)
        return True

    def on_frame(frame: tuple[int, int, Any]) -> bool:
        kind, channel, buf = frame
        connection.bytes_recv += 1
        if kind == _HEARTBEAT:
            return False
        if kind != expected[channel]:
            raise UnexpectedFrame(f"frame {kind} on channel {channel}, not {expected[channel]}")
        if kind == _METHOD:
            return on_method(channel, buf)
        message = partial[channel]
        if kind == _HEADER:
            message.inbound_header(buf)
            expected[channel] = _BODY
        else:
            message.inbound_body(buf)
        return dispatch(channel) if message.ready else False

    return on_frame
