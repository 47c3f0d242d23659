"""The programme's checklist, reasons and calendar as the rules need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.datafiles import read_table
from services.contracts.errors import ValidationFailedError
from services.contracts.requests.applications_views import FormItem
from services.contracts.requests.review import Mark
from services.contracts.vocabulary import Material, NodeKind, Track, Verdict
from services.review.domain.checklist import ChecklistDataError, check_marks, read_checklist
from services.review.programme import Programmes, UnknownProgrammeError

PROGRAMMES = Path(__file__).parents[3] / "programmes"
PROGRAMME = Programmes(PROGRAMMES).of(2019)
FORM = {item.value for item in FormItem}


@pytest.mark.requirement("R33")
@pytest.mark.parametrize("level", [NodeKind.UNIT, NodeKind.MID, NodeKind.FINAL])
def test_every_level_judges_every_item_of_the_form(level: NodeKind) -> None:
    assert {item.code for item in PROGRAMME.checklist.of_level(level)} >= FORM


def test_every_return_unlocks_an_item_of_the_form() -> None:
    assert {item.unlocks for item in PROGRAMME.checklist.items} == FORM
    assert PROGRAMME.checklist.unlocks(["E08", "health", "A01"]) == ("health", "identity")


def test_materials_stand_with_the_item_that_unlocks_them() -> None:
    slots = read_table(PROGRAMMES / "2019" / "form" / "materials.csv")
    item_of = {row["code"]: row["item"] for row in slots}
    listed = {
        material: item.code
        for item in PROGRAMME.checklist.of_level(NodeKind.UNIT)
        if item.code in FORM
        for material in item.materials
    }
    assert listed == item_of
    assert set(listed) == {material.value for material in Material}


@pytest.mark.requirement("R10", "X1")
def test_conduct_is_no_item_to_tick() -> None:
    assert "E10" not in {item.code for item in PROGRAMME.checklist.items}
    assert not [item for item in PROGRAMME.checklist.items if "政治" in item.label]


def test_originals_are_the_obligatory_ones_and_what_was_scanned() -> None:
    always = {item.code for item in PROGRAMME.checklist.originals(())}
    assert always == {"A01", "A02", "A04", "A06"}
    shown = {item.code for item in PROGRAMME.checklist.originals(("A01", "A09", "A03", "PHOTO"))}
    assert shown == always | {"A03", "A09"}


def test_both_tracks_have_a_region_office_and_reasons_have_labels() -> None:
    assert set(PROGRAMME.region_offices) == set(Track)
    assert all(PROGRAMME.reasons.values())


def test_a_year_without_data_is_named() -> None:
    with pytest.raises(UnknownProgrammeError, match="1999"):
        Programmes(PROGRAMMES).of(1999)


def _mark(**changes: object) -> Mark:
    return Mark.model_validate({"item_code": "title", "verdict": "PASS", **changes})


@pytest.mark.parametrize(
    ("mark", "codes"),
    [
        (_mark(), []),
        (_mark(verdict=Verdict.NOT_APPLICABLE), []),
        (_mark(verdict="PROBLEM", reason_code="missing", text="缺少证书扫描件第二页内容"), []),
        (_mark(item_code="A01"), ["unknown_item"]),
        (_mark(reason_code="missing"), ["reason_not_needed"]),
        (_mark(verdict="PROBLEM"), ["reason_missing", "text_too_short"]),
        (_mark(verdict="PROBLEM", reason_code="missing", text="缺"), ["text_too_short"]),
    ],
)
def test_a_problem_needs_a_reason_and_words(mark: Mark, codes: list[str]) -> None:
    found: list[str] = []
    try:
        check_marks([mark], {"title"}, PROGRAMME.reasons)
    except ValidationFailedError as refused:
        found = [finding.code for finding in refused.findings]
    assert found == codes


ROW = {
    "level": "UNIT", "item_code": "title", "kind": "FORM", "label": "职称",
    "materials": "", "unlocks": "title", "original": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{**ROW, "level": "TOP"}], "row 2"),
        ([{**ROW, "kind": "GUESS"}], "row 2"),
        ([ROW, ROW], "repeated title"),
        ([{**ROW, "unlocks": ""}], "row 2"),
        ([ROW], "no items for FINAL, MID, PAPER"),
    ],
)
def test_a_broken_checklist_is_named_by_its_row(rows: list[dict[str, str]], words: str) -> None:
    with pytest.raises(ChecklistDataError, match=words):
        read_checklist(rows)
