"""A connection to the broker that can never wait without end, and the few raw operations on it.

py-amqp is used directly. kombu's message layer would inflate whatever a `compression` header tells
it to before anybody can refuse (a 300 KB message grew the process to 1.2 GB), and nameko's
publishers have neither time limits nor a way to see a confirm for one message.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import amqp
from amqp import spec
from amqp.exceptions import AMQPError, MessageNacked
from typing_extensions import override

from services.chassis.messaging.frames import guarded_frames

BROKER_ERRORS: tuple[type[Exception], ...] = (AMQPError, MessageNacked, OSError)
"""What any operation on a broker connection may raise; the connection is then thrown away."""

CONNECT_TIMEOUT = 5.0
IO_TIMEOUT = 10.0
"""Seconds one read or write may take. A broker in a memory or disk alarm stops reading from
publishers; without a limit they would wait as long as the alarm lasts."""

HEARTBEAT = 30
PERSISTENT = 2


@dataclass(frozen=True, slots=True)
class Address:
    """Where a broker is and as whom to connect."""

    host: str
    port: int
    user: str
    password: str
    virtual_host: str
    tls: bool
    name: str
    """Shown in the broker's list of connections."""

    @classmethod
    def parse(cls, url: str, name: str) -> Self:
        """Read an `amqp://` or `amqps://` address.

        Raises:
            ValueError: another scheme, or no user.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"amqp", "amqps"} or not parts.hostname or not parts.username:
            raise ValueError("a broker address reads amqp://user:password@host:port/vhost")
        tls = parts.scheme == "amqps"
        return cls(
            host=parts.hostname,
            port=parts.port or (5671 if tls else 5672),
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            virtual_host=unquote(parts.path[1:]) or "/",
            tls=tls,
            name=name,
        )

    @override
    def __repr__(self) -> str:
        return f"<broker {self.host}:{self.port}{self.virtual_host} as {self.user}>"


def open_connection(address: Address, *, heartbeat: int = 0) -> amqp.Connection:
    """Connect, each step within a time limit.

    Args:
        address: Where to.
        heartbeat: Seconds; only for a connection that somebody reads all the time.

    Raises:
        OSError: the broker cannot be reached or does not answer.
        AMQPError: it refuses us.
    """
    connection = amqp.Connection(
        host=f"{address.host}:{address.port}",
        userid=address.user,
        password=address.password,
        login_method="PLAIN",
        virtual_host=address.virtual_host,
        ssl={"context": ssl.create_default_context()} if address.tls else False,
        connect_timeout=CONNECT_TIMEOUT,
        heartbeat=heartbeat,
        client_properties={"connection_name": address.name},
        frame_handler=guarded_frames,
    )
    try:
        connection.connect()
        connection.transport.sock.settimeout(IO_TIMEOUT)
    except BaseException:
        connection.collect()
        raise
    return connection


def open_channel(connection: amqp.Connection) -> amqp.Channel:
    """A channel that leaves bodies as the bytes they are."""
    channel = connection.channel()
    channel.auto_decode = False
    return channel


def publish(
    channel: amqp.Channel,
    message: amqp.Message,
    exchange: str,
    routing_key: str,
    *,
    mandatory: bool = False,
) -> None:
    """Write one publish and nothing else.

    py-amqp's own method first reads from the socket, which only one reader may do and which costs
    two system calls a message.
    """
    channel.send_method(
        spec.Basic.Publish, "Bssbb", (0, exchange, routing_key, mandatory, False), message
    )


@contextmanager
def written_together(connection: amqp.Connection) -> Iterator[None]:
    """Collect the frames written inside the block and send them at once.

    One system call for fifty messages instead of one for each. Only for a connection that nobody
    else writes to.
    """
    transport = connection.transport
    send, pieces = transport._write, []  # noqa: SLF001 -- py-amqp has no public way to buffer
    transport._write = lambda frame: pieces.append(bytes(frame))  # noqa: SLF001 -- as above
    try:
        yield
    finally:
        transport._write = send  # noqa: SLF001 -- as above
    transport.write(b"".join(pieces))


def close_quietly(connection: amqp.Connection | None) -> None:
    """Say goodbye within a second, or just close the socket."""
    if connection is None:
        return
    try:
        if connection.connected:
            connection.transport.sock.settimeout(1.0)
            connection.close()
    except BROKER_ERRORS:
        pass  # the other side is gone: closing the socket below is all that is left
    finally:
        connection.collect()


def message_of(body: bytes, **properties: Any) -> amqp.Message:
    """A persistent JSON message; `headers` are application headers."""
    headers = properties.pop("headers", None)
    if headers:
        properties["application_headers"] = headers
    properties.setdefault("content_type", "application/json")
    properties.setdefault("content_encoding", "utf-8")
    properties.setdefault("delivery_mode", PERSISTENT)
    return amqp.Message(body, **properties)
