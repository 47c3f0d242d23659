"""The play: each applicant's story from arrival to the list, many side by side."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from demo import applicant, desks, lists, re_reviews
from demo.applicant import Applicant
from demo.cast import Part, Story
from demo.client import JSON
from demo.stage import Stage

SIDE_BY_SIDE = 16
"""Stories played at once; two cores are busy with renderers and checkers meanwhile."""

DESKS = ("UNIT_REVIEW", "MID_REVIEW", "FINAL_REVIEW")

RETURNED_BY = {
    Story.RETURNED_BY_UNIT: "UNIT",
    Story.RETURNED_BY_MID: "MID",
    Story.RETURNED_BY_FINAL: "FINAL",
    Story.KEY_FIELD_CHANGED: "FINAL",
}


@dataclass
class Troupe:
    """Everybody on stage, and who waits for whom.

    Attributes:
        races: Seat cell → where its rivals line up before they are nominated together.
        awaited: Final reviewing unit → stories not over yet; at zero it closes its lists.
    """

    stage: Stage
    book: lists.ListBook | None
    seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SIDE_BY_SIDE))
    races: dict[str, asyncio.Barrier] = field(default_factory=dict)
    awaited: Counter[str] = field(default_factory=Counter)
    players: list[Applicant] = field(default_factory=list)


async def perform(
    stage: Stage, parts: list[Part], book: lists.ListBook | None = None
) -> list[Applicant]:
    """Play all parts; returns the applicants in the order they finished.

    A final reviewing unit freezes, prints and submits its lists once its last story is over;
    without a book the lists stay open.

    Raises:
        ExceptionGroup: some stories went wrong.
    """
    rivals = Counter(part.cell for part in parts if part.story is Story.CONTESTED)
    troupe = Troupe(
        stage,
        book,
        races={cell: asyncio.Barrier(n) for cell, n in rivals.items()},
        awaited=Counter(_final(part)["organisation_id"] for part in parts),
    )
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_part(troupe, part))
    return troupe.players


async def _part(troupe: Troupe, part: Part) -> None:
    await _story(troupe, part)
    unit = _final(part)["organisation_id"]
    troupe.awaited[unit] -= 1
    if troupe.book and not troupe.awaited[unit]:
        await lists.finish(troupe.stage, unit, troupe.book)


async def _story(troupe: Troupe, part: Part) -> None:
    stage = troupe.stage
    async with troupe.seats:
        me = await applicant.arrive(stage, part)
        troupe.players.append(me)
        await applicant.fill_in(stage, me)
        if part.story is Story.WITHDRAWN_DRAFT:
            await applicant.withdraw_draft(stage, me)
            return
        if not await applicant.submit(stage, me):
            return
        if part.story is Story.WITHDRAWN_AT_UNIT:
            await desks.at_state(me, "UNIT_REVIEW")
            await applicant.withdraw(stage, me)
            return
        await _desks(stage, me)
    if part.story is Story.CONTESTED:
        await troupe.races[part.cell].wait()
    await lists.nominate(stage, me, _final(me.part)["organisation_id"])
    if part.story is Story.WITHDRAWN_WHEN_LISTED:
        await applicant.withdraw(stage, me)


def final_units(parts: list[Part]) -> set[str]:
    """The final reviewing units of the play."""
    return {_final(part)["organisation_id"] for part in parts}


def _final(part: Part) -> JSON:
    return next(node for node in part.unit["route"] if node["kind"] == "FINAL")


async def _desks(stage: Stage, me: Applicant) -> None:
    """Walk the route to READY_TO_LIST, with whatever the story brings on the way."""
    story = me.part.story
    if story is Story.OVERTURNED:
        await re_reviews.refuse_and_overturn(stage, me)
    await _to_paper(stage, me, RETURNED_BY.get(story), to_desk=story is Story.RETURNED_TO_DESK)
    if story is Story.RETURNED_AT_PAPER:
        await desks.return_to_applicant(stage, me, _final(me.part))
        await applicant.correct(stage, me)
        await desks.at_state(me, "FINAL_REVIEW")
        await desks.pass_level(stage, me, _final(me.part))
        await desks.at_state(me, "PAPER_CHECK")
    await desks.check_paper(stage, me, _final(me.part))
    await desks.at_state(me, "READY_TO_LIST")


async def _to_paper(stage: Stage, me: Applicant, returned_by: str | None, *, to_desk: bool) -> None:
    """Pass every level once; a return is answered and the walk goes on where the file then is."""
    due = returned_by
    acted_on = -1
    while True:
        status = await desks.at_state(me, *DESKS, "PAPER_CHECK", after=acted_on)
        kind = status["state"].removesuffix("_REVIEW")
        if kind == "PAPER_CHECK":
            return
        node = await _current_node(stage, me, kind, status)
        if due == kind:
            due = None
            await desks.return_to_applicant(stage, me, node)
            await applicant.correct(stage, me)
        elif to_desk and kind == "FINAL":
            to_desk = False
            await desks.return_to_unit_desk(stage, me, node)
        elif kind == "UNIT":
            await desks.pass_unit(stage, me)
        else:
            await desks.pass_level(stage, me, node)
        acted_on = status["version"]


async def _current_node(stage: Stage, me: Applicant, kind: str, status: JSON) -> JSON:
    """The node whose desk holds the file now."""
    for node in me.part.unit["route"]:
        if node["kind"] == kind and node["organisation_id"] == status["desk_organisation_id"]:
            return dict(node)
    raise LookupError(f"{stage.code_of(status['desk_organisation_id'])} is not on the route")


async def collect_forms(players: list[Applicant], folder: Path) -> list[Path]:
    """Every applicant with a live, submitted application fetches the best print there is."""
    written: list[Path] = []

    async def one(me: Applicant) -> None:
        listed = await me.visitor.get(f"{me.path}/documents")
        ready = [row for row in listed["documents"] if row["state"] == "READY"]
        best = min(ready, key=lambda row: row["kind"] != "OFFICIAL_FORM")
        file = folder / f"{me.application_no}.pdf"
        file.write_bytes(await me.visitor.download(f"/documents/{best['document_id']}"))
        written.append(file)

    gate = asyncio.Semaphore(SIDE_BY_SIDE)

    async def gated(me: Applicant) -> None:
        async with gate:
            await one(me)

    live = [me for me in players if me.application_no and not _is_withdrawn(me)]
    async with asyncio.TaskGroup() as group:
        for me in live:
            group.create_task(gated(me))
    return written


def _is_withdrawn(me: Applicant) -> bool:
    return me.part.story in {Story.WITHDRAWN_AT_UNIT, Story.WITHDRAWN_WHEN_LISTED}
