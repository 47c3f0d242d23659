"""A second cycle beside the first: opened from data alone, and nothing of one is in the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo import applicant, lists, waiting
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.crew import hire
from demo.progress import Progress
from demo.stage import Stage, open_cycle, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from operations.programme import copy, problems
from services.accounts.demo import DEMO_PASSWORD
from tests.support.live import INSTANCE, open_stage, run

EARLIER, YEAR = 2019, 2020
NUMBER = 950
OLD_LABEL, NEW_LABEL = "岗位需求与拟补短板", "岗位需求和需要补的短板"


@dataclass
class Both:
    """What one person's two applications left behind."""

    first: dict[str, Any]
    second: dict[str, Any]
    seats: dict[int, list[dict[str, Any]]]
    lists: dict[int, list[dict[str, Any]]]
    forms: dict[int, str]
    cycles: list[dict[str, Any]]
    row: str


@pytest.fixture(scope="module")
def both(stack: Stack) -> Both:
    programmes = Path(stack.environment("quotas")["TEPEI_PROGRAMMES_DIR"])
    folder = copy(programmes, EARLIER, YEAR)
    _edit(folder / "form" / "form.yaml", OLD_LABEL, NEW_LABEL)
    _edit(folder / "cycle.toml", "limit = 45", "limit = 46")
    assert problems(programmes, YEAR) == []
    return run(_play(stack))


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


async def _play(stack: Stack) -> Both:
    stages = {EARLIER: await open_stage(stack)}
    stages[YEAR] = Stage(
        stack.gateway_url, hire(stack.gateway_url, DEMO_PASSWORD), Progress(), year=YEAR
    )
    await open_cycle(stages[YEAR])
    me = await _listed(stages[EARLIER], None)
    again = await _listed(stages[YEAR], me)
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    leader = await stages[YEAR].crew.at("XJ", "REGION_LEADER")
    officer = await stages[YEAR].crew.at(
        stages[EARLIER].code_of(final["organisation_id"]), "FINAL_OFFICER"
    )
    told = Both(
        first=await me.status(),
        second=await again.status(),
        seats={year: (await leader.get(f"/seats/{year}"))["cells"] for year in stages},
        lists={
            year: (
                await officer.get(
                    "/lists",
                    organisation_id=final["organisation_id"],
                    cycle_id=stage.cycle["cycle_id"],
                )
            )["lists"]
            for year, stage in stages.items()
        },
        forms={year: str(await leader.get("/form", year=year)) for year in stages},
        cycles=(await leader.get("/cycles"))["cycles"],
        row=again.part.row["plan_row_id"],
    )
    await me.visitor.close()
    for stage in stages.values():
        await stage.crew.close()
    return told


async def _listed(stage: Stage, me: Applicant | None) -> Applicant:
    """Bring a file of this year onto its list: of a new person, or of one who applied before."""
    units, rows = await units_and_rows(stage)
    part = next(
        Part(NUMBER, Story.PLAIN, unit, row, kind)
        for row in rows
        for unit in units
        if unit["plan_unit_code"] == row["plan_unit_code"]
        for kind, (column, _, _) in KINDS.items()
        if row[column]
    )
    if me is None:
        mine = await waiting.bring(stage, part, "READY_TO_LIST")
    else:
        mine = Applicant(part, me.person, me.visitor)
        await applicant.fill_in(stage, mine)
        await applicant.submit(stage, mine)
        await waiting.walk(stage, mine, "READY_TO_LIST")
    final = next(node for node in part.unit["route"] if node["kind"] == "FINAL")
    assert await lists.nominate(stage, mine, final["organisation_id"])
    return mine


@pytest.mark.requirement("R01")
def test_two_cycles_run_side_by_side(both: Both) -> None:
    assert [cycle["year"] for cycle in both.cycles] == [YEAR, EARLIER]
    assert (both.first["state"], both.second["state"]) == ("LISTED", "LISTED")
    assert both.first["application_no"].startswith(f"TP{EARLIER}-")
    assert both.second["application_no"].startswith(f"TP{YEAR}-")


@pytest.mark.requirement("R01")
def test_each_cycle_has_its_own_seats_and_lists(both: Both) -> None:
    taken = {
        year: {cell["plan_row_id"] for cell in cells if cell["reserved"]}
        for year, cells in both.seats.items()
    }
    assert taken[YEAR] == {both.row}
    assert taken[YEAR].isdisjoint(taken[EARLIER])
    ids = {year: {one["list_id"] for one in found} for year, found in both.lists.items()}
    assert ids[EARLIER]
    assert ids[YEAR]
    assert ids[EARLIER].isdisjoint(ids[YEAR])


@pytest.mark.requirement("R01")
def test_form_and_rules_are_those_of_the_year(both: Both) -> None:
    limits = {cycle["year"]: cycle["rules"]["age_limit"] for cycle in both.cycles}
    assert limits == {EARLIER: 45, YEAR: 46}
    assert OLD_LABEL in both.forms[EARLIER]
    assert NEW_LABEL not in both.forms[EARLIER]
    assert NEW_LABEL in both.forms[YEAR]


def test_the_audit_is_clean_with_two_cycles(both: Both) -> None:
    assert both.cycles
    assert [v.line() for v in audit(of_instance(INSTANCE), wait_seconds=60)] == []
