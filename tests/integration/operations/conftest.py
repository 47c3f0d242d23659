"""The running instance with a small story played on it: what operators look after."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from demo import play
from demo.cast import Programme, Story, cast
from demo.lists import ListBook
from demo.stage import units_and_rows
from deploy.local.client import Stack
from operations.audit.addresses import of_instance
from operations.audit.stores import StoreAddresses
from tests.support.live import INSTANCE, open_stage, run, running_stack, seed_people

SMALL = Programme(
    counts={Story.RETURNED_BY_FINAL: 1, Story.WITHDRAWN_WHEN_LISTED: 1}, total=3, contested_cells=0
)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """Three people's files: one returned and resubmitted, one withdrawn, two on submitted lists."""
    stack = running_stack()
    stack.wait_ready(seconds=120)
    if not rows(stack, "review", "SELECT FROM review_case WHERE holds_seat"):
        seed_people(stack)
        run(_play(stack, tmp_path_factory.mktemp("lists")))
    return stack


async def _play(stack: Stack, folder: Path) -> None:
    stage = await open_stage(stack)
    units, plan = await units_and_rows(stage)
    players = await play.perform(stage, cast(units, plan, SMALL), ListBook(folder))
    for me in players:
        await me.visitor.close()
    await stage.crew.close()


@pytest.fixture(scope="session")
def addresses(stack: Stack) -> StoreAddresses:
    return of_instance(INSTANCE)


def rows(stack: Stack, service: str, query: str) -> list[tuple[object, ...]]:
    """Ask a service's database as its owner."""
    engine = create_engine(stack.owner_url(service))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()
