"""Browsers at the pages: one visit after the other, or many at once; next to no work for each."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from bench.child import answer_all
from bench.wire import Wire, request


def visit(host: str, target: dict[str, Any]) -> bytes:
    """The bytes of one visit."""
    headers = {
        "accept": "text/html",
        "accept-encoding": "gzip",
        "cookie": f"tepei_session={target['cookie']}",
        **target.get("headers", {}),
    }
    body = target.get("body", "").encode()
    return request(target.get("method", "GET"), target["path"], host, headers, body)


async def play(question: dict[str, Any]) -> dict[str, Any]:
    """Visit the targets, round after round; milliseconds and sizes by target."""
    host, port, targets = question["host"], question["port"], question["targets"]
    raw = [visit(f"{host}:{port}", target) for target in targets]
    todo = itertools.chain.from_iterable(range(len(raw)) for _ in range(question["rounds"]))
    milliseconds: list[list[float]] = [[] for _ in raw]
    sizes, refused = [0] * len(raw), []

    async def browser() -> None:
        wire = await Wire.open(host, port)
        for place in todo:
            began = time.perf_counter()
            answer = await wire.send(raw[place])
            milliseconds[place].append((time.perf_counter() - began) * 1000)
            sizes[place] = len(answer.body)
            if answer.status != targets[place].get("wanted", 200):
                refused.append(f"{answer.status} {targets[place]['path']}")
        await wire.close()

    began = time.perf_counter()
    await asyncio.gather(*(browser() for _ in range(question["clients"])))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "milliseconds": milliseconds, "sizes": sizes, "refused": refused}


if __name__ == "__main__":
    answer_all(lambda question: asyncio.run(play(question)))
