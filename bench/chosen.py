"""A few who were selected, for the pages of what comes then: training, and giving up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from demo import give_ups, lists, region, waiting
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.client import JSON, Visitor
from demo.stage import BEIJING, REGION, Stage

KIND, TRACK = "SHORT", "IN_REGION"
"""A list of its own: the others have their hundreds."""
STATES = ("PLANNED", "NOTIFIED", "GIVING_UP")
"""In a group that is not notified, in one that is, and to be given up, as the unit asks."""


async def choose(
    stage: Stage, unit: JSON, rows: Sequence[JSON], first: int
) -> dict[str, Applicant]:
    """Bring them up, have them selected, and go one step further with each."""
    column = KINDS[KIND][0]
    seats = [row for row in rows for _ in range(row[column])]
    final = next(node for node in unit["route"] if node["kind"] == "FINAL")
    people: dict[str, Applicant] = {}
    for place, (state, row) in enumerate(zip(STATES, seats, strict=False)):
        part = Part(first + place, Story.PLAIN, unit, row, KIND)
        people[state] = await waiting.bring(stage, part, "READY_TO_LIST")
        await lists.nominate(stage, people[state], final["organisation_id"])
    with TemporaryDirectory() as folder:
        book = lists.ListBook(Path(folder))
        await lists.finish(stage, final["organisation_id"], book, kind=KIND)
    await region.select(stage, TRACK, [me.application_id for me in people.values()])
    await _group(stage, people["PLANNED"])
    await _notify(stage, await _group(stage, people["NOTIFIED"]))
    await _give_up(await stage.crew.at(unit["code"], "UNIT_HR"), people["GIVING_UP"])
    return people


async def _group(stage: Stage, me: Applicant) -> JSON:
    officer = await stage.crew.at(REGION, region.TRACKS[TRACK])
    now = await me.status()
    return await officer.post(
        "/trainings",
        {
            "organisation_id": region.region_of(stage),
            "cycle_id": stage.cycle["cycle_id"],
            "track": TRACK,
            "files": [{"application_id": me.application_id, "version": now["version"]}],
        },
    )


async def _notify(stage: Stage, group: JSON) -> None:
    officer = await stage.crew.at(REGION, region.TRACKS[TRACK])
    today = datetime.now(BEIJING)
    plan = {
        "host_name": "（样例）乌鲁木齐某大学",
        "host_kind": "UNIVERSITY",
        "host_place": "IN_REGION",
        "mentor": "样例导师",
        "modes": ["PRACTICE"],
        "starts_on": f"{today:%Y-%m-%d}",
        "ends_on": f"{today + timedelta(days=180):%Y-%m-%d}",
        "report_at": (today + timedelta(days=2)).isoformat(),
        "report_place": "（样例）培训楼一层",
        "pre_study_at": (today + timedelta(days=1)).isoformat(),
        "pre_study_place": "（样例）自治区培训中心",
        "pre_study_contact": "样例联系人",
        "pre_study_topics": "（样例）培养要求与安全",
    }
    path = f"/trainings/{group['training_id']}"
    saved = await officer.post(f"{path}/plan", {"version": group["version"], "plan": plan})
    await officer.post(f"{path}/notification", {"version": saved["version"]})


async def _give_up(asking: Visitor, me: Applicant) -> None:
    now = await me.status()
    await asking.post(
        f"{me.path}/giving-up",
        {
            "version": now["version"],
            "reason": "HEALTH",
            "text": give_ups.WHY,
            "evidence": give_ups.EVIDENCE,
        },
    )
