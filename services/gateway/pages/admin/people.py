"""Accounts of the staff: listed, found by name, created with a first password."""

from __future__ import annotations

import secrets

from pydantic import ValidationError
from starlette.responses import Response

from services.contracts.errors import ValidationFailedError
from services.contracts.requests.accounts import CreatePerson, Identity, ListPeople, People
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import Page, PageFinding

SIZE = 50
_MOST_TEXT = 50
_UNPROCESSABLE = 422
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_FIELD_SAID = {
    "login": "用户名为4至64个字符，只含字母、数字和“. _ @ -”，以字母或数字开头。",
    "name": "请填写姓名。",
    "mobile": "请填写11位手机号，或留空。",
    "password": "请填写初始密码。",
}


async def listed(page: Page) -> Response:
    """The staff, page by page."""
    number = page.number("p")
    return await _people(page, "", number)


async def search(page: Page) -> Response:
    """Accounts by a part of the name or login, which stay out of addresses."""
    form = await page.form()
    text = form["p"]
    number = int(text[:6]) if text.isascii() and text.isdigit() else 1
    return await _people(page, form["text"][:_MOST_TEXT], max(number, 1))


async def _people(page: Page, words: str, number: int) -> Response:
    asked = ListPeople(text=words or None, offset=(number - 1) * SIZE, limit=SIZE)
    answer = await page.ask(asked, People)
    return page.render(
        "admin/people.html",
        found=answer,
        words=words,
        number=number,
        size=SIZE,
        last=max((answer.total - 1) // SIZE + 1, 1),
        may_create=page.holds(Role.SYSTEM_ADMIN),
        may_grant=page.holds(Role.SECURITY_ADMIN),
    )


async def ask(page: Page) -> Response:
    """The form of a new account, with a first password nobody has used."""
    return page.render("admin/person_new.html", values={"password": first_password()})


async def create(page: Page) -> Response:
    """Create the account; the first password is shown this once."""
    form = await page.form()
    values = form.values
    given = {
        "login": form["login"],
        "password": form["password"],
        "name": form["name"],
        "mobile": form["mobile"] or None,
    }
    try:
        asked = CreatePerson.model_validate(given)
        made = await page.ask(asked, Identity)
    except ValidationError as error:
        return _again(page, values, field_faults(error))
    except ValidationFailedError as error:
        return _again(page, values, page.findings(error))
    return page.render("admin/person_created.html", made=made, password=form["password"])


def _again(page: Page, values: dict[str, str], errors: list[PageFinding]) -> Response:
    return page.render("admin/person_new.html", status=_UNPROCESSABLE, values=values, errors=errors)


def field_faults(error: ValidationError) -> list[PageFinding]:
    """What is wrong with typed values, at their fields; never the values themselves."""
    fields = dict.fromkeys(str(each["loc"][0]) for each in error.errors(include_input=False))
    return [PageFinding(field, _FIELD_SAID.get(field, "请填写此项。")) for field in fields]


def first_password() -> str:
    """A password to be read out once and changed at the first sign-in."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    return f"Tp{secrets.randbelow(90) + 10}-{'-'.join(groups)}"
