"""Parked messages: list, show, replay, drop.

    TEPEI_BROKER_ADMIN_URL=amqp://… python -m services.chassis.dead_letters list [--service S]
    … show ID        … replay ID --service S        … drop ID --service S

`replay` and `drop` take `all` instead of an id. Looking takes the messages without acknowledging
them, so they lie where they lay when the connection closes. A replay publishes a copy into the
queue it came from, waits for the confirm, and only then takes the parked one away; the inbox makes
a second copy harmless.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
_MOST = 10_000
_SHOWN_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message."""

    service: str
    message: amqp.Message

    @property
    def id(self) -> str:
        """The message's id: the event's or job's id when it had one."""
        return str(self.message.properties.get("message_id") or f"no-id-{self._tag}")

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
    def _tag(self) -> int:
        return int(self.message.delivery_info["delivery_tag"])

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

    def replay(self, parked: Parked) -> bool:
        """Put one back into its queue; False when its queue cannot take it."""
        if not parked.replayable:
            return False
        kept = {
            key: parked.message.properties[key]
            for key in ("content_type", "content_encoding", "correlation_id", "type", "timestamp")
            if key in parked.message.properties
        }
        copy = message_of(parked.message.body, message_id=parked.id, **kept)
        item = Outgoing(copy, names.returns_exchange(parked.service), parked.queue)
        result = self._publisher.publish_all([item], IO_TIMEOUT)
        if not result.confirmed:
            return False
        return self.drop(parked)

    def drop(self, parked: Parked) -> bool:
        """Take one away for good."""
        self._channel.basic_ack(parked.message.delivery_info["delivery_tag"])
        return True

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


def main(arguments: Sequence[str], out: TextIO = sys.stdout) -> int:
    """The command line.

    Returns:
        0; 1 when the broker refuses or nothing has that id.
    """
    options = _options(arguments)
    services = [options.service] if options.service else list(SERVICES)
    url = options.broker or TopologySettings().broker_admin_url.get_secret_value()
    try:
        with parking_lot(Address.parse(url, "dead letters"), services) as lot:
            return _ACTIONS[options.action](lot, options, out)
    except (AMQPError, OSError) as error:
        out.write(f"the broker refuses: {error}\n")
        return 1


def _list(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> int:
    rows = [parked.summary() for parked in lot.messages]
    if options.json:
        out.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0
    out.writelines(
        f"{row['id']}  {row['queue']}  {row['parked_at']}  {row['reason']}\n" for row in rows
    )
    out.write(f"{len(rows)} parked\n")
    return 0


def _show(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> int:
    for parked in lot.find(options.id):
        out.write(json.dumps(parked.summary(), ensure_ascii=False, indent=2) + "\n")
        out.write(parked.text() + "\n")
    return _found(lot, options, out)


def _replay(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> int:
    for parked in lot.find(options.id):
        word = "replayed" if lot.replay(parked) else "stays: its queue does not take it"
        out.write(f"{parked.id}  {parked.queue}  {word}\n")
    return _found(lot, options, out)


def _drop(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> int:
    for parked in lot.find(options.id):
        lot.drop(parked)
        out.write(f"{parked.id}  {parked.queue}  dropped\n")
    return _found(lot, options, out)


def _found(lot: ParkingLot, options: argparse.Namespace, out: TextIO) -> int:
    if lot.find(options.id) or options.id == ALL:
        return 0
    out.write(f"no parked message has the id {options.id}\n")
    return 1


_ACTIONS: dict[str, Callable[[ParkingLot, argparse.Namespace, TextIO], int]] = {
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
    options = parser.parse_args(arguments)
    if options.action in {"replay", "drop"} and not options.service:
        parser.error(f"{options.action} needs --service")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
