"""What a code on a paper stands for: which document, which version, still valid or not.

A code is no personal data and the answer holds none, so both may stand in an address.
"""

from __future__ import annotations

import re

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.documents import (
    CODE_PATTERN,
    CodeSubject,
    LookUpCode,
    LookUpCodeResult,
)
from services.gateway.pages.core.page import Page, PageFinding

SUBJECTS = {
    CodeSubject.APPLICANT_COPY: "申报人留存稿（未经审核，不能作为纸质材料报送）",
    CodeSubject.OFFICIAL_FORM: "少数民族特培学员申报表（正式）",
    CodeSubject.LIST: "人员名单汇总表",
}
WRONG_FORM = "核验码是12个字母和数字，印在二维码旁边，请核对后重新输入。"
UNKNOWN = "没有这个核验码。请核对每一个字符；仍然查不到的，这份打印件不是本系统生成的。"

_ALIKE = str.maketrans("OILU", "011V")
"""Letters that Crockford's alphabet leaves out because they are read as others."""


async def form(page: Page) -> Response:
    """The field for a code; a scanner types it and presses Enter."""
    typed = page.query.get("code", "")
    if "code" not in page.http.query_params:
        return page.render("public/check.html", code="")
    code = tidy(typed)
    if code is None:
        return _refused(page, typed, WRONG_FORM, 422)
    return page.redirect(f"/check/{code}")


async def code(page: Page) -> Response:
    """One code."""
    asked = tidy(page.path["code"])
    if asked is None:
        return _refused(page, page.path["code"], WRONG_FORM, 422)
    if asked != page.path["code"]:
        return page.redirect(f"/check/{asked}")
    try:
        found = await page.ask(LookUpCode(verify_code=asked), LookUpCodeResult)
    except NotFoundError:
        return _refused(page, asked, UNKNOWN, 404)
    return page.render(
        "public/checked.html", code=asked, found=found, subject=SUBJECTS[found.subject]
    )


def tidy(typed: str) -> str | None:
    """A code as it is printed, from what people type and scanners send; None if it can be none."""
    plain = re.sub(r"[\s\-‐-―－]", "", typed).upper()
    folded = "".join(_half(character) for character in plain).translate(_ALIKE)
    grouped = "-".join(folded[at : at + 4] for at in range(0, len(folded), 4))
    return grouped if re.fullmatch(CODE_PATTERN, grouped) else None


def _half(character: str) -> str:
    """A full-width letter or digit of a Chinese keyboard as the ordinary one."""
    number = ord(character)
    return chr(number - 0xFEE0) if number in range(0xFF10, 0xFF5B) else character


def _refused(page: Page, typed: str, sentence: str, status: int) -> Response:
    return page.render(
        "public/check.html",
        code=typed[:40],
        errors=[PageFinding("code", sentence)],
        status=status,
    )
