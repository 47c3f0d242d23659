"""The main path end to end, as the people concerned, over HTTP on real parts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from demo import play
from demo.applicant import Applicant
from demo.cast import Part, Programme, Story, cast
from demo.lists import ListBook
from demo.paper import code_on
from demo.stage import YEAR, Stage, units_and_rows
from deploy.local.client import Stack
from operations.audit.__main__ import audit
from operations.audit.addresses import of_instance
from tests.support.live import INSTANCE, open_stage, run

SMALL = Programme(
    counts={
        Story.TOO_OLD: 1,
        Story.OUTSIDE_SCOPE: 1,
        Story.WITHDRAWN_DRAFT: 1,
        Story.WITHDRAWN_AT_UNIT: 1,
        Story.WITHDRAWN_WHEN_LISTED: 1,
        Story.RETURNED_BY_UNIT: 1,
        Story.RETURNED_BY_MID: 1,
        Story.RETURNED_BY_FINAL: 1,
        Story.RETURNED_AT_PAPER: 1,
        Story.KEY_FIELD_CHANGED: 1,
        Story.RETURNED_TO_DESK: 1,
        Story.RELAXED: 1,
    },
    total=26,
    contested_cells=2,
)


@pytest.fixture(scope="module")
def played(
    stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Stage, list[Part], Path]:
    return run(_play(stack, tmp_path_factory.mktemp("lists")))


async def _play(stack: Stack, folder: Path) -> tuple[Stage, list[Part], Path]:
    stage = await open_stage(stack)
    units, rows = await units_and_rows(stage)
    parts = cast(units, rows, SMALL)
    players: list[Applicant] = await play.perform(stage, parts, ListBook(folder))
    forms = folder / "forms"
    forms.mkdir()
    await play.collect_forms(players, forms)
    leader = await stage.crew.at("XJ", "REGION_LEADER")
    stage.cycle["seats"] = (await leader.get(f"/seats/{YEAR}"))["cells"]
    for me in players:
        await me.visitor.close()
    await stage.crew.close()
    return stage, parts, folder


@pytest.mark.requirement("R31")
@pytest.mark.requirement("R33")
def test_every_story_ends_as_it_must(played: tuple[Stage, list[Part], Path]) -> None:
    stage, parts, _ = played
    stories = Counter(part.story for part in parts)
    assert stage.counts["applications"] == len(parts)
    assert stage.counts["ineligible"] == stories[Story.TOO_OLD] + stories[Story.OUTSIDE_SCOPE]
    assert stage.counts["withdrawn"] == 3
    assert stage.counts["returned"] == 6
    assert stage.counts["resubmitted"] == 5


@pytest.mark.requirement("D11")
def test_a_contested_cell_is_full_and_never_oversold(
    played: tuple[Stage, list[Part], Path],
) -> None:
    stage, parts, _ = played
    rivals = Counter(part.cell for part in parts if part.story is Story.CONTESTED)
    seats = {cell["cell"]: cell for cell in stage.cycle["seats"]}
    assert len(rivals) == 2
    for cell, count in rivals.items():
        assert count > seats[cell]["quota"]
        assert seats[cell]["reserved"] == seats[cell]["quota"]
    refused = sum(count - seats[cell]["quota"] for cell, count in rivals.items())
    assert stage.counts["quota_refused"] == refused


@pytest.mark.requirement("R34")
@pytest.mark.requirement("R42")
def test_lists_come_out_on_paper_and_as_spreadsheets(
    played: tuple[Stage, list[Part], Path],
) -> None:
    stage, _, folder = played
    assert stage.counts["lists_submitted"] > 0
    assert len(list(folder.glob("*.pdf"))) == stage.counts["lists_submitted"]
    assert len(list(folder.glob("*.xlsx"))) == stage.counts["lists_submitted"]


@pytest.mark.requirement("R38")
def test_every_live_applicant_holds_a_form_with_a_code(
    played: tuple[Stage, list[Part], Path],
) -> None:
    stage, _, folder = played
    forms = list((folder / "forms").glob("*.pdf"))
    withdrawn_after_submission = 2
    assert len(forms) == stage.counts["submitted"] - withdrawn_after_submission
    codes = {code_on(form.read_bytes()) for form in forms}
    assert len(codes) == len(forms)


def test_the_audit_is_clean(played: tuple[Stage, list[Part], Path]) -> None:
    assert [v.line() for v in audit(of_instance(INSTANCE), wait_seconds=60)] == []
