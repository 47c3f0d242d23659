"""Kill -9 of each service at random moments of the path: what was acknowledged arrives."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from demo import play
from demo.cast import Part, Programme, Story, cast
from demo.stage import Stage, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from tests.support.live import INSTANCE, open_stage, run

VICTIMS = ("accounts", "applications", "review", "quotas", "documents", "checker.1", "renderer.1")
SEED = 20190215
PAUSE_SECONDS = 8.0
PEOPLE = Programme({Story.RETURNED_BY_FINAL: 1, Story.RELAXED: 1}, total=10, contested_cells=1)
OTHERS = 300
"""Numbers of people nobody else plays."""


async def _kill_in_turn(stack: Stack, stop: asyncio.Event) -> int:
    """Kill every victim once, in random order; the supervisor starts each again."""
    order = random.Random(SEED).sample(VICTIMS, len(VICTIMS))
    for victim in order:
        await asyncio.to_thread(stack.kill, victim)
        await asyncio.sleep(0 if stop.is_set() else PAUSE_SECONDS)
    return len(order)


async def _scene(stack: Stack, folder: Path) -> tuple[int, int, int]:
    stage = await open_stage(stack)
    units, rows = await units_and_rows(stage)
    seats = {row["cell"]: row["left"] for row in await _seats(stage)}
    parts = [
        Part(part.number + OTHERS, part.story, part.unit, part.row, part.kind)
        for part in cast(units, [row for row in rows if _is_free(row, seats)], PEOPLE)
    ]
    stop = asyncio.Event()
    killer = asyncio.create_task(_kill_in_turn(stack, stop))
    players = await play.perform(stage, parts)
    stop.set()
    kills = await killer
    for me in players:
        await me.visitor.close()
    await stage.crew.close()
    return kills, stage.counts["submitted"], len(parts)


async def _seats(stage: Stage) -> list[dict[str, object]]:
    leader = await stage.crew.at("XJ", "REGION_LEADER")
    cells: list[dict[str, object]] = (await leader.get("/seats/2019"))["cells"]
    return cells


def _is_free(row: dict[str, object], seats: dict[object, object]) -> bool:
    """A row of which no seat was taken by an earlier scene."""
    kinds = {"INLAND": "quota_inland", "LONG": "quota_long", "SHORT": "quota_short"}
    name = f"{row['plan_unit_code']}/{row['specialty']}"
    return all(seats.get(f"{name}/{kind}", 0) == row[column] for kind, column in kinds.items())


@pytest.mark.timeout(240)
def test_nothing_acknowledged_is_lost_when_services_are_killed(
    stack: Stack, tmp_path: Path
) -> None:
    kills, submitted, parts = run(_scene(stack, tmp_path))
    assert kills >= len(VICTIMS)
    assert submitted == parts
    stack.wait_ready(seconds=120)
    assert [v.line() for v in audit(of_instance(INSTANCE), wait_seconds=90)] == []
