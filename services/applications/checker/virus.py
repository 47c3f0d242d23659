"""The hook to clamd; without an address there is no virus check."""

from __future__ import annotations

import socket
import struct
from typing import Final

CHUNK: Final = 64 * 1024
SECONDS: Final = 20.0
LONGEST_ANSWER: Final = 4096
_LENGTH = struct.Struct("!I")


def is_infected(content: bytes, address: str) -> bool:
    """Ask clamd (`host:port` or the path of its socket) by INSTREAM.

    Raises:
        ConnectionError: there is no verdict, whatever the reason (no such host or socket, no
            answer in time, a stream clamd refuses); the job waits and is tried again, for a file
            nobody has looked at is never accepted.
    """
    try:
        answer = _ask(content, address)
    except OSError as error:
        raise ConnectionError("clamd does not answer") from error
    if answer.endswith(b" FOUND"):
        return True
    if not answer.endswith(b": OK"):
        raise ConnectionError("clamd gave no verdict")
    return False


def _ask(content: bytes, address: str) -> bytes:
    """The whole answer: `stream: OK`, `stream: NAME FOUND` or an error, without its closing NUL.

    What stands for the stream differs between versions of clamd.
    """
    with _connect(address) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            clamd.sendall(_LENGTH.pack(len(piece)) + piece)
        clamd.sendall(_LENGTH.pack(0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = clamd.recv(LONGEST_ANSWER)
            if not more:
                raise ConnectionError("clamd ended its answer early")
            answer += more
    return answer.removesuffix(b"\0")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)
