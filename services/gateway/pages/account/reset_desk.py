"""Whoever checks ID cards hands out codes: the unit's clerk, the administrators."""

from __future__ import annotations

from uuid import UUID

from pydantic import SecretStr, ValidationError
from starlette.responses import Response

from services.contracts.errors import NotFoundError, ValidationFailedError
from services.contracts.requests.accounts import (
    IssueResetCode,
    ListPasswordResets,
    PasswordResets,
    PasswordResetView,
    ResetCode,
)
from services.contracts.vocabulary import Role
from services.gateway.edge.validation import invalid_request
from services.gateway.pages.core.page import Page, PageFinding

_UNPROCESSABLE = 422


async def office(page: Page) -> Response:
    """Who waits for the administrators."""
    found = await page.ask(ListPasswordResets(), PasswordResets)
    return page.render("account/resets.html", resets=found.resets)


async def show(page: Page) -> Response:
    """One of those who wait."""
    return _form(page, await _waiting(page), [])


async def issue(page: Page) -> Response:
    """Compare the number on the card and show the code, once."""
    waiting = await _waiting(page)
    form = await page.form()
    typed = form["id_number"]
    number = SecretStr(typed) if typed else None
    try:
        asked = IssueResetCode(reset_id=waiting.reset_id, id_number=number)
        code = await page.ask(asked, ResetCode)
    except ValidationError as error:
        return _form(page, waiting, page.findings(invalid_request(error)))
    except ValidationFailedError as error:
        return _form(page, waiting, page.findings(error))
    return page.render("account/code.html", waiting=waiting, code=code, back=_back(page))


async def _waiting(page: Page) -> PasswordResetView:
    found = await page.ask(ListPasswordResets(organisation_id=_unit(page)), PasswordResets)
    wanted = page.uuid("reset_id")
    waiting = next((one for one in found.resets if one.reset_id == wanted), None)
    if waiting is None:
        raise NotFoundError
    return waiting


def _unit(page: Page) -> UUID | None:
    """The unit whose clerk this is; none at the administrators' list."""
    if "organisation_id" not in page.path:
        return None
    unit = page.uuid("organisation_id")
    page.workplace(unit, Role.UNIT_HR)
    return unit


def _back(page: Page) -> str:
    unit = page.path.get("organisation_id")
    return "/resets" if unit is None else f"/unit/{unit}/people"


def _form(page: Page, waiting: PasswordResetView, found: list[PageFinding]) -> Response:
    return page.render(
        "account/reset_check.html",
        status=_UNPROCESSABLE if found else 200,
        waiting=waiting,
        errors=found,
        back=_back(page),
    )
