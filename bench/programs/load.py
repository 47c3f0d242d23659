"""The clients of the gateway: a process of their own that does next to nothing for a request.

Closed: so many clients, each sends its next request when it has its answer. Open: requests leave
at given instants whatever became of those before; a latency counts from that instant.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from bench.child import answer_all
from bench.wire import Wire, request

CONNECTIONS = 64
"""Of an open round: more than are ever in use at once."""


@dataclass
class Tally:
    """What the clients saw."""

    milliseconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def send(self, wire: Wire, raw: bytes, due: float, wanted: int) -> None:
        """Send one request and note how it went."""
        answer = await wire.send(raw)
        if answer.status == wanted:
            self.milliseconds.append((time.perf_counter() - due) * 1000)
        else:
            self.refused.append(f"{answer.status} {answer.body[:300].decode(errors='replace')}")


def submission(host: str, ticket: dict[str, Any], body: bytes) -> bytes:
    """The bytes of one submission."""
    headers = {
        "accept": "application/json",
        "content-type": "application/json",
        "cookie": f"tepei_session={ticket['cookie']}",
        "x-csrf-token": ticket["csrf"],
        "idempotency-key": uuid4().hex,
    }
    target = f"/api/v1/applications/{ticket['application_id']}/submission"
    return request("POST", target, host, headers, body)


async def closed(wires: list[Wire], requests: Iterator[bytes], wanted: int) -> Tally:
    """Every client sends one request after the other."""
    tally = Tally()

    async def client(wire: Wire) -> None:
        for raw in requests:
            await tally.send(wire, raw, time.perf_counter(), wanted)

    await asyncio.gather(*map(client, wires))
    return tally


async def open_loop(
    wires: list[Wire], requests: Iterator[bytes], wanted: int, rate: float, seed: int
) -> Tally:
    """Requests at random instants, so many a second on average."""
    tally, idle, chance = Tally(), asyncio.Queue[Wire](), Random(seed)  # noqa: S311 -- no secret
    for wire in wires:
        idle.put_nowait(wire)

    async def one(raw: bytes, due: float) -> None:
        wire = await idle.get()
        await tally.send(wire, raw, due, wanted)
        idle.put_nowait(wire)

    due = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for raw in requests:
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(one(raw, due))
    return tally


async def play(question: dict[str, Any]) -> dict[str, Any]:
    """One round."""
    host, port, wanted = question["host"], question["port"], question["wanted"]
    body = question["body"].encode()
    requests = iter([submission(f"{host}:{port}", each, body) for each in question["tickets"]])
    rate = question.get("rate")
    count = CONNECTIONS if rate else question["clients"]
    wires = [await Wire.open(host, port) for _ in range(count)]
    began = time.perf_counter()
    if rate:
        tally = await open_loop(wires, requests, wanted, rate, question["seed"])
    else:
        tally = await closed(wires, requests, wanted)
    seconds = time.perf_counter() - began
    await asyncio.gather(*(wire.close() for wire in wires))
    return {
        "seconds": seconds,
        "milliseconds": tally.milliseconds,
        "refused": tally.refused,
    }


if __name__ == "__main__":
    answer_all(lambda question: asyncio.run(play(question)))
