"""The applicant's form as its pages work with it: what changed, what lacks, what is offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.requests.applications_views import (
    DraftCheck,
    FieldProblem,
    Gap,
    ReturnView,
    RuleFinding,
)
from services.contracts.requests.quotas import PlanRowView
from services.contracts.vocabulary import ApplicationState, FindingStatus, Outcome, SeatKind
from services.gateway.pages.applicant import typed, widgets
from services.gateway.pages.applicant.conditions import conditions, of_section
from services.gateway.pages.applicant.plan import specialties
from services.gateway.pages.applicant.standing import standing_of
from services.gateway.pages.applicant.tasks import TaskState, lacking, tasks_of
from services.gateway.pages.core.forms import Form
from tests.unit.gateway.pages.test_answers import FORM, NOW, view

SECTIONS = {section["code"]: section for section in FORM.view.sections}


def fields_of(section: str) -> list[dict[str, Any]]:
    return [one for one in SECTIONS[section]["fields"] if widgets.is_typed(one)]


def check(
    *gaps: str, problems: tuple[str, ...] = (), findings: tuple[RuleFinding, ...] = ()
) -> DraftCheck:
    return DraftCheck(
        application_id=uuid4(),
        revision=1,
        gaps=tuple(Gap(field=code, label=code, message=f"请填写{code}") for code in gaps),
        problems=tuple(FieldProblem(field=c, code="x", message=f"{c}有误") for c in problems),
        notes=(),
        findings=findings,
        outcome=Outcome.ELIGIBLE,
        window_open=True,
        opens_at=NOW - timedelta(days=1),
        closes_at=NOW + timedelta(days=1),
        binding_confirmed=True,
        can_submit=False,
    )


# --- what was typed -------------------------------------------------------------------------------


def test_only_what_differs_from_what_the_page_was_made_with_is_a_change() -> None:
    base = {"name": "样例江", "specialty_years": 11, "host_wish": ["甲"], "email": None}
    same = {"name": " 样例江", "specialty_years": "11", "host_wish": ["甲"], "email": ""}
    assert typed.changed(same, base) == {}
    assert typed.changed({**same, "email": "a@b.cn"}, base) == {"email": "a@b.cn"}
    assert typed.changed({**same, "host_wish": None}, base) == {"host_wish": None}


def test_an_id_number_left_empty_is_no_change() -> None:
    base = {"id_number": "650***********0010"}
    assert typed.changed({"id_number": None}, base) == {}
    assert typed.changed({"id_number": "650000198405010010"}, base) != {}


def test_a_conflict_is_a_field_changed_in_two_ways() -> None:
    base = {"school": "甲", "major": "乙", "degree": "NONE"}
    stored = {"school": "丙", "major": "乙", "degree": "MASTER"}
    patch = {"school": "丁", "major": "戊", "degree": "MASTER"}
    assert typed.conflicts(patch, base, stored) == ["school"]


def test_rows_are_read_in_their_order_and_blank_ones_left_out() -> None:
    block = fields_of("achievements")[0]
    form = Form(
        [("ach.0.title", ""), ("ach.10.title", "乙"), ("ach.2.title", "甲"), ("ach.2.role", "1/2")]
    )
    assert typed.typed_rows(block, form) == [{"title": "甲", "role": "1/2"}, {"title": "乙"}]


@pytest.mark.parametrize(
    ("deed", "index", "order"),
    [
        ("up", 1, "bac"),
        ("up", 0, "abc"),
        ("down", 1, "acb"),
        ("down", 2, "abc"),
        ("remove", 1, "ac"),
        ("remove", 9, "abc"),
        ("next", 0, "abc"),
    ],
)
def test_a_row_moves_or_goes(deed: str, index: int, order: str) -> None:
    rows: list[typed.Values] = [{"title": letter} for letter in "abc"]
    assert "".join(row["title"] for row in typed.moved(rows, deed, index)) == order


def test_values_are_read_by_the_type_of_their_field() -> None:
    form = Form(
        [
            ("accept_adjustment", "no"),
            ("host_wish.1", "甲"),
            ("training_need", "一\n二"),
            ("track", "INLAND"),
        ]
    )
    values = typed.typed_values(fields_of("intention"), form)
    assert values["accept_adjustment"] is False
    assert values["host_wish"] == ["甲"]
    assert values["training_need"] == "一\n二"
    assert values["term"] is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"revision": "x", "values": {}}', "null"])
def test_a_base_that_is_not_ours_counts_as_nothing(text: str) -> None:
    assert typed.read_base(text) == typed.Base()


def test_a_base_survives_its_way_through_the_browser() -> None:
    fields = {"school": "甲", "degree": "NONE"}
    base = typed.read_base(typed.base_of(fields_of("education"), fields, 7))
    assert base.revision == 7
    assert base.values["school"] == "甲"


# --- what is lacking ------------------------------------------------------------------------------


def test_a_section_is_empty_begun_wrong_or_done() -> None:
    found = tasks_of(
        FORM,
        view(school="甲", mobile="19900000000", degree="NONE", title_code="083", zh_read="BASIC"),
        check("name", "school", "ach.0.title", "A01", problems=("title_text",)),
    )
    states = {task.code: (task.state, task.gaps) for task in found}
    assert states["basic"] == (TaskState.BEGUN, 1)
    assert states["education"] == (TaskState.BEGUN, 1)
    assert states["title"] == (TaskState.WRONG, 0)
    assert states["ability"] == (TaskState.DONE, 0)
    assert states["achievements"] == (TaskState.EMPTY, 1)
    assert states["scans"] == (TaskState.EMPTY, 1)


def test_what_is_lacking_leads_to_its_field() -> None:
    failed = RuleFinding(rule="E05", status=FindingStatus.FAIL, explanation="年龄不符合")
    found = check("school", "A01", "ach.0.title", problems=("term",), findings=(failed,))
    base = f"/applications/{found.application_id}"
    assert [one.href for one in lacking(FORM, found)] == [
        f"{base}/sections/education#school",
        f"{base}/scans#A01",
        f"{base}/sections/achievements#ach.0.title",
        f"{base}/sections/intention#term",
        f"{base}/eligibility#E05",
    ]


# --- conditions, plan, time -----------------------------------------------------------------------


@pytest.mark.requirement("R12")
def test_a_condition_names_its_demand_the_data_it_used_and_what_to_do() -> None:
    shown = view().model_copy(update={"display": {"birth_date": "1984-05-01"}})
    failed = RuleFinding(rule="E05", status=FindingStatus.FAIL, explanation="不符合45岁以下")
    found = conditions(FORM, shown, (failed,))
    assert of_section(found, "basic") == found
    assert of_section(found, "title") == []
    one = found[0]
    assert one.failed
    assert one.verdict == "不符合"
    assert "45岁以下" in one.requirement
    assert ("出生日期", "1984年5月") in one.used
    assert one.advice


def plan_row(unit: str, inland: int, long: int, *, shortage: bool = False) -> PlanRowView:
    return PlanRowView(
        plan_row_id=uuid4(),
        seq=1,
        plan_unit_code=unit,
        plan_unit_name=unit,
        unit_kind="地州市",
        region_code="650100",
        southern_four=False,
        specialty=f"{unit}专业",
        quota_inland=inland,
        quota_long=long,
        quota_short=0,
        shortage=shortage,
        remark="",
    )


@pytest.mark.requirement("R08")
def test_only_rows_of_the_units_plan_with_seats_are_offered() -> None:
    rows = [plan_row("A", 1, 0), plan_row("A", 0, 2, shortage=True), plan_row("B", 1, 1)]
    rows.append(plan_row("A", 0, 0))
    assert [one.kinds for one in specialties(rows, "A")] == ["INLAND", "LONG"]
    assert [one.kinds for one in specialties(rows, "A", SeatKind.LONG)] == ["LONG"]
    assert specialties(rows, None) == ()
    assert "紧缺专业" in specialties(rows, "A", SeatKind.LONG)[0].hint


@pytest.mark.requirement("R48")
def test_a_draft_is_open_until_just_before_the_close() -> None:
    draft = view().model_copy(update={"state": ApplicationState.DRAFT})
    now = check()
    assert standing_of(draft, now, NOW).is_open
    over = now.model_copy(update={"window_open": False})
    shut = standing_of(draft, over, now.closes_at)
    assert (shut.is_open, shut.closed) == (False, True)
    early = standing_of(draft, over, now.opens_at - timedelta(seconds=1))
    assert (early.is_open, early.closed, early.not_yet) == (False, False, now.opens_at)
    assert not standing_of(view(), now, NOW).is_open


def test_a_returned_form_is_open_until_its_own_due_date() -> None:
    due = datetime(2019, 3, 20, tzinfo=UTC)
    back = ReturnView(
        return_id=uuid4(), items=("education",), due_at=due, returned_at=NOW, organisation="单位"
    )
    returned = view().model_copy(
        update={"state": ApplicationState.RETURNED, "current_return": back}
    )
    over = check().model_copy(update={"window_open": False})
    assert standing_of(returned, over, due - timedelta(seconds=1)).is_open
    late = standing_of(returned, over, due)
    assert (late.is_open, late.closed) == (False, True)


# --- fields ---------------------------------------------------------------------------------------


def drawn(section: str, **fields: Any) -> dict[str, widgets.Widget]:
    setting = widgets.Setting(form=FORM, view=view(**fields), values=fields, shown={})
    return {
        one["code"]: widgets.widget_of(one, setting, is_open=True) for one in fields_of(section)
    }


def test_a_stored_id_number_is_told_masked_and_not_in_the_field() -> None:
    widget = drawn("basic", id_number="650***********0010")["id_number"]
    assert widget.value == ""
    assert "650***********0010" in widget.hint


def test_a_doubtful_name_is_asked_about_until_it_is_settled() -> None:
    assert drawn("basic", name="样例.江")["name"].notes[0][0] == "ask"
    assert drawn("basic", name="样例·江")["name"].notes == ()


def test_long_lists_are_searched_and_blocks_show_a_row_to_begin_with() -> None:
    assert drawn("title")["title_code"].searched
    assert not drawn("education")["degree"].searched
    assert len(drawn("achievements")["ach"].rows) == 1
    assert len(drawn("achievements", ach=[{"title": "甲"}, {"title": "乙"}])["ach"].rows) == 2


def test_what_is_locked_is_only_shown() -> None:
    locked = view(school="甲").model_copy(update={"editable": ("major",)})
    opened = widgets.open_definitions(SECTIONS["education"], locked, is_open=True)
    assert [one["code"] for one in opened] == ["major"]
    assert widgets.open_definitions(SECTIONS["education"], locked, is_open=False) == []
