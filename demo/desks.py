"""What the desks do: mark every item, give an opinion, pass, return, check the paper."""

from __future__ import annotations

from typing import Any

from demo.applicant import Applicant
from demo.client import JSON, Problem, Visitor
from demo.paper import code_on
from demo.stage import PRINT_PAUSE_SECONDS, Stage, until

STALE = "stale_version"
NOT_FOUND = 404
"""Also what is on its way: a service that has not heard of a file, or of its new desk, yet."""

OFFICER = {"UNIT": "UNIT_HR", "MID": "MID_OFFICER", "FINAL": "FINAL_OFFICER"}

UNIT_OPINION = (
    "该同志在{specialty}岗位上工作扎实，能独立承担本专业任务，近年完成多项业务工作并带教青年同志，"
    "身体状况能够坚持培养期间的学习工作。本单位同意其脱产参加培养，同意推荐。（样例，编号{number}）"
)
LEVEL_OPINION = (
    "经逐项审核，申报材料齐全、填报内容与证明材料一致，所在单位推荐意见明确，培养专业符合计划，同意上报。"
    "（样例，编号{number}）"
)
RETURN_TEXT = "所学专业名称与学历证书不一致，请按证书更正后重新提交。"
REFUSAL_TEXT = (
    "（样例）申报表所列三项课题中有两项为本单位其他人员主持，经核对结题材料，"
    "申报人未参加研究工作，与所填“主要完成人”不符，本人亦未能提供证明。"
)


async def _case(officer: Visitor, me: Applicant) -> JSON:
    return await officer.get(f"/review/cases/{me.application_id}")


async def at_state(me: Applicant, *states: str, after: int = -1) -> JSON:
    """Wait until the file is in one of the states, in a later version than `after`."""

    async def arrived() -> JSON | None:
        try:
            status = await me.status()
        except Problem as problem:
            if problem.status != NOT_FOUND:
                raise
            return None
        return status if status["state"] in states and status["version"] > after else None

    return dict(await until(f"{me.application_no} in {states}", arrived))


async def officer_of(stage: Stage, kind: str, organisation_id: str) -> Visitor:
    """The officer of a node; the final one is another person where unit and final are one."""
    code = stage.code_of(organisation_id)
    return await stage.crew.at(code, OFFICER[kind])


async def mark_all(officer: Visitor, me: Applicant) -> JSON:
    """通过 for every item of the level that has no mark yet."""
    case = await _case(officer, me)
    marks = [
        {"item_code": item["item_code"], "verdict": "PASS"}
        for item in case["checklist"]
        if item["mark"] is None and item["kind"] != "ORIGINAL"
    ]
    if marks:
        return await _act(officer, me, "verdicts", case["version"], marks=marks)
    return case


async def pass_unit(stage: Stage, me: Applicant) -> None:
    """Clerk marks and writes, leader signs, clerk passes."""
    code = me.part.unit["code"]
    clerk = await stage.crew.at(code, "UNIT_HR")
    leader = await stage.crew.at(code, "UNIT_LEADER")
    changed = await mark_all(clerk, me)
    text = UNIT_OPINION.format(specialty=me.part.row["specialty"], number=me.part.number)
    changed = await clerk.put(
        f"/review/cases/{me.application_id}/opinion",
        {
            "version": changed["version"],
            "text": text,
            "author_post": "人事科科长",
            "health_fit": True,
            "release_agreed": True,
        },
    )
    changed = await leader.post(
        f"/review/cases/{me.application_id}/opinion/signature", {"version": changed["version"]}
    )
    await clerk.post(f"/review/cases/{me.application_id}/passing", {"version": changed["version"]})
    stage.progress.step("单位通过")


async def pass_level(stage: Stage, me: Applicant, node: JSON) -> None:
    """An officer of MID or FINAL marks, writes the opinion and passes."""
    officer = await officer_of(stage, node["kind"], node["organisation_id"])
    changed = await mark_all(officer, me)
    await officer.post(
        f"/review/cases/{me.application_id}/passing",
        {
            "version": changed["version"],
            "opinion": {
                "text": LEVEL_OPINION.format(number=me.part.number),
                "author_post": "专业技术人员管理科",
                "leader_name": "样例科长",
            },
        },
    )
    stage.progress.step("中间级通过" if node["kind"] == "MID" else "终审通过")


async def return_to_applicant(stage: Stage, me: Applicant, node: JSON) -> None:
    """Mark one item 有问题 and return the form with its reason."""
    officer = await officer_of(stage, node["kind"], node["organisation_id"])
    await _return(officer, me, aim="APPLICANT", to_position=None)
    stage.counts["returned"] += 1
    stage.progress.step("退回")


async def return_to_unit_desk(stage: Stage, me: Applicant, node: JSON) -> None:
    """Return to the unit's desk: the file stays with the desks."""
    officer = await officer_of(stage, node["kind"], node["organisation_id"])
    await _return(officer, me, aim="DESK", to_position=0)
    stage.counts["returned"] += 1
    stage.progress.step("退回下级")


async def _return(officer: Visitor, me: Applicant, **aim: Any) -> None:
    case = await _case(officer, me)
    reason = {"item_code": "education", "reason_code": "inconsistent", "text": RETURN_TEXT}
    await officer.post(
        f"/review/cases/{me.application_id}/return",
        {"version": case["version"], "items": [reason], **aim},
    )


async def propose_refusal(stage: Stage, me: Applicant, node: JSON) -> None:
    """Say with facts that the file is to be refused; the applicant may answer."""
    officer = await officer_of(stage, node["kind"], node["organisation_id"])
    case = await _case(officer, me)
    await officer.post(
        f"/review/cases/{me.application_id}/negative",
        {"version": case["version"], "text": REFUSAL_TEXT},
    )


async def check_paper(stage: Stage, me: Applicant, node: JSON) -> None:
    """The final officer takes the printed form, reads its code, ticks the originals."""
    officer = await officer_of(stage, "FINAL", node["organisation_id"])
    printed = await until(
        f"official form of {me.application_no}",
        lambda: current_document(officer, me),
        pause=PRINT_PAUSE_SECONDS,
    )
    code = code_on(await officer.download(f"/documents/{printed['document_id']}"))
    case = await _case(officer, me)
    originals = [item["item_code"] for item in case["checklist"] if item["kind"] == "ORIGINAL"]
    await officer.post(
        f"/review/cases/{me.application_id}/paper-check",
        {"version": case["version"], "verify_code": code, "copies": 3, "originals": originals},
    )
    stage.progress.step("纸质通过")


async def current_document(reader: Visitor, me: Applicant) -> JSON | None:
    """The current official form, once it is ready and the reader's desk is known to have it."""
    try:
        listed = await reader.get(f"{me.path}/documents")
    except Problem as problem:
        if problem.status != NOT_FOUND:
            raise
        return None
    return next(
        (
            row
            for row in listed["documents"]
            if row["kind"] == "OFFICIAL_FORM" and row["state"] == "READY"
        ),
        None,
    )


async def _act(officer: Visitor, me: Applicant, act: str, version: int, **body: Any) -> JSON:
    """Write on the case as it was read, and once more if somebody was quicker."""
    path = f"/review/cases/{me.application_id}"
    try:
        return await officer.post(f"{path}/{act}", {"version": version, **body})
    except Problem as problem:
        if problem.code != STALE:
            raise
    version = (await _case(officer, me))["version"]
    return await officer.post(f"{path}/{act}", {"version": version, **body})
