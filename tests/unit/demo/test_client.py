"""A good client sends again what may be sent again, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from demo import client
from demo.client import persistently

Turn = httpx.Response | httpx.TransportError

IN_PROGRESS = httpx.Response(
    409, json={"code": "in_progress"}, headers={"content-type": "application/problem+json"}
)
STARTING = httpx.Response(403, text="<Error><Code>InvalidAccessKeyId</Code></Error>")
STALE = httpx.Response(
    409, json={"code": "stale_version"}, headers={"content-type": "application/problem+json"}
)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr("demo.client.asyncio.sleep", at_once)


def answer_after(*turns: Turn) -> tuple[int, int]:
    """Status at the end, and how many of the turns were not needed."""
    left: Iterator[Turn] = iter(turns)

    async def send() -> httpx.Response:
        turn = next(left)
        if isinstance(turn, httpx.TransportError):
            raise turn
        return turn

    return asyncio.run(persistently(send)).status_code, len(list(left))


def test_what_is_down_is_waited_for() -> None:
    gone = httpx.ConnectError("refused")
    away, late, proxy = httpx.Response(503), httpx.Response(504), httpx.Response(502)
    turns = (gone, away, late, proxy, IN_PROGRESS, STARTING, httpx.Response(201))
    assert answer_after(*turns) == (201, 0)


@pytest.mark.parametrize(
    "answer", [httpx.Response(403), httpx.Response(422), httpx.Response(500), STALE]
)
def test_an_answer_that_would_not_change_is_taken_at_once(answer: httpx.Response) -> None:
    assert answer_after(answer, httpx.Response(200)) == (answer.status_code, 1)


def test_patience_ends() -> None:
    with pytest.raises(httpx.ReadError):
        answer_after(*[httpx.ReadError("broken off")] * client.ATTEMPTS)
