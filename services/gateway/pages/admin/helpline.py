"""The helpline: a number read out by the caller becomes the public state, and nothing more."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.review_public import PublicState, ReadPublicState
from services.gateway.pages.core.page import Page, PageFinding

_UNPROCESSABLE = 422
_UNKNOWN = "没有这个编号的已提交申报。请来电人对照回执再报一次编号；草稿没有编号，也查不到。"


async def ask(page: Page) -> Response:
    """The field for the number."""
    return page.render("admin/helpline.html", application_no="", found=None)


async def answer(page: Page) -> Response:
    """The state to be read out; the number stays out of addresses."""
    form = await page.form()
    number = form["application_no"].replace(" ", "")
    if not number:
        return _again(page, "", "请填写申报编号。")
    try:
        asked = ReadPublicState(application_no=number)
        found = await page.ask(asked, PublicState)
    except (NotFoundError, ValidationError):
        return _again(page, number, _UNKNOWN)
    return page.render("admin/helpline.html", application_no=number, found=found)


def _again(page: Page, number: str, text: str) -> Response:
    return page.render(
        "admin/helpline.html",
        status=_UNPROCESSABLE,
        application_no=number,
        found=None,
        errors=[PageFinding("application_no", text)],
    )
