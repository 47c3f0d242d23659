"""Whether a part answers, asked with the standard library and each server's own protocol."""

from __future__ import annotations

import http.client
import socket
import struct
import time
from collections.abc import Callable, Iterable

from deploy.local.faults import ExitCode, StackError
from deploy.local.part import Part, Probe, Ready
from deploy.local.setting import LOOPBACK

PATIENCE = 2.0
"""Seconds one question may take."""

AMQP_GREETING = b"AMQP\x00\x00\x09\x01"
PROTOCOL_3 = 196608


def tcp_answers(ready: Ready) -> bool:
    """Somebody listens."""
    with socket.create_connection((LOOPBACK, ready.port), PATIENCE):
        return True


def amqp_answers(ready: Ready) -> bool:
    """The broker offers to start a connection: its boot is complete."""
    with socket.create_connection((LOOPBACK, ready.port), PATIENCE) as line:
        line.sendall(AMQP_GREETING)
        return line.recv(1) == b"\x01"


def postgres_answers(ready: Ready) -> bool:
    """The server asks for a password: recovery is over and it takes connections."""
    user = b"user\x00readiness\x00\x00"
    with socket.create_connection((LOOPBACK, ready.port), PATIENCE) as line:
        line.sendall(struct.pack("!ii", len(user) + 8, PROTOCOL_3) + user)
        return line.recv(1) == b"R"


def http_answers(ready: Ready) -> bool:
    """The health page says 200."""
    line = http.client.HTTPConnection(LOOPBACK, ready.port, timeout=PATIENCE)
    try:
        line.request("GET", ready.path)
        return line.getresponse().status == http.HTTPStatus.OK
    finally:
        line.close()


PROBES: dict[Probe, Callable[[Ready], bool]] = {
    "tcp": tcp_answers,
    "amqp": amqp_answers,
    "postgres": postgres_answers,
    "http": http_answers,
}


def answers(part: Part) -> bool:
    """Whether the part is ready for work now."""
    try:
        return PROBES[part.ready.probe](part.ready)
    except (OSError, http.client.HTTPException):
        return False


def wait_until_ready(parts: Iterable[Part], seconds: float) -> None:
    """Wait until every part answers.

    Raises:
        StackError: Some did not in time; the message names them with the end of their logs.
    """
    waiting = list(parts)
    deadline = time.monotonic() + seconds
    while waiting := [part for part in waiting if not answers(part)]:
        if time.monotonic() > deadline:
            raise StackError(ExitCode.PART, "\n".join(map(obituary, waiting)))
        time.sleep(0.1)


def obituary(part: Part) -> str:
    """What to tell about a part that does not answer."""
    said = part.log.read_text(encoding="utf-8", errors="replace") if part.log.exists() else ""
    last = "\n".join(said.splitlines()[-15:])
    return f"{part.name} 没有就绪（端口 {part.ready.port}）。日志 {part.log} 的末尾：\n{last}"
