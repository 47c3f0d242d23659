"""Parked messages: list, show, replay, drop.

    TEPEI_BROKER_ADMIN_URL=amqp://… python -m services.chassis.dead_letters list [--json]
    … show ID        … replay ID        … drop ID        each with [--service S]

`replay` and `drop` take `all` instead of an id; they show what they would do and go on after a yes
or with `--yes`. Looking takes the messages without acknowledging them, so they lie where they lay
when the connection closes. A replay publishes a copy into the queue it came from, waits for the
confirm, and only then takes the parked one away: whatever dies in between, the message is there at
least once, and the inbox makes a second copy harmless.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TextIO

import amqp
from amqp.exceptions import AMQPError

from services.chassis.messaging import names
from services.chassis.messaging.confirms import ConfirmingChannel, Outgoing
from services.chassis.messaging.connection import (
    IO_TIMEOUT,
    Address,
    close_quietly,
    message_of,
    open_channel,
    open_connection,
)
from services.chassis.messaging.intake import ATTEMPTS_HEADER, headers_of
from services.chassis.messaging.settling import PARKED_AT_HEADER, REASON_HEADER
from services.chassis.topology import TopologySettings
from services.contracts.routing import SERVICES, rpc_queue

ALL = "all"
REPLAYED = "已重放"
DROPPED = "已丢弃"
EXPIRED = "未重放：请求已过期，只能用 drop 丢弃"
REFUSED = "未重放：原队列不接收，消息仍在原处"
DONE = {REPLAYED, DROPPED}
_MOST = 10_000
_SHOWN_BYTES = 20_000


class Exit(IntEnum):
    """The exit code."""

    DONE = 0
    NOT_ALL = 1
    """Nothing has that id, or some messages stayed."""
    NO_BROKER = 2
    NOT_CONFIRMED = 3


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message."""

    service: str
    message: amqp.Message

    @property
    def id(self) -> str:
        """The message's id: the event's or job's id when it had one."""
        given = self.message.properties.get("message_id")
        return str(given) if given else f"no-id-{self._digest[:12]}"

    @property
    def queue(self) -> str:
        """The queue it came from: what parks a message addresses it by that name."""
        return str(self.message.delivery_info["routing_key"])

    @property
    def reason(self) -> str:
        """Why it is here."""
        headers = headers_of(self.message)
        if REASON_HEADER in headers:
            return str(headers[REASON_HEADER])
        return str(headers.get("x-first-death-reason", "unknown"))

    @property
    def replayable(self) -> bool:
        """Whether its queue takes it again; requests are dead with their deadline."""
        return self.queue != rpc_queue(self.service)

    @property
    def _digest(self) -> str:
        """Of queue and body: the same whenever and in whatever company it is looked at."""
        return hashlib.sha256(self.queue.encode() + bytes(self.message.body or b"")).hexdigest()

    def summary(self) -> dict[str, Any]:
        """What a list shows."""
        headers = headers_of(self.message)
        return {
            "id": self.id,
            "service": self.service,
            "queue": self.queue,
            "reason": self.reason,
            "parked_at": str(headers.get(PARKED_AT_HEADER, "")),
            "attempts": headers.get(ATTEMPTS_HEADER, 0),
            "bytes": len(self.message.body or b""),
        }

    def text(self) -> str:
        """The body as text, as far as it is any."""
        body = bytes(self.message.body or b"")[:_SHOWN_BYTES]
        try:
            return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            return repr(body)


class ParkingLot:
    """All parked messages of some services, held until the connection closes."""

    def __init__(self, connection: amqp.Connection, services: Sequence[str]) -> None:
        self._channel = open_channel(connection)
        self._publisher = ConfirmingChannel(connection)
        self.messages = [
            Parked(service, message) for service in services for message in self._take(service)
        ]

    def find(self, wanted: str) -> list[Parked]:
        """Those with this id, or all of them."""
        return [parked for parked in self.messages if wanted in {ALL, parked.id}]

    def replay(self, parked: Parked) -> str:
        """Put one back into its queue; says what became of it, in a person's words."""
        if not parked.replayable:
            return EXPIRED
        kept = {
            key: parked.message.properties[key]
            for key in ("content_type", "content_encoding", "correlation_id", "type", "timestamp")
            if key in parked.message.properties
        }
        copy = message_of(parked.message.body, message_id=parked.id, **kept)
        item = Outgoing(copy, names.returns_exchange(parked.service), parked.queue)
        result = self._publisher.publish_all([item], IO_TIMEOUT)
        if not result.confirmed:
            return REFUSED
        self._take_away(parked)
        return REPLAYED

    def drop(self, parked: Parked) -> str:
        """Take one away for good."""
        self._take_away(parked)
        return DROPPED

    def _take_away(self, parked: Parked) -> None:
        self._channel.basic_ack(parked.message.delivery_info["delivery_tag"])

    def _take(self, service: str) -> Iterator[amqp.Message]:
        for _ in range(_MOST):
            message = self._channel.basic_get(names.parked_queue(service))
            if message is None:
                return
            yield message


