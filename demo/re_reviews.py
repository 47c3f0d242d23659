"""A decision contested and overturned: proposed, answered, taken up, contested, decided anew."""

from __future__ import annotations

from demo import desks
from demo.applicant import Applicant
from demo.client import JSON
from demo.stage import Stage

ANSWER = "（样例）两项课题的任务书第三页列有本人分工，请再核对。"
UPHELD = "（样例）任务书与本单位科研档案不一致，维持原意见。"
GROUNDS = "（样例）任务书第三页列有本人分工，结题证书系单位统一署名，请核对原件。"
OVERTURNED = "（样例）任务书原件列有申报人的分工，原决定所依据的事实不能成立，予以撤销。"


async def refuse_and_overturn(stage: Stage, me: Applicant) -> None:
    """The unit refuses; the final reviewing unit's re-reviewer lets the file go on."""
    unit = me.part.unit["code"]
    await desks.at_state(me, "UNIT_REVIEW")
    await desks.propose_refusal(stage, me, me.part.unit["route"][0])
    now = await me.status()
    await me.visitor.post(f"{me.path}/negative-answer", {"version": now["version"], "text": ANSWER})
    leader = await stage.crew.at(unit, "UNIT_LEADER")
    case = await leader.get(f"/review/cases/{me.application_id}")
    await leader.post(
        f"/review/cases/{me.application_id}/negative/decision",
        {"version": case["version"], "outcome": "UPHELD", "text": UPHELD},
    )
    stage.counts["refused"] += 1
    stage.progress.step("不予推荐")
    await contest(stage, me, "REFUSAL")
    await overturn(stage, me)


async def contest(stage: Stage, me: Applicant, kind: str) -> None:
    """The applicant asks for a re-review of the newest decision of this kind."""
    now = await me.status()
    subject = next(one for one in now["contestable"] if one["kind"] == kind)
    await me.visitor.post(
        f"{me.path}/re-reviews",
        {
            "version": now["version"],
            "kind": kind,
            "subject_id": subject["subject_id"],
            "text": GROUNDS,
        },
    )
    stage.counts["re_reviews"] += 1
    stage.progress.step("申请复核")


async def overturn(stage: Stage, me: Applicant) -> None:
    """Who took no part, one level higher, finds it in the queue and decides."""
    running: JSON = (await me.status())["re_reviews"][-1]
    office = running["decider_organisation_id"]
    reviewer = await stage.crew.at(stage.code_of(office), "RE_REVIEWER")
    queue = await reviewer.get("/review/re-reviews", organisation_id=office)
    if me.application_no not in {one["application_no"] for one in queue["waiting"]}:
        raise LookupError(f"{me.application_no} waits for no re-review")
    case = await reviewer.get(f"/review/cases/{me.application_id}")
    await reviewer.post(
        f"/review/cases/{me.application_id}/re-review-decision",
        {"version": case["version"], "outcome": "OVERTURNED", "text": OVERTURNED},
    )
    stage.counts["overturned"] += 1
    stage.progress.step("复核撤销")
