"""The applicant's answer to a proposed refusal (F4): once, in own words, before it is decided."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_negative import ANSWER_MAX, AnswerNegative
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version


async def ask(page: Page) -> Response:
    """GET: what is proposed and why, and an empty form."""
    walk = await _walk(page)
    if not walk.can_answer:
        return page.redirect(_status_of(walk))
    return _render(page, walk, Form())


async def answer(page: Page) -> Response:
    """POST: first the preview, then the answer itself."""
    walk = await _walk(page)
    form = await page.form()
    if not 0 < len(form["text"]) <= ANSWER_MAX:
        errors = [PageFinding("text", f"请填写陈述，不超过{ANSWER_MAX}字")]
        return _render(page, walk, form, errors, UNPROCESSABLE)
    if form["step"] != "confirm":
        return _render(page, walk, form, checked=form["step"] != "edit")
    request = AnswerNegative(
        application_id=walk.application_id, version=seen_version(form), text=form["text"]
    )
    try:
        await page.ask(request, CaseChanged)
    except TepeiError as error:
        return _render(page, walk, form, page.findings(error), CONFLICT)
    return page.redirect(_status_of(walk), said="陈述已提交，等待决定。")


def _render(
    page: Page,
    walk: MyStatus,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    if not walk.negatives:
        return page.redirect(_status_of(walk))
    return page.render(
        "status/refusal_check.html" if checked else "status/refusal.html",
        status=status,
        walk=walk,
        form=form,
        errors=errors or [],
        most=ANSWER_MAX,
    )


async def _walk(page: Page) -> MyStatus:
    return await page.ask(ReadMyStatus(application_id=page.uuid("application_id")), MyStatus)


def _status_of(walk: MyStatus) -> str:
    return f"/applications/{walk.application_id}/status"
