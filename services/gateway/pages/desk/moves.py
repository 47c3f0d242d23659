"""Passing a file on and sending it back: first what will happen, then the deed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from starlette.responses import Response

from services.chassis.clock import BEIJING
from services.contracts.errors import TepeiError, ValidationFailedError
from services.contracts.requests.review import (
    REASON_MIN,
    CaseChanged,
    LevelOpinion,
    PassLevel,
    ReturnAim,
    ReturnApplication,
    ReviewAction,
)
from services.contracts.requests.review_views import CaseView, NodeView
from services.contracts.vocabulary import NodeKind, Verdict
from services.gateway.pages.core.form_facts import form_facts, year_of
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.file_view import return_items, typed_reasons
from services.gateway.pages.desk.opinions import opinion_findings, written_opinion
from services.gateway.pages.desk.places import (
    CONFLICT,
    HANDLERS,
    RETURNERS,
    UNPROCESSABLE,
    desk_at,
    desk_of,
    file_at,
    seen_version,
)
from services.gateway.pages.desk.queue import desk_facts
from services.gateway.pages.lists.names import names_of

TO_APPLICANT = "applicant"
LEADER_MAX = 50
_LAST_MINUTE = time(23, 59, 59)


# --- passing ------------------------------------------------------------------------------------


async def ask_pass(page: Page) -> Response:
    """GET: what happens next; above the unit also the level's opinion."""
    return await _pass_page(page)


async def pass_on(page: Page) -> Response:
    """POST: pass to the next desk."""
    organisation_id = desk_of(page, *HANDLERS)
    form, case = await page.form(), await case_of(page)
    opinion = None
    if level_of(case) is not NodeKind.UNIT:
        errors = opinion_findings(form)
        if not 0 < len(form["leader_name"]) <= LEADER_MAX:
            errors.append(PageFinding("leader_name", "请填写审批负责人姓名"))
        if errors:
            return await _pass_page(page, form, errors, UNPROCESSABLE)
        opinion = LevelOpinion(
            text=form["text"], author_post=form["author_post"], leader_name=form["leader_name"]
        )
    request = PassLevel(
        application_id=case.application_id, version=seen_version(form), opinion=opinion
    )
    try:
        answer = await page.ask(request, CaseChanged)
    except TepeiError as error:
        return await _pass_page(page, form, page.findings(error), CONFLICT)
    said = f"{case.application_no}已通过，现为：{answer.state_label}。"
    return page.redirect(desk_at(organisation_id), said=said)


def level_of(case: CaseView) -> NodeKind | None:
    """The level whose desk has the file."""
    return next((node.kind for node in case.route if node.current), None)


def next_node(case: CaseView) -> NodeView | None:
    """The desk behind this one; None behind the last."""
    position = case.position
    return next(
        (node for node in case.route if position is not None and node.position == position + 1),
        None,
    )


async def _pass_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    desk_of(page, *HANDLERS)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    unmarked = [item for item in case.checklist if item.mark is None]
    problems = [
        item for item in case.checklist if item.mark and item.mark.verdict is Verdict.PROBLEM
    ]
    return page.render(
        "desk/pass.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        level=level_of(case),
        above=next_node(case),
        unmarked=unmarked,
        problems=problems,
        opinion=written_opinion(case),
        may=ReviewAction.PASS in case.actions,
        form=Form() if form is None else form,
        errors=errors or [],
    )


# --- sending back -------------------------------------------------------------------------------


async def ask_return(page: Page) -> Response:
    """GET: whereto, what and why; items marked 有问题 are ticked with what was written there."""
    return await _return_page(page)


