"""Answers in words: codes by their tables, rows as tables, ids never."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.applications.handlers.views import form_view
from services.applications.programme import load_programme
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.vocabulary import ApplicationState, Outcome
from services.gateway.pages.core import answers
from services.gateway.pages.core.form_facts import facts_of

PROGRAMME = Path(__file__).resolve().parents[4] / "programmes" / "2019"
FORM = facts_of(form_view(load_programme(PROGRAMME, 2019)))
NOW = datetime(2019, 3, 1, tzinfo=UTC)


def view(**fields: Any) -> ApplicationView:
    return ApplicationView(
        application_id=uuid4(),
        cycle_id=uuid4(),
        cycle_year=2019,
        applicant_id=uuid4(),
        application_no="TP2019-650102-00001",
        state=ApplicationState.UNIT_REVIEW,
        state_label="待单位审核",
        desk_label=None,
        revision=1,
        version_no=1,
        fields=fields,
        display={},
        editable=(),
        scans=(),
        findings=(),
        outcome=Outcome.ELIGIBLE,
        current_return=None,
        versions=(),
        created_at=NOW,
        submitted_at=NOW,
    )


def texts(shown: ApplicationView) -> dict[str, str]:
    return {
        answer.code: answer.text
        for group in answers.by_section(FORM, shown)
        for answer in group.answers
    }


def test_codes_yes_and_no_and_gaps_are_words() -> None:
    shown = texts(view(zh_read="BASIC", accept_adjustment=False, school=None))
    assert shown["zh_read"] == "基本胜任"
    assert shown["accept_adjustment"] == "否"
    assert shown["school"] == answers.EMPTY


def test_ids_of_unit_and_plan_row_are_never_shown() -> None:
    shown = texts(view(unit_id=str(uuid4()), plan_row_id=str(uuid4()), unit_name="（样例）医院"))
    assert shown.keys().isdisjoint({"unit_id", "plan_row_id"})
    assert shown["unit_name"] == "（样例）医院"


def test_rows_are_a_table_in_the_order_of_the_form() -> None:
    rows = [{"from_month": "2010-07", "to_month": None, "place": "（样例）医院", "post": "医师"}]
    (group,) = [
        g for g in answers.by_item(FORM, view(work_history=rows)) if g.code == "work_history"
    ]
    (answer,) = group.answers
    assert answer.table is not None
    assert answer.table.heads == ("起始年月", "终止年月", "单位及部门", "职务职称")
    assert answer.table.rows == (("2010年7月", "至今", "（样例）医院", "医师"),)


def test_only_what_differs_is_a_change() -> None:
    found = answers.changes(FORM, view(school="甲", major="乙"), view(school="丙", major="乙"))
    assert [(c.code, c.before.text, c.after.text) for c in found] == [("school", "甲", "丙")]


def test_every_item_of_the_checklist_is_a_group() -> None:
    assert [group.code for group in answers.by_item(FORM, view())] == list(FORM.view.items)
