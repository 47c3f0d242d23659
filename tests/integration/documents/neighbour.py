"""A neighbour on the real broker that answers one question, from a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import amqp

from services.chassis.messaging.connection import (
    Address,
    close_quietly,
    message_of,
    open_channel,
    open_connection,
)
from services.chassis.rpc import wire
from services.contracts.requests.base import Answer, Request
from services.contracts.routing import RPC_EXCHANGE


@contextmanager
def neighbour(
    admin_url: str, request: type[Request], answer: Callable[[], Answer]
) -> Iterator[list[str]]:
    """Answer until the block ends; yields the tokens of those who asked."""
    asked: list[str] = []
    connection = open_connection(Address.parse(admin_url, "neighbour of the tests"))
    channel = open_channel(connection)
    queue = channel.queue_declare(exclusive=True, auto_delete=True).queue
    channel.queue_bind(queue, RPC_EXCHANGE, f"{request.service}.{request.method}")

    def reply(message: amqp.Message) -> None:
        asked.append(wire.decode_request(message.body).token)
        body = wire.encode_answer(answer())
        properties = {"correlation_id": message.properties["correlation_id"]}
        channel.basic_publish(
            message_of(body, **properties), RPC_EXCHANGE, message.properties["reply_to"]
        )

    channel.basic_consume(queue, no_ack=True, callback=reply)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                connection.drain_events(timeout=0.1)

    thread = threading.Thread(target=serve, name="neighbour", daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        ended.set()
        thread.join()
        close_quietly(connection)
