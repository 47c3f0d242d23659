"""Some of those who were selected in the region ask to give the training up."""

from __future__ import annotations

from demo import desks
from demo.applicant import Applicant
from demo.client import JSON, Visitor
from demo.stage import APPLICANT_PASSWORD, REGION, Stage

TRACK, OFFICER = "IN_REGION", "REGION_OFFICER_IN_REGION"
GRANTED, DENIED = 1, 1
"""How many are let go, and how many are asked to stay."""

WHY = "（样例）因术后康复，医生建议一年内不宜长期离家学习。"
EVIDENCE = "（样例）医院证明一份，随后送交单位人事部门"
GRANTED_TEXT = "（样例）经核实，医院证明属实，同意放弃。"
DENIED_TEXT = "（样例）经核实，所述情况不影响参加培养，不同意放弃。"


async def play(stage: Stage, players: list[Applicant]) -> None:
    """The first who were selected ask to give up; one is let go, one is not."""
    chosen: list[Applicant] = []
    for me in players:
        if len(chosen) == GRANTED + DENIED:
            break
        if me.part.kind == "INLAND" or not me.application_no:
            continue
        # Their sessions may be over: the clock was turned since they last came.
        await me.visitor.sign_in(me.person.login, APPLICANT_PASSWORD)
        if (await me.status())["state"] == "SELECTED":
            chosen.append(me)
    for place, me in enumerate(chosen):
        await give_up(stage, me, granted=place < GRANTED)


async def select(stage: Stage, people: list[Applicant]) -> None:
    """The officer of the track proposes them, a leader confirms."""
    officer, leader, office = await _region(stage)
    files = [
        {"application_id": me.application_id, "version": (await me.status())["version"]}
        for me in people
    ]
    proposed = await officer.post(
        "/determinations",
        {
            "organisation_id": office,
            "cycle_id": stage.cycle["cycle_id"],
            "track": TRACK,
            "files": files,
        },
    )
    await leader.post(
        f"/determinations/{proposed['determination_id']}/decision",
        {"version": proposed["version"], "agreed": True},
    )
    for me in people:
        await desks.at_state(me, "SELECTED")


async def give_up(stage: Stage, me: Applicant, *, granted: bool) -> None:
    """The applicant asks, the officer proposes, a leader decides."""
    officer, leader, _ = await _region(stage)
    now = await me.status()
    asked = await me.visitor.post(
        f"{me.path}/giving-up",
        {"version": now["version"], "reason": "HEALTH", "text": WHY, "evidence": EVIDENCE},
    )
    case = f"/review/cases/{me.application_id}/giving-up"
    proposed: JSON = await officer.post(
        f"{case}/proposal",
        {
            "version": asked["version"],
            "outcome": "APPROVED" if granted else "REFUSED",
            "text": GRANTED_TEXT if granted else DENIED_TEXT,
        },
    )
    await leader.post(f"{case}/decision", {"version": proposed["version"], "agreed": True})
    stage.counts["given_up" if granted else "kept"] += 1
    stage.progress.step("放弃培养" if granted else "不同意放弃")


async def _region(stage: Stage) -> tuple[Visitor, Visitor, str]:
    office = next(at for at, code in stage.codes.items() if code == REGION)
    officer = await stage.crew.at(REGION, OFFICER)
    return officer, await stage.crew.at(REGION, "REGION_LEADER"), office
