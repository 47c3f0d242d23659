"""Kill -9 of the broker, the database and the S3 server while people play: nothing is lost."""

from __future__ import annotations

import asyncio
import random
from functools import partial

import pytest

from demo.cast import Story
from demo.stage import Stage
from deploy.local.client import Stack
from tests.chaos.scene import READY_SECONDS, becomes_true, dismiss, findings, perform, stage_of
from tests.support.live import run

SEED = 20190301
MOMENTS = {
    "rabbitmq": ("submitted",),
    "postgres": ("applications", "submitted"),
    "minio": ("applications", "submitted"),
}
"""What somebody must have begun, or done, before the server is killed. The broker takes long to
come back: it dies once."""

LATER_SECONDS = (0.0, 2.0)
PATIENCE_SECONDS = 120.0
STORIES = {Story.RETURNED_BY_UNIT: 1}
PEOPLE = 5


async def _kill_on_the_path(stack: Stack, stage: Stage, server: str) -> None:
    """Kill while forms and scans come in, and while the desks work on what was submitted.

    The very moments are random; the supervisor starts the server again.
    """
    dice = random.Random(f"{SEED} {server}")
    for moment in MOMENTS[server]:
        come = partial(_has_come, stage, moment)
        await becomes_true(moment, come, seconds=PATIENCE_SECONDS)
        await asyncio.sleep(dice.uniform(*LATER_SECONDS))
        await asyncio.to_thread(stack.kill, server)
        await asyncio.to_thread(stack.wait_ready, server, seconds=READY_SECONDS)


async def _has_come(stage: Stage, moment: str) -> bool:
    return stage.counts[moment] > 0


async def _scene(stack: Stack, server: str) -> tuple[int, list[str]]:
    async with stage_of(stack) as stage:
        killer = asyncio.create_task(_kill_on_the_path(stack, stage, server))
        players = await perform(stage, STORIES, PEOPLE)
        await killer
        states = [(await me.status())["state"] for me in players]
        await dismiss(players)
        return stage.counts["submitted"], states


@pytest.mark.timeout(240)
@pytest.mark.parametrize("server", MOMENTS)
def test_nothing_acknowledged_is_lost_when_a_server_is_killed(stack: Stack, server: str) -> None:
    before = stack.status()[server]["restarts"]
    submitted, states = run(_scene(stack, server))
    assert stack.status()[server]["restarts"] == before + len(MOMENTS[server])
    assert submitted == PEOPLE
    assert states == ["LISTED"] * PEOPLE
    assert findings(stack) == []
