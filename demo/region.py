"""The region determines a part of those who came up; the others wait for whoever looks around."""

from __future__ import annotations

from datetime import datetime

from demo.client import JSON, Visitor
from demo.stage import BEIJING, REGION, Stage

TRACKS = {"INLAND": "REGION_OFFICER_INLAND", "IN_REGION": "REGION_OFFICER_IN_REGION"}
SHARE = 2
"""Every second person is proposed, in the order of their numbers: nobody is better for it."""
MOST = 50
NOT_SELECTED = "（样例）文件所附名单中没有此人，理由见文件第三页。"


async def determine(stage: Stage) -> None:
    """Propose and confirm people of both tracks; then record the ministry's word on the inland."""
    for track in TRACKS:
        await select(stage, track)
    await _record_result(stage, region_of(stage))


async def select(stage: Stage, track: str, wanted: list[str] | None = None) -> None:
    """Propose and confirm these people of a track, or every second one who waits."""
    region = region_of(stage)
    officer = await stage.crew.at(REGION, TRACKS[track])
    waiting = await _waiting(stage, officer, region, track, "REGION")
    chosen = (
        waiting[::SHARE][:MOST]
        if wanted is None
        else [one for one in waiting if one["application_id"] in wanted]
    )
    if not chosen:
        return
    files = [{k: one[k] for k in ("application_id", "version")} for one in chosen]
    proposed = await officer.post(
        "/determinations", {**_where(stage, region), "track": track, "files": files}
    )
    await _confirm(stage, proposed)
    stage.counts["determined"] += len(chosen)
    stage.progress.step("确定人选")


def region_of(stage: Stage) -> str:
    """The region's HRSS department."""
    return next(i for i, code in stage.codes.items() if code == REGION)


async def _record_result(stage: Stage, region: str) -> None:
    officer = await stage.crew.at(REGION, TRACKS["INLAND"])
    people = await _waiting(stage, officer, region, "INLAND", "MINISTRY")
    results = [
        {
            "application_id": one["application_id"],
            "version": one["version"],
            "selected": place > 0,
            "reason": None if place else NOT_SELECTED,
        }
        for place, one in enumerate(people)
    ]
    if not results:
        return
    recorded = await officer.post(
        "/determinations/results",
        {
            **_where(stage, region),
            "document_no": "（样例）人社厅函〔2019〕1号",
            "document_on": f"{datetime.now(BEIJING):%Y-%m-%d}",
            "scan_ref": "（样例）专业技术人员管理处2019年收文第1号",
            "results": results,
        },
    )
    await _confirm(stage, recorded)
    stage.counts["not_selected"] += 1
    stage.progress.step("登记人社部结果")


async def _confirm(stage: Stage, proposed: JSON) -> None:
    leader = await stage.crew.at(REGION, "REGION_LEADER")
    await leader.post(
        f"/determinations/{proposed['determination_id']}/decision",
        {"version": proposed["version"], "agreed": True},
    )


async def _waiting(stage: Stage, officer: Visitor, region: str, track: str, at: str) -> list[JSON]:
    found = await officer.get(
        "/determinations/candidates", **_where(stage, region), track=track, stage=at
    )
    return [one for one in found["people"] if not one["problem"]]


def _where(stage: Stage, region: str) -> dict[str, str]:
    return {"organisation_id": region, "cycle_id": stage.cycle["cycle_id"]}
