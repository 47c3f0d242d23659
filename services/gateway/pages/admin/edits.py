"""Editing one organisation: the form, what it would change, then the change itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import StaleVersionError, ValidationFailedError
from services.contracts.requests.accounts import (
    CancelOrganisationChange,
    CheckOrganisationEdit,
    OrganisationChange,
    OrganisationHistory,
    OrganisationView,
    ReadOrganisation,
    ReadOrganisationHistory,
    UpdateOrganisation,
)
from services.contracts.vocabulary import RouteLine, UnitNature
from services.gateway.pages.core.filters import day
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding

COLUMNS = {
    "name": "名称",
    "unit_nature": "单位性质",
    "region_code": "所在地代码",
    "uscc": "统一社会信用代码",
    "plan_unit_code": "计划单位代码",
    "supervisor": "主管单位代码",
    "address": "地址",
    "line": "审核线",
    "route": "审核路径",
    "hr_contact": "人事联系人",
    "hr_phone": "人事电话",
    "active_from": "启用日期",
    "active_to": "停用日期",
}
"""Fields of the form by the columns of the organisations table."""

_FIELDS = {column: field for field, column in COLUMNS.items()}
_UNPROCESSABLE = 422


async def ask(page: Page) -> Response:
    """The form with the organisation as it stands."""
    view, history = await _now(page)
    values = {field: history.cells.get(column, "") for field, column in COLUMNS.items()}
    return _form(page, view, values | {"sequence": str(view.sequence)})


async def edit(page: Page) -> Response:
    """Show what would change; when that was confirmed, change it."""
    form = await page.form()
    confirmed = form["step"] == "save"
    faults = _day_faults(form)
    organisation_id = page.uuid("organisation_id")
    view = await page.ask(ReadOrganisation(organisation_id=organisation_id), OrganisationView)
    if faults or form["step"] == "edit":
        return _form(page, view, form.values, faults)
    terms = _terms(organisation_id, form)
    try:
        if not confirmed:
            seen = await page.ask(CheckOrganisationEdit.model_validate(terms), OrganisationChange)
            return page.render(
                "admin/organisation_preview.html", view=view, seen=seen, values=form.values
            )
        done = await page.ask(UpdateOrganisation.model_validate(terms), OrganisationChange)
    except ValidationFailedError as error:
        return _form(page, view, form.values, [_placed(each) for each in page.findings(error)])
    except StaleVersionError:
        text = "此单位刚刚已被他人修改。下面是您填写的内容，请对照最新内容后再提交。"
        fresh = form.values | {"sequence": str(view.sequence)}
        return _form(page, view, fresh, [PageFinding("", text)])
    said = f"修改将于{day(done.effective_on)}生效。" if done.planned else "已修改，即时生效。"
    return page.redirect(f"/admin/organisations/{organisation_id}", said=said)


async def cancel(page: Page) -> Response:
    """Take back a change that waits for its day."""
    asked = CancelOrganisationChange(change_id=page.uuid("change_id"))
    await page.ask(asked, OrganisationHistory)
    said = "已取消，单位仍按现状。"
    return page.redirect(f"/admin/organisations/{page.uuid('organisation_id')}", said=said)


async def _now(page: Page) -> tuple[OrganisationView, OrganisationHistory]:
    organisation_id = page.uuid("organisation_id")
    return await page.together(
        page.ask(ReadOrganisation(organisation_id=organisation_id), OrganisationView),
        page.ask(ReadOrganisationHistory(organisation_id=organisation_id), OrganisationHistory),
    )


def _form(
    page: Page,
    view: OrganisationView,
    values: dict[str, str],
    errors: list[PageFinding] | None = None,
) -> Response:
    return page.render(
        "admin/organisation_edit.html",
        status=_UNPROCESSABLE if errors else 200,
        errors=errors or [],
        view=view,
        values=values,
        natures=[(each.label, each.label) for each in UnitNature],
        lines=[(each.label, each.label) for each in RouteLine],
    )


def _day_faults(form: Form) -> list[PageFinding]:
    try:
        effective_day(form["effective_on"])
    except ValueError:
        return [PageFinding("effective_on", "请填写日期，如2019-03-01；即时生效的请留空。")]
    return []


def effective_day(text: str) -> date | None:
    """The day a change begins; nothing means at once.

    Raises:
        ValueError: it is no day.
    """
    return date.fromisoformat(text) if text else None


def _terms(organisation_id: UUID, form: Form) -> dict[str, object]:
    sequence = form["sequence"]
    return {
        "organisation_id": organisation_id,
        "sequence": int(sequence) if sequence.isascii() and sequence.isdigit() else -1,
        "effective_on": effective_day(form["effective_on"]),
        "cells": {column: form[field] for field, column in COLUMNS.items() if field in form},
    }


def _placed(finding: PageFinding) -> PageFinding:
    """A finding of a column, at its field; the summary names the column."""
    return PageFinding(
        _FIELDS.get(finding.field, finding.field), f"{finding.field}：{finding.text}"
    )
