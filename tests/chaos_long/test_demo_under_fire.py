"""The whole play of the demo while its parts are killed one after the other: nothing is lost."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import play
from demo.cast import INELIGIBLE, Story, cast
from demo.lists import ListBook
from demo.stage import YEAR, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from tests.support.live import INSTANCE, open_stage, run

SEED = 20191231
BETWEEN_SECONDS = (4.0, 12.0)
READY_SECONDS = 120.0
REST_SECONDS = 120.0
LONGEST_SECONDS = 1500

NEVER_SUBMITTED = INELIGIBLE | {Story.WITHDRAWN_DRAFT}
WITHDRAWN_LATER = {Story.WITHDRAWN_AT_UNIT, Story.WITHDRAWN_WHEN_LISTED}


@dataclass(frozen=True)
class Outcome:
    """What the play came to."""

    stories: Counter[Story]
    counts: Counter[str]
    forms: int
    lists: int
    overfull: list[str]
    killed: Counter[str]


async def _kill_in_turn(stack: Stack, over: asyncio.Event) -> Counter[str]:
    """Kill -9 part after part, each round in another order; the supervisor starts them again."""
    dice = random.Random(SEED)
    names = [part.name for part in stack.parts()]
    killed: Counter[str] = Counter()
    while True:
        for victim in dice.sample(names, len(names)):
            try:
                await asyncio.wait_for(over.wait(), dice.uniform(*BETWEEN_SECONDS))
            except TimeoutError:
                await asyncio.to_thread(stack.kill, victim)
                killed[victim] += 1
            else:
                return killed


async def _scene(stack: Stack, folder: Path) -> Outcome:
    stage = await open_stage(stack)
    parts = cast(*await units_and_rows(stage))
    book = ListBook(folder)
    over = asyncio.Event()
    killer = asyncio.create_task(_kill_in_turn(stack, over))
    players = await play.perform(stage, parts, book)
    forms = await play.collect_forms(players, folder)
    leader = await stage.crew.at("XJ", "REGION_LEADER")
    cells = (await leader.get(f"/seats/{YEAR}", include_empty="true"))["cells"]
    over.set()
    killed = await killer
    await asyncio.gather(*(me.visitor.close() for me in players))
    await stage.crew.close()
    return Outcome(
        stories=Counter(part.story for part in parts),
        counts=stage.counts,
        forms=len(forms),
        lists=len(book.written),
        overfull=[c["cell"] for c in cells if c["reserved"] + c["confirmed"] > c["quota"]],
        killed=killed,
    )


@pytest.mark.slow
@pytest.mark.timeout(LONGEST_SECONDS)
def test_the_demo_ends_well_whatever_is_killed_on_the_way(stack: Stack, tmp_path: Path) -> None:
    outcome = run(_scene(stack, tmp_path))
    print(outcome)
    assert set(outcome.killed) == {part.name for part in stack.parts()}, "over too soon"
    people = outcome.stories.total()
    submitted = people - sum(outcome.stories[story] for story in NEVER_SUBMITTED)
    assert outcome.counts["applications"] == people
    assert outcome.counts["submitted"] == submitted
    assert outcome.forms == submitted - sum(outcome.stories[story] for story in WITHDRAWN_LATER)
    assert outcome.lists == 2 * outcome.counts["lists_submitted"] > 0
    assert outcome.overfull == []
    stack.wait_ready(seconds=READY_SECONDS)
    assert [v.line() for v in audit(of_instance(INSTANCE), wait_seconds=REST_SECONDS)] == []
