"""What parent and child tell each other: JSON with a length before it, over a socket pair."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")
_CHUNK = 65536


class ChildGoneError(Exception):
    """The other end closed the socket."""


def send(end: socket.socket, message: dict[str, Any]) -> None:
    """Send one message.

    Raises:
        OSError: the other end is gone.
    """
    body = json.dumps(message).encode()
    end.sendall(_LENGTH.pack(len(body)) + body)


def receive(end: socket.socket) -> dict[str, Any]:
    """Wait for one message.

    Raises:
        ChildGoneError: the other end is gone.
    """
    length = _LENGTH.unpack(_exactly(end, _LENGTH.size))[0]
    message = json.loads(_exactly(end, length))
    if not isinstance(message, dict):
        raise ChildGoneError
    return message


def _exactly(end: socket.socket, size: int) -> bytes:
    parts: list[bytes] = []
    missing = size
    while missing:
        try:
            part = end.recv(min(missing, _CHUNK))
        except OSError as error:
            raise ChildGoneError from error
        if not part:
            raise ChildGoneError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
