"""Files left on their way: brought to a desk, every level before it passed, and left there."""

from __future__ import annotations

from demo import applicant, desks
from demo.applicant import Applicant
from demo.cast import Part
from demo.client import JSON
from demo.stage import Stage

ORDER = ("DRAFT", "UNIT_REVIEW", "MID_REVIEW", "FINAL_REVIEW", "PAPER_CHECK", "READY_TO_LIST")


async def bring(stage: Stage, part: Part, state: str) -> Applicant:
    """A new applicant with a file in a state of `ORDER`, everything before it done."""
    me = await applicant.arrive(stage, part)
    await applicant.fill_in(stage, me)
    if state != ORDER[0]:
        await applicant.submit(stage, me)
        await walk(stage, me, state)
    return me


async def walk(stage: Stage, me: Applicant, state: str) -> None:
    """Pass desk after desk until the file is in the state, or beyond it if the route has none."""
    acted_on = -1
    while True:
        now = await desks.at_state(me, *ORDER[1:], after=acted_on)
        if ORDER.index(now["state"]) >= ORDER.index(state):
            return
        await _pass(stage, me, now)
        acted_on = now["version"]


async def _pass(stage: Stage, me: Applicant, now: JSON) -> None:
    kind = str(now["state"]).removesuffix("_REVIEW")
    route = me.part.unit["route"]
    if kind == "UNIT":
        await desks.pass_unit(stage, me)
    elif kind == "PAPER_CHECK":
        await desks.check_paper(stage, me, next(node for node in route if node["kind"] == "FINAL"))
    else:
        desk = now["desk_organisation_id"]
        fitting = (n for n in route if n["organisation_id"] == desk and n["kind"] == kind)
        await desks.pass_level(stage, me, next(fitting))
