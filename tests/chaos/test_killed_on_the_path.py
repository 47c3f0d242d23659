"""Kill -9 of each service at random moments of the path: what was acknowledged arrives."""

from __future__ import annotations

import asyncio
import random

import pytest

from demo.cast import Story
from deploy.local.client import Stack
from tests.chaos.scene import dismiss, findings, perform, stage_of
from tests.support.live import run

VICTIMS = (
    "accounts",
    "applications",
    "review",
    "quotas",
    "documents",
    "gateway",
    "checker.1",
    "renderer.1",
)
SEED = 20190215
PAUSE_SECONDS = 5.0
STORIES = {Story.RETURNED_BY_FINAL: 1, Story.RELAXED: 1}
PEOPLE = 8


async def _kill_in_turn(stack: Stack, stop: asyncio.Event) -> int:
    """Kill every victim once, in random order; the supervisor starts each again."""
    order = random.Random(SEED).sample(VICTIMS, len(VICTIMS))
    for victim in order:
        await asyncio.to_thread(stack.kill, victim)
        await asyncio.sleep(0 if stop.is_set() else PAUSE_SECONDS)
    return len(order)


async def _scene(stack: Stack) -> tuple[int, int]:
    async with stage_of(stack) as stage:
        stop = asyncio.Event()
        killer = asyncio.create_task(_kill_in_turn(stack, stop))
        await dismiss(await perform(stage, STORIES, PEOPLE))
        stop.set()
        return await killer, stage.counts["submitted"]


@pytest.mark.timeout(240)
def test_nothing_acknowledged_is_lost_when_services_are_killed(stack: Stack) -> None:
    kills, submitted = run(_scene(stack))
    assert kills >= len(VICTIMS)
    assert submitted == PEOPLE
    assert findings(stack) == []