async def send_back(page: Page) -> Response:
    """POST: first the preview, then the return itself."""
    organisation_id = desk_of(page, *RETURNERS)
    form, case = await page.form(), await case_of(page)
    choices = await _choices(page, case)
    rows = typed_reasons(choices, form.values)
    errors = return_findings(case, form.values, rows)
    if errors or form["step"] != "confirm":
        template = (
            "desk/return.html" if errors or form["step"] == "edit" else "desk/return_check.html"
        )
        return await _return_page(page, form, errors, template=template)
    try:
        answer = await page.ask(_request(case, form, rows), CaseChanged)
    except ValidationFailedError as error:
        return await _return_page(page, form, page.findings(error))
    except TepeiError as error:
        return await _return_page(page, form, page.findings(error), status=CONFLICT)
    said = f"{case.application_no}已退回，现为：{answer.state_label}。"
    return page.redirect(desk_at(organisation_id), said=said)


def return_findings(
    case: CaseView, typed: dict[str, str], rows: tuple[dict[str, str], ...]
) -> list[PageFinding]:
    """What is missing before a return can be shown."""
    errors = []
    if not rows:
        errors.append(PageFinding("items", "请至少选择一个需要修改的项目"))
    known = {reason.code for reason in case.reasons}
    for row in rows:
        code = row["item_code"]
        if row["reason_code"] not in known:
            errors.append(PageFinding(f"reason.{code}", "请选择原因"))
        if not REASON_MIN <= len(row["text"]) <= 500:  # noqa: PLR2004 -- as the contract has it
            errors.append(
                PageFinding(f"text.{code}", f"请写明问题和怎样修改，不少于{REASON_MIN}字")
            )
    if typed.get("aim") not in {TO_APPLICANT, *map(str, case.return_positions)}:
        errors.append(PageFinding("aim", "请选择退回给谁"))
    if typed.get("due_day") and due_at_of(typed["due_day"]) is None:
        errors.append(PageFinding("due_day", "请按年-月-日填写修改截止日期"))
    return errors


def due_at_of(day: str) -> datetime | None:
    """The end of a day in Beijing; None when it is no day."""
    try:
        return datetime.combine(datetime.fromisoformat(day).date(), _LAST_MINUTE, BEIJING)
    except ValueError:
        return None


def _request(case: CaseView, form: Form, rows: tuple[dict[str, str], ...]) -> ReturnApplication:
    to_applicant = form["aim"] == TO_APPLICANT
    return ReturnApplication(
        application_id=case.application_id,
        version=seen_version(form),
        aim=ReturnAim.APPLICANT if to_applicant else ReturnAim.DESK,
        to_position=None if to_applicant else int(form["aim"]),
        items=return_items(rows),
        due_at=due_at_of(form["due_day"]) if to_applicant and form["due_day"] else None,
    )


async def _choices(page: Page, case: CaseView) -> dict[str, str]:
    """What a return may name here: the items of the desk, or all of the form."""
    if case.checklist:
        return {item.item_code: item.label for item in case.checklist}
    year = year_of(page, case.cycle_id)
    return dict((await form_facts(page, year)).view.items)


def marked_values(case: CaseView) -> dict[str, str]:
    """What the desk wrote at the items marked 有问题: those are what is sent back."""
    values = {"aim": TO_APPLICANT}
    for item in case.checklist:
        if item.mark is not None and item.mark.verdict is Verdict.PROBLEM:
            values[f"return.{item.item_code}"] = "1"
            values[f"reason.{item.item_code}"] = item.mark.reason_code or ""
            values[f"text.{item.item_code}"] = item.mark.text or ""
    return values


async def _return_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    *,
    template: str = "desk/return.html",
    status: int | None = None,
) -> Response:
    desk_of(page, *RETURNERS)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    choices = await _choices(page, case)
    typed: dict[str, Any] = marked_values(case) if form is None else form.values
    return page.render(
        template,
        status=status or (UNPROCESSABLE if errors else 200),
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        choices=choices,
        rows=typed_reasons(choices, typed),
        lower=[node for node in case.route if node.position in case.return_positions],
        typed=typed,
        due_at=due_at_of(typed.get("due_day", "")) or case.default_due_at,
        reason_labels={reason.code: reason.label for reason in case.reasons},
        may=ReviewAction.RETURN in case.actions,
        errors=errors or [],
    )
