"""Withdrawing: no reason is asked, and it leaves no mark (F12)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.requests.applications import (
    DraftWithdrawn,
    WithdrawDraft,
)
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.requests.review import CaseChanged, WithdrawApplication
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.own import read_own
from services.gateway.pages.core.page import Page


async def ask(page: Page) -> Response:
    """What withdrawing means, before it is done."""
    view = await read_own(page)
    walk = await _walk(page, view)
    if walk is not None and not walk.can_withdraw:
        return page.redirect(f"/applications/{view.application_id}/status")
    return page.render("status/withdrawal.html", view=view, walk=walk)


async def withdraw(page: Page) -> Response:
    """Withdraw the draft, or what was submitted."""
    view = await read_own(page)
    form = await page.form()
    if view.version_no == 0:
        await page.ask(WithdrawDraft(application_id=view.application_id), DraftWithdrawn)
        return page.redirect("/applications", said="草稿已撤回。申报时间内可以重新申报。")
    seen = form["version"]
    command = WithdrawApplication(
        application_id=view.application_id, version=int(seen) if seen.isdigit() else 1
    )
    await page.ask(command, CaseChanged)
    return page.redirect(
        f"/applications/{view.application_id}/status",
        said="申报已撤回。申报时间内可以重新申报。",
    )


async def _walk(page: Page, view: ApplicationView) -> MyStatus | None:
    if view.state is ApplicationState.DRAFT:
        return None
    return await page.ask(ReadMyStatus(application_id=view.application_id), MyStatus)
