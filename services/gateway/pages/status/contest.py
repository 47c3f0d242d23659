"""The applicant contests a decision or an opinion (D09): from the status page in three clicks."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_re_review import (
    GROUNDS_MAX,
    AskReReview,
    ContestableView,
)
from services.contracts.requests.review_views import MyStatus
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.status.walk import status_at, walk_of


async def ask(page: Page) -> Response:
    """GET: what is contested, what follows, and an empty form."""
    walk = await walk_of(page)
    return await _render(page, walk, Form())


async def contest(page: Page) -> Response:
    """POST: first the preview, then the request itself."""
    walk = await walk_of(page)
    form, subject = await page.form(), _subject(page, walk)
    if subject is None:
        return await _render(page, walk, form)
    whole = 0 < len(form["text"]) <= GROUNDS_MAX
    done = await previewed(
        page,
        form,
        [] if whole else [PageFinding("text", f"请填写理由，不超过{GROUNDS_MAX}字")],
        show=partial(_render, page, walk, form),
        request=lambda: AskReReview(
            application_id=walk.application_id,
            version=seen_version(form),
            kind=subject.kind,
            subject_id=subject.subject_id,
            text=form["text"],
            more_on_paper=form.checked("more_on_paper"),
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    return page.redirect(
        status_at(walk.application_id), said="复核申请已提交，由上一级审核单位决定。"
    )


async def _render(
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
        return page.redirect(status_at(walk.application_id), said=said, done=False)
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
