"""Tokens of client systems: listed, issued (shown once), ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts import (
    ClientTokenView,
    IssueClientToken,
    IssueClientTokenResult,
    ListClientTokens,
    ListClientTokensResult,
    OrganisationSummary,
    RevokeClientToken,
)
from services.contracts.requests.base import Acknowledged
from services.contracts.vocabulary import Role
from services.gateway.pages.admin.organisations import named
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding

SCOPES = {
    "plan:read": "名额计划",
    "seats:read": "名额使用情况",
    "organisations:read": "单位",
    "applications:read": "本单位所管的申报",
    "review:read": "本单位所管的审核进度",
    "documents:read": "本单位所管的打印件",
}
_NAME, _MOST_NAME, _MOST_DAYS, _DAYS = 2, 100, 366, "90"
_UNPROCESSABLE = 422


async def listed(page: Page) -> Response:
    """All tokens, without secrets."""
    answer = await page.ask(ListClientTokens(), ListClientTokensResult)
    return page.render(
        "admin/tokens.html",
        clients=answer.clients,
        scopes=SCOPES,
        may_issue=page.holds(Role.SECURITY_ADMIN),
    )


async def ask(page: Page) -> Response:
    """The form of a new token."""
    return _form(page, {"valid_days": _DAYS}, [])


async def issue(page: Page) -> Response:
    """Issue it; this page is the only one that ever shows it."""
    form = await page.form()
    faults = _faults(form)
    meant = await named(page, form["organisation_code"] or form["organisation"])
    if not faults and len(meant) != 1:
        faults = _unclear(meant)
    if faults:
        return _form(page, form.values, form.getlist("scopes"), faults, meant)
    asked = IssueClientToken.model_validate(
        {
            "name": form["name"],
            "organisation_id": meant[0].organisation_id,
            "scopes": form.getlist("scopes"),
            "valid_days": int(form["valid_days"]),
        }
    )
    issued = await page.ask(asked, IssueClientTokenResult)
    return page.render(
        "admin/token_issued.html", issued=issued, organisation=meant[0].name, scopes=SCOPES
    )


async def ask_end(page: Page) -> Response:
    """What ending the token means."""
    return page.render("admin/token_end.html", client=await _client(page, page.uuid("client_id")))


async def end(page: Page) -> Response:
    """End it now."""
    client_id = page.uuid("client_id")
    await page.ask(RevokeClientToken(client_id=client_id), Acknowledged)
    return page.redirect("/admin/tokens", said="令牌已停用，使用它的系统从现在起不能再读取。")


async def _client(page: Page, client_id: UUID) -> ClientTokenView:
    answer = await page.ask(ListClientTokens(), ListClientTokensResult)
    for client in answer.clients:
        if client.client_id == client_id:
            return client
    raise NotFoundError


def _form(
    page: Page,
    values: dict[str, Any],
    ticked: list[str],
    errors: list[PageFinding] | None = None,
    choices: list[OrganisationSummary] | None = None,
) -> Response:
    return page.render(
        "admin/token_new.html",
        status=_UNPROCESSABLE if errors else 200,
        errors=errors or [],
        values=values,
        ticked=ticked,
        scopes=SCOPES,
        choices=choices if choices and len(choices) > 1 else [],
    )


def _faults(form: Form) -> list[PageFinding]:
    faults = []
    if not _NAME <= len(form["name"]) <= _MOST_NAME:
        faults.append(PageFinding("name", f"请填写系统名称，{_NAME}至{_MOST_NAME}个字。"))
    if not (form["organisation"] or form["organisation_code"]):
        faults.append(PageFinding("organisation", "请填写单位名称或代码。"))
    chosen = form.getlist("scopes")
    if not chosen or not set(chosen) <= SCOPES.keys():
        faults.append(PageFinding("scopes", "请至少选择一项可读取的内容。"))
    days = form["valid_days"]
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= _MOST_DAYS):
        faults.append(PageFinding("valid_days", f"有效天数应为1至{_MOST_DAYS}。"))
    return faults


def _unclear(meant: list[OrganisationSummary]) -> list[PageFinding]:
    if meant:
        return [PageFinding("organisation_code", "有多个单位符合，请从中选择一个。")]
    return [PageFinding("organisation", "没有找到该单位，请核对名称或代码。")]
