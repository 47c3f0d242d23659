"""A second year beside the first: prepared as data, opened, and a few people on its lists (R01)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from demo import play
from demo.cast import Programme, cast
from demo.stage import YEAR, Stage, open_cycle, units_and_rows
from operations.programme import copy

NEXT = YEAR + 1
FEW = Programme(counts={}, total=4, contested_cells=0)
FIRST_NUMBER = 3_000
"""Its people are others than those of the first year."""
OPEN_SINCE_DAYS = 1
"""It closes later than the first, which stays the one that pages show."""


async def begin(stage: Stage, programmes: Path) -> None:
    """Copy the data of the first year, open the second, and bring some people onto its lists."""
    if not (programmes / str(NEXT)).exists():
        copy(programmes, YEAR, NEXT)
    second = Stage(stage.base_url, stage.crew, stage.progress, year=NEXT)
    await open_cycle(second, days_open=OPEN_SINCE_DAYS)
    units, rows = await units_and_rows(second)
    parts = [replace(part, number=FIRST_NUMBER + part.number) for part in cast(units, rows, FEW)]
    players = await play.perform(second, parts)
    stage.counts["second_year"] = second.counts["nominated"] - second.counts["quota_refused"]
    await asyncio.gather(*(me.visitor.close() for me in players))
