"""The region's office returns a list as a whole: what that leads to is read before it is done."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review_lists import (
    RETURN_TEXT_MAX,
    RETURN_TEXT_MIN,
    ListChanged,
    ListView,
    ReadList,
    ReturnList,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.moves import due_at_of
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.lists.places import REGION_ROLES


async def ask(page: Page) -> Response:
    """GET: an empty form, and what a return leads to."""
    return await _form_page(page)


async def send_back(page: Page) -> Response:
    """POST: first the preview of what the unit will read, then the return itself."""
    form, view = await page.form(), await _view(page)
    done = await previewed(
        page,
        form,
        return_findings(form),
        show=partial(_form_page, page, form),
        request=lambda: ReturnList(
            list_id=view.summary.list_id,
            version=seen_version(form),
            text=form["text"],
            due_at=due_at_of(form["due_day"]) or page.now,
        ),
        answer=ListChanged,
        seconds=15.0,
    )
    if isinstance(done, Response):
        return done
    said = f"{view.summary.organisation_name}的汇总表（{view.summary.title_suffix}）已整份退回。"
    return page.redirect(_list_at(page), said=said)


def return_findings(form: Form) -> list[PageFinding]:
    """What is missing of a return."""
    errors = []
    if not RETURN_TEXT_MIN <= len(form["text"]) <= RETURN_TEXT_MAX:
        text = f"请写明退回的原因，{RETURN_TEXT_MIN}至{RETURN_TEXT_MAX}字"
        errors.append(PageFinding("text", text))
    if due_at_of(form["due_day"]) is None:
        errors.append(PageFinding("due_day", "请填写重新报送的截止日期"))
    return errors


async def _view(page: Page) -> ListView:
    return await page.ask(ReadList(list_id=page.uuid("list_id"), limit=1), ListView)


def _list_at(page: Page) -> str:
    return f"/region/{page.uuid('organisation_id')}/lists/{page.uuid('list_id')}"


async def _form_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    page.workplace(page.uuid("organisation_id"), *REGION_ROLES)
    view = await _view(page)
    typed = Form() if form is None else form
    return page.render(
        "lists/list_return_check.html" if checked else "lists/list_return.html",
        status=status,
        errors=errors or [],
        view=view,
        form=typed,
        due_at=due_at_of(typed["due_day"]),
        most=RETURN_TEXT_MAX,
        back=_list_at(page),
    )
