"""Kill -9 of the broker, the database and the S3 server while people play: nothing is lost."""

from __future__ import annotations

import asyncio
import random

import pytest

from demo.cast import Story
from deploy.local.client import Stack
from tests.chaos.scene import READY_SECONDS, dismiss, findings, perform, stage_of
from tests.support.live import run

SERVERS = ("rabbitmq", "postgres", "minio")
SEED = 20190301
KILLS = 2
BETWEEN_SECONDS = (1.0, 4.0)
STORIES = {Story.RETURNED_BY_UNIT: 1}
PEOPLE = 5


async def _kill_again_and_again(stack: Stack, server: str) -> None:
    """Kill at moments nobody knows before; the supervisor starts the server again."""
    dice = random.Random(f"{SEED} {server}")
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(*BETWEEN_SECONDS))
        await asyncio.to_thread(stack.kill, server)
        await asyncio.to_thread(stack.wait_ready, server, seconds=READY_SECONDS)


async def _scene(stack: Stack, server: str) -> tuple[int, list[str]]:
    async with stage_of(stack) as stage:
        killer = asyncio.create_task(_kill_again_and_again(stack, server))
        players = await perform(stage, STORIES, PEOPLE)
        await killer
        states = [(await me.status())["state"] for me in players]
        await dismiss(players)
        return stage.counts["submitted"], states


@pytest.mark.timeout(240)
@pytest.mark.parametrize("server", SERVERS)
def test_nothing_acknowledged_is_lost_when_a_server_is_killed(stack: Stack, server: str) -> None:
    before = stack.status()[server]["restarts"]
    submitted, states = run(_scene(stack, server))
    assert stack.status()[server]["restarts"] == before + KILLS
    assert submitted == PEOPLE
    assert states == ["LISTED"] * PEOPLE
    assert findings(stack) == []
