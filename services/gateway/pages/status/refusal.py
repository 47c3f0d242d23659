"""The applicant's answer to a proposed refusal (F4): once, in own words, before it is decided."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_negative import ANSWER_MAX, AnswerNegative
from services.contracts.requests.review_views import MyStatus
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.status.walk import status_at, walk_of


async def ask(page: Page) -> Response:
    """GET: what is proposed and why, and an empty form."""
    walk = await walk_of(page)
    if not walk.can_answer:
        return page.redirect(status_at(walk.application_id))
    return await _render(page, walk, Form())


async def answer(page: Page) -> Response:
    """POST: first the preview, then the answer itself."""
    walk = await walk_of(page)
    form = await page.form()
    whole = 0 < len(form["text"]) <= ANSWER_MAX
    done = await previewed(
        page,
        form,
        [] if whole else [PageFinding("text", f"请填写陈述，不超过{ANSWER_MAX}字")],
        show=partial(_render, page, walk, form),
        request=lambda: AnswerNegative(
            application_id=walk.application_id, version=seen_version(form), text=form["text"]
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    return page.redirect(status_at(walk.application_id), said="陈述已提交，等待决定。")


async def _render(
    page: Page,
    walk: MyStatus,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    if not walk.negatives:
        return page.redirect(status_at(walk.application_id))
    return page.render(
        "status/refusal_check.html" if checked else "status/refusal.html",
        status=status,
        walk=walk,
        form=form,
        errors=errors or [],
        most=ANSWER_MAX,
    )
