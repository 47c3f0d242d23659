"""The hook to clamd; without an address there is no virus check."""

from __future__ import annotations

import socket
import struct
from typing import Final

CHUNK: Final = 64 * 1024
SECONDS: Final = 20.0
_LENGTH = struct.Struct("!I")


def is_infected(content: bytes, address: str) -> bool:
    """Ask clamd (`host:port` or the path of its socket) by INSTREAM.

    Raises:
        OSError: clamd does not answer; the job is tried again.
    """
    with _connect(address) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            clamd.sendall(_LENGTH.pack(len(piece)) + piece)
        clamd.sendall(_LENGTH.pack(0))
        answer = clamd.recv(4096)
    if b"FOUND" in answer:
        return True
    if b"OK" not in answer:
        raise ConnectionError("clamd gave no verdict")
    return False


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)
