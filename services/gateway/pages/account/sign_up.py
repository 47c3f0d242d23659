"""An applicant's new account."""

from __future__ import annotations

from pydantic import SecretStr, ValidationError
from starlette.responses import Response

from services.contracts.errors import TepeiError, ValidationFailedError
from services.contracts.requests.accounts import Identity, SignIn, SignUp
from services.gateway.edge.validation import invalid_request
from services.gateway.pages.account.typed import (
    TypedName,
    greeting,
    read_name,
    sign_up_findings,
)
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.routes.session import SIGN_IN_SECONDS, begin_session, set_session_cookie

_UNPROCESSABLE = 422
NEXT = "/account/unit"
"""Whoever has an account names the unit next."""


async def ask(page: Page) -> Response:
    """The empty form."""
    if page.person is not None:
        return page.redirect("/account")
    return _form(page, {}, TypedName(""), [])


async def sign_up(page: Page) -> Response:
    """Create the account and sign in at once."""
    if page.person is not None:
        return page.redirect("/account")
    form = await page.form()
    password, name = form.get("password"), read_name(form["name"])
    sure = form.checked("name_sure")
    values = {key: value for key, value in form.values.items() if key != "password"}
    found = sign_up_findings(values, name, password, name_sure=sure)
    if found:
        return _form(page, values, name, found)
    try:
        asked = SignUp(
            login=form["login"],
            password=SecretStr(password),
            name=form["name"],
            mobile=form["mobile"],
            id_number=SecretStr(form["id_number"]),
        )
        person = await page.ask(asked, Identity, seconds=SIGN_IN_SECONDS)
    except ValidationError as error:
        return _refused(page, values, name, invalid_request(error))
    except ValidationFailedError as error:
        return _refused(page, values, name, error)
    known = SignIn(login=form["login"], password=SecretStr(password))
    session = await begin_session(page.gateway, page.http, known)
    response = page.redirect(NEXT, said=greeting(person, name))
    set_session_cookie(response, page.gateway, session)
    return response


def _refused(page: Page, values: dict[str, str], name: TypedName, error: TepeiError) -> Response:
    return _form(page, values, name, page.findings(error))


def _form(
    page: Page, values: dict[str, str], name: TypedName, found: list[PageFinding]
) -> Response:
    return page.render(
        "account/sign_up.html",
        status=_UNPROCESSABLE if found else 200,
        values=values,
        errors=found,
        typed=name,
    )
