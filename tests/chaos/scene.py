"""The people of a chaos test: each test plays others, on seats nobody else took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from itertools import count
from typing import TypeVar

from demo import applicant, desks, play
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Programme, Story, cast
from demo.client import JSON
from demo.stage import Stage, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from tests.support.live import INSTANCE, open_stage

T = TypeVar("T")

READY_SECONDS = 120.0
REST_SECONDS = 90.0
POLL_SECONDS = 0.05

_NUMBERS = count(300)


@asynccontextmanager
async def stage_of(stack: Stack) -> AsyncIterator[Stage]:
    """A stage with the cycle open; its crew goes home at the end."""
    stage = await open_stage(stack)
    try:
        yield stage
    finally:
        await stage.crew.close()


async def people(stage: Stage, programme: Programme) -> list[Part]:
    """Parts for people nobody has played yet, on rows of which no seat was taken."""
    units, rows = await _units_and_free_rows(stage)
    return [replace(part, number=next(_NUMBERS)) for part in cast(units, rows, programme)]


async def rivals(stage: Stage, stories: tuple[Story, ...]) -> list[Part]:
    """Parts for people who all want the one seat of a cell."""
    units, rows = await _units_and_free_rows(stage)
    unit, row, kind = next(
        (unit, row, kind)
        for row in reversed(rows)
        for kind, (column, _, _) in KINDS.items()
        for unit in units
        if row[column] == 1 and unit["plan_unit_code"] == row["plan_unit_code"]
    )
    return [Part(next(_NUMBERS), story, unit, row, kind) for story in stories]


async def _units_and_free_rows(stage: Stage) -> tuple[list[JSON], list[JSON]]:
    units, rows = await units_and_rows(stage)
    seats = {cell["cell"]: cell["left"] for cell in await seat_cells(stage)}
    return units, [row for row in rows if _is_free(row, seats)]


async def perform(stage: Stage, stories: dict[Story, int], total: int) -> list[Applicant]:
    """Play people nobody has played yet to the list; see `play.perform`."""
    return await play.perform(stage, await people(stage, Programme(stories, total, 0)))


@asynccontextmanager
async def someone(stage: Stage, *, filled: bool = True) -> AsyncIterator[Applicant]:
    """One new person in a unit, with a draft that is ready to be submitted, or an empty one."""
    [part] = await people(stage, Programme({}, 1, 0))
    me = await applicant.arrive(stage, part)
    try:
        if filled:
            await applicant.fill_in(stage, me)
        else:
            await open_draft(stage, me)
        yield me
    finally:
        await me.visitor.close()


async def open_draft(stage: Stage, me: Applicant) -> None:
    """Begin an application."""
    body = {
        "cycle_id": stage.cycle["cycle_id"],
        "privacy_notice_version": stage.notice_version,
        "privacy_acknowledged": True,
    }
    draft = await me.visitor.post("/applications", body)
    me.application_id, me.revision = draft["application_id"], draft["revision"]


async def walk_to_the_list(stage: Stage, me: Applicant) -> None:
    """Every desk passes the submitted file, the paper is checked: READY_TO_LIST."""
    await desks.at_state(me, "UNIT_REVIEW")
    await desks.pass_unit(stage, me)
    for node in me.part.unit["route"]:
        if node["kind"] in {"MID", "FINAL"}:
            await desks.at_state(me, f"{node['kind']}_REVIEW")
            await desks.pass_level(stage, me, node)
    await desks.at_state(me, "PAPER_CHECK")
    await desks.check_paper(stage, me, final_of(me))
    await desks.at_state(me, "READY_TO_LIST")


async def nominate(stage: Stage, me: Applicant) -> None:
    """Ask for the applicant's seat; the answer comes as an event."""
    code = stage.code_of(final_of(me)["organisation_id"])
    officer = await stage.crew.at(code, "FINAL_OFFICER")
    case = await officer.get(f"/review/cases/{me.application_id}")
    body = {"application_id": me.application_id, "version": case["version"]}
    await officer.post("/lists/nominations", body)


def final_of(me: Applicant) -> JSON:
    """The final reviewing unit of an applicant."""
    return next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")


async def dismiss(players: list[Applicant]) -> None:
    """Close the connections of applicants."""
    await asyncio.gather(*(me.visitor.close() for me in players))


async def seat_cells(stage: Stage) -> list[JSON]:
    """The region's view of the seats."""
    leader = await stage.crew.at("XJ", "REGION_LEADER")
    cells: list[JSON] = (await leader.get("/seats/2019"))["cells"]
    return cells


async def becomes_true(what: str, probe: Callable[[], Awaitable[T]], seconds: float = 30.0) -> T:
    """Ask again and again until the answer is true; a call to a database goes to a thread.

    Raises:
        TimeoutError: it did not become true in time.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    while not (answer := await probe()):
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        await asyncio.sleep(POLL_SECONDS)
    return answer


@contextmanager
def back_at_the_end(stack: Stack, name: str) -> Iterator[None]:
    """A part that is down or held is started after the block, whatever happens in it."""
    try:
        yield
    finally:
        stack.start(name, seconds=READY_SECONDS)


def findings(stack: Stack) -> list[str]:
    """What the audit has against the system once all parts are up and it has come to rest."""
    stack.wait_ready(seconds=READY_SECONDS)
    return [v.line() for v in audit(of_instance(INSTANCE), wait_seconds=REST_SECONDS)]


def _is_free(row: JSON, seats: dict[str, int]) -> bool:
    name = f"{row['plan_unit_code']}/{row['specialty']}"
    return all(
        seats.get(f"{name}/{kind}", 0) == row[column] for kind, (column, _, _) in KINDS.items()
    )
