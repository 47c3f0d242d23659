"""A forgotten password: asking for help, and setting a new one with the code."""

from __future__ import annotations

from pydantic import SecretStr, ValidationError
from starlette.responses import Response

from services.contracts.errors import TepeiError, ValidationFailedError
from services.contracts.requests.accounts import AskPasswordReset, PasswordReset, ResetPassword
from services.contracts.requests.base import Acknowledged
from services.gateway.edge.validation import invalid_request
from services.gateway.pages.account.typed import missing, password_findings
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.routes.session import SIGN_IN_SECONDS

_UNPROCESSABLE = 422
_WHO = {"login": "请填写用户名或公民身份号码。"}


async def ask(page: Page) -> Response:
    """Who forgot their password?"""
    return _asking(page, "", [])


async def ask_for_help(page: Page) -> Response:
    """Put them on the list of whoever checks ID cards; nothing says whether they exist."""
    form = await page.form()
    found = missing(form.values, _WHO)
    if found:
        return _asking(page, form["login"], found)
    try:
        asked = AskPasswordReset(login=SecretStr(form["login"]))
    except ValidationError as error:
        return _asking(page, form["login"], page.findings(invalid_request(error)))
    await page.ask(asked, Acknowledged)
    return page.redirect("/password/asked")


async def asked(page: Page) -> Response:
    """What to do next."""
    return page.render("account/forgotten_next.html")


async def show_reset(page: Page) -> Response:
    """The form for whoever has a code."""
    return _resetting(page, "", [])


async def reset(page: Page) -> Response:
    """Set the new password; every session of the person ends."""
    form = await page.form()
    new = form.get("new_password")
    found = missing(form.values, _WHO | {"code": "请填写一次性口令。"})
    found += password_findings(new, "new_password")
    if found:
        return _resetting(page, form["login"], found)
    try:
        asked = ResetPassword(
            login=SecretStr(form["login"]),
            code=SecretStr(form["code"]),
            new_password=SecretStr(new),
        )
        done = await page.ask(asked, PasswordReset, seconds=SIGN_IN_SECONDS)
    except ValidationError as error:
        return _refused(page, form["login"], invalid_request(error))
    except ValidationFailedError as error:
        return _refused(page, form["login"], error)
    await page.gateway.sessions.end_all(done.person_id)
    return page.redirect("/sign-in", said="新密码已设置，请用新密码登录。")


def _refused(page: Page, login: str, error: TepeiError) -> Response:
    return _resetting(page, login, page.findings(error))


def _asking(page: Page, login: str, found: list[PageFinding]) -> Response:
    return page.render(
        "account/forgotten.html",
        status=_UNPROCESSABLE if found else 200,
        login=login,
        errors=found,
    )


def _resetting(page: Page, login: str, found: list[PageFinding]) -> Response:
    return page.render(
        "account/reset.html", status=_UNPROCESSABLE if found else 200, login=login, errors=found
    )
