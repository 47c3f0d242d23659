"""What somebody sees of their own account, and changing the password."""

from __future__ import annotations

from pydantic import SecretStr
from starlette.responses import Response

from services.contracts.errors import (
    SignInFailedError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ChangePassword,
    Identity,
    ListBindings,
    ListBindingsResult,
    ListUnitRegistrations,
    MySignIns,
    ReadMySignIns,
    UnitRegistrations,
)
from services.gateway.pages.account.typed import missing, password_findings
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.routes.session import SIGN_IN_SECONDS, go_on_alone, set_session_cookie

_UNPROCESSABLE = 422
_LIVE = (BindingState.REQUESTED, BindingState.CONFIRMED)
_MOST_SHOWN = 5


async def account(page: Page) -> Response:
    """Who one is here, the unit one named, firms one registered."""
    bound, registered = await page.together(
        page.ask(ListBindings(limit=_MOST_SHOWN), ListBindingsResult),
        page.ask(ListUnitRegistrations(limit=_MOST_SHOWN), UnitRegistrations),
    )
    return page.render(
        "account/account.html",
        me=page.me,
        binding=current_binding(bound.bindings),
        registrations=registered.registrations,
    )


def current_binding(bindings: tuple[BindingView, ...]) -> BindingView | None:
    """The binding that counts: the live one, or else the one decided on last."""
    live = next((binding for binding in bindings if binding.state in _LIVE), None)
    return live or next(iter(bindings), None)


async def sign_ins(page: Page) -> Response:
    """When and with what somebody signed in as oneself."""
    kept = await page.ask(ReadMySignIns(), MySignIns)
    return page.render("account/sign_ins.html", sign_ins=kept.sign_ins)


async def ask_password(page: Page) -> Response:
    """The form for another password."""
    return _password_form(page, [])


async def change_password(page: Page) -> Response:
    """Change the password; this browser goes on, all others must sign in again."""
    form = await page.form()
    current, new = form.get("current_password"), form.get("new_password")
    found = missing({"current_password": current}, {"current_password": "请填写当前密码。"})
    found += password_findings(new, "new_password")
    if found:
        return _password_form(page, found)
    session = page.visit.session
    if session is None:
        raise UnauthenticatedError
    asked_at = page.gateway.sessions.now()
    asked = ChangePassword(current_password=SecretStr(current), new_password=SecretStr(new))
    try:
        identity = await page.ask(asked, Identity, seconds=SIGN_IN_SECONDS)
    except SignInFailedError:
        return _password_form(page, [PageFinding("current_password", "当前密码不正确。")])
    except ValidationFailedError as error:
        return _password_form(page, page.findings(error))
    fresh = await go_on_alone(page.gateway, session, identity, asked_at=asked_at)
    response = page.redirect("/account", said="密码已修改，您在其他设备上的登录已全部退出。")
    set_session_cookie(response, page.gateway, fresh)
    return response


def _password_form(page: Page, found: list[PageFinding]) -> Response:
    return page.render(
        "account/password.html", status=_UNPROCESSABLE if found else 200, errors=found, me=page.me
    )
