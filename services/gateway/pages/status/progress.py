"""Where the application is, and who looked at it."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications import AccessList, ReadAccesses
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.own import read_own
from services.gateway.pages.core.page import Page
from services.gateway.pages.messages.inbox import unread_messages

_READ = {"file": "申报内容", "id_number": "完整身份证号"}
"""What was looked at, in words; anything else is the scan of a material."""


async def status(page: Page) -> Response:
    """State, desk, since when, what next, every signed opinion, the history (D07)."""
    application_id = page.uuid("application_id")
    view, walk, unread = await page.together(
        read_own(page),
        _walk(page, application_id),
        unread_messages(page),
    )
    if view.version_no == 0:
        return page.redirect(f"/applications/{application_id}")
    return page.render("status/status.html", view=view, walk=walk, unread=unread)


async def accesses(page: Page) -> Response:
    """谁看过我的申报 (F13)."""
    application_id = page.uuid("application_id")
    answer, form = await page.together(
        page.ask(ReadAccesses(application_id=application_id), AccessList), form_facts(page)
    )

    def kinds(kind: str) -> str:
        return _READ.get(kind) or f"扫描件：{form.label(kind)}"

    return page.render(
        "status/accesses.html",
        application_id=application_id,
        accesses=answer.accesses,
        kinds=kinds,
    )


async def _walk(page: Page, application_id: UUID) -> MyStatus | None:
    """What review says; nothing in the moment between a submission and its arrival there."""
    try:
        return await page.ask(ReadMyStatus(application_id=application_id), MyStatus)
    except NotFoundError:
        return None
