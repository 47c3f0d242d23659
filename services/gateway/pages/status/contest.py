"""The applicant contests a decision or an opinion (D09): from the status page in three clicks."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_re_review import (
    GROUNDS_MAX,
    AskReReview,
    ContestableView,
)
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version


async def ask(page: Page) -> Response:
    """GET: what is contested, what follows, and an empty form."""
    walk = await _walk(page)
    return _render(page, walk, Form())


async def contest(page: Page) -> Response:
    """POST: first the preview, then the request itself."""
    walk = await _walk(page)
    form, subject = await page.form(), _subject(page, walk)
    if subject is None:
        return _render(page, walk, form)
    if not 0 < len(form["text"]) <= GROUNDS_MAX:
        errors = [PageFinding("text", f"请填写理由，不超过{GROUNDS_MAX}字")]
        return _render(page, walk, form, errors, UNPROCESSABLE)
    if form["step"] != "confirm":
        return _render(page, walk, form, checked=form["step"] != "edit")
    request = AskReReview(
        application_id=walk.application_id,
        version=seen_version(form),
        kind=subject.kind,
        subject_id=subject.subject_id,
        text=form["text"],
        more_on_paper=form.checked("more_on_paper"),
    )
    try:
        await page.ask(request, CaseChanged)
    except TepeiError as error:
        return _render(page, walk, form, page.findings(error), CONFLICT)
    return page.redirect(_status_of(walk), said="复核申请已提交，由上一级审核单位决定。")


def _render(
    page: Page,
    walk: MyStatus,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    subject = _subject(page, walk)
    if subject is None:
        said = "这一项现在不能申请复核：可能已经申请过，或者已过期限。"
        return page.redirect(_status_of(walk), said=said, done=False)
    return page.render(
        "status/contest_check.html" if checked else "status/contest.html",
        status=status,
        walk=walk,
        subject=subject,
        form=form,
        errors=errors or [],
        most=GROUNDS_MAX,
    )


def _subject(page: Page, walk: MyStatus) -> ContestableView | None:
    wanted = page.uuid("subject_id")
    return next((one for one in walk.contestable if one.subject_id == wanted), None)


async def _walk(page: Page) -> MyStatus:
    return await page.ask(ReadMyStatus(application_id=page.uuid("application_id")), MyStatus)


def _status_of(walk: MyStatus) -> str:
    return f"/applications/{walk.application_id}/status"
