"""Signing in on a page, and going on where one was: the address, or the form that was posted.

A form that was posted without a session is not lost: its fields travel with the sign-in form and
are posted again, by the person's own click, once somebody is signed in.
"""

from __future__ import annotations

import json

from pydantic import SecretStr, ValidationError
from starlette.responses import Response

from services.contracts.errors import SignInFailedError
from services.contracts.requests.accounts import SignIn
from services.gateway.pages.core.filters import url
from services.gateway.pages.core.forms import CSRF, Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.responses import is_local, redirect_response
from services.gateway.routes.session import begin_session, set_session_cookie
from services.gateway.sessions.doorkeeper import SAFE_METHODS
from services.gateway.visit import Visit

ADDRESS = "/sign-in"
HOME = "/workplaces"
"""Sends everybody on to where their work is."""

UNAUTHENTICATED = 401
KEPT_BYTES = 200 * 1024
_NEVER_KEPT = frozenset({CSRF})


def ask_to_sign_in(page: Page) -> Response:
    """The sign-in page for a visitor who asked for something that needs a name."""
    if page.is_htmx:
        return Response(status_code=UNAUTHENTICATED)
    if page.http.method in SAFE_METHODS:
        query = f"?{page.http.url.query}" if page.http.url.query else ""
        return redirect_response(url(ADDRESS, next=page.here + query), page.http)
    return _sign_in_page(page, next_address=page.here, kept=_kept(page), status=UNAUTHENTICATED)


async def sign_in_page(page: Page) -> Response:
    """GET: who are you?"""
    target = page.query.get("next", "")
    return _sign_in_page(page, next_address=target if is_local(target) else "")


async def sign_in(page: Page) -> Response:
    """POST: check login and password, begin a session, go on."""
    form = await page.form()
    target = form["next"] if is_local(form["next"]) else ""
    try:
        asked = SignIn(login=form["login"], password=SecretStr(form.get("password")))
        session = await begin_session(page.gateway, page.http, asked)
    except (SignInFailedError, ValidationError):
        failed = [PageFinding("login", SignInFailedError().message)]
        return _sign_in_page(
            page,
            next_address=target,
            kept=form["kept"],
            login=form["login"],
            errors=failed,
            status=UNAUTHENTICATED,
        )
    fields = _unpacked(form["kept"])
    if fields and target:
        visit = Visit(session.actor, page.now, page.reference, session=session)
        signed_in = Page(page.http, page.gateway, visit, form, page.cycles)
        response = signed_in.render("core/resume.html", target=target, fields=fields)
    else:
        response = redirect_response(target or HOME, page.http)
    set_session_cookie(response, page.gateway, session)
    return response


async def sign_out(page: Page) -> Response:
    """POST: end the session of this browser."""
    if page.visit.session is not None:
        await page.gateway.sessions.end(page.visit.session.session_id)
    response = page.redirect("/", said="您已退出登录。")
    settings = page.gateway.settings
    response.delete_cookie(settings.cookie_name, secure=settings.is_https, httponly=True, path="/")
    response.headers["clear-site-data"] = '"storage"'
    return response


def _sign_in_page(
    page: Page,
    *,
    next_address: str,
    kept: str = "",
    login: str = "",
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "core/sign_in.html",
        status=status,
        next_address=next_address,
        kept=kept,
        login=login,
        errors=errors or [],
    )


def _kept(page: Page) -> str:
    """The posted fields, to travel with the sign-in form; files and passwords do not."""
    form = page.posted or Form()
    pairs = [
        (name, value)
        for name, value in form.pairs
        if name not in _NEVER_KEPT and "password" not in name
    ]
    packed = json.dumps(pairs, ensure_ascii=False)
    return packed if pairs and len(packed.encode()) <= KEPT_BYTES else ""


def _unpacked(kept: str) -> list[tuple[str, str]]:
    try:
        pairs = json.loads(kept or "[]")
        return [(str(name), str(value)) for name, value in pairs if name != CSRF]
    except (ValueError, TypeError):
        return []