@contextmanager
def parking_lot(address: Address, services: Sequence[str]) -> Iterator[ParkingLot]:
    """Take the parked messages of services in hand; what is not acted upon goes back."""
    connection = open_connection(address)
    try:
        yield ParkingLot(connection, services)
    finally:
        close_quietly(connection)


def main(arguments: Sequence[str], out: TextIO | None = None) -> int:
    """The command line; see `Exit` for what is returned."""
    out = out or sys.stdout
    options = _options(arguments)
    services = [options.service] if options.service else list(SERVICES)
    url = options.broker or TopologySettings().broker_admin_url.get_secret_value()
    try:
        with parking_lot(Address.parse(url, "dead letters"), services) as lot:
            return _ACTIONS[options.action](lot, options, out)
    except (AMQPError, OSError) as error:
        out.write(
            f"错误：消息服务器没有应答（{type(error).__name__}）。没有确认的消息都还在原处，"
            "请用 make status 查看，恢复后再执行一次。\n"
        )
        return Exit.NO_BROKER


def _list(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> Exit:
    if options.json:
        rows = [parked.summary() for parked in lot.messages]
        out.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return Exit.DONE
    _preview(lot.messages, out)
    return Exit.DONE


def _show(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> Exit:
    for parked in lot.find(options.id):
        out.write(json.dumps(parked.summary(), ensure_ascii=False, indent=2) + "\n")
        out.write(parked.text() + "\n")
    return _found(lot, options, out)


def _replay(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> Exit:
    return _each(lot, options, out, lot.replay, "重放")


def _drop(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> Exit:
    return _each(lot, options, out, lot.drop, "丢弃")


def _each(
    lot: ParkingLot,
    options: argparse.Namespace,
    out: TextIO,
    act: Callable[[Parked], str],
    word: str,
) -> Exit:
    """Act on those meant, one by one; all at once only after a yes."""
    meant = lot.find(options.id)
    if options.id == ALL and meant:
        _preview(meant, out)
        if not (options.yes or _agreed(f"{word}以上 {len(meant)} 条？[y/N] ", out)):
            out.write(f"没有{word}。确认要{word}时请加 --yes（make：ARGS=--yes）。\n")
            return Exit.NOT_CONFIRMED
    results = []
    for parked in meant:
        results.append(act(parked))
        out.write(f"{parked.id}  {parked.queue}  {results[-1]}\n")
        out.flush()
    return Exit.NOT_ALL if set(results) - DONE else _found(lot, options, out)


def _agreed(question: str, out: TextIO) -> bool:
    """Ask the person at the keyboard; nobody there is a no."""
    if not sys.stdin.isatty():
        return False
    out.write(question)
    out.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}


def _preview(messages: Sequence[Parked], out: TextIO) -> None:
    for parked in messages:
        row = parked.summary()
        out.write(f"{row['id']}  {row['queue']}  {row['parked_at'] or '-'}  {row['reason']}\n")
    counts = Counter(parked.queue for parked in messages)
    out.write(f"共 {len(messages)} 条" + "".join(f"；{q} {n}" for q, n in counts.items()) + "\n")


def _found(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> Exit:
    if lot.find(options.id) or options.id == ALL:
        return Exit.DONE
    out.write(f"没有编号为 {options.id} 的搁置消息。\n")
    return Exit.NOT_ALL


_ACTIONS: dict[str, Callable[[ParkingLot, argparse.Namespace, TextIO], Exit]] = {
    "list": _list,
    "show": _show,
    "replay": _replay,
    "drop": _drop,
}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dead_letters", description="Parked messages.")
    parser.add_argument("action", choices=sorted(_ACTIONS))
    parser.add_argument("id", nargs="?", default=ALL, help="a message id, or all")
    parser.add_argument("--service", choices=SERVICES, help="one service only")
    parser.add_argument("--broker", help="address; TEPEI_BROKER_ADMIN_URL if not given")
    parser.add_argument("--json", action="store_true", help="list for machines")
    parser.add_argument("--yes", action="store_true", help="replay or drop all without asking")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
