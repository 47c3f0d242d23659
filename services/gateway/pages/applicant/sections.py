"""One section of the form: shown, and saved by its button where no script saves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.contracts.errors import NotFoundError, StaleVersionError
from services.contracts.requests.applications import DraftSaved, SaveDraft
from services.gateway.pages.applicant.own import Own, own_application
from services.gateway.pages.applicant.section_page import SectionPage, aside_of, section_page
from services.gateway.pages.applicant.typed import (
    Base,
    Values,
    changed,
    conflicts,
    moved,
    read_base,
    typed_values,
)
from services.gateway.pages.applicant.widgets import open_definitions
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding

_CONFLICT, _UNPROCESSABLE = 409, 422
_STAY, _NEXT = "stay", "next"
_ATTEMPTS = 3
"""How often somebody may save something else between our reading and writing."""
_TAKEN_ELSEWHERE = (
    "“{label}”在另一个窗口改成了“{theirs}”。要用您在这里填写的，请再按一次保存；"
    "要用另一个窗口的，请改回后再保存。"
)
_RETRY = "内容刚刚在另一个窗口更新过，请核对后再按一次保存。"


async def show(page: Page) -> Response:
    """The fields of the section with help, findings and what follows from them."""
    own = await own_application(page)
    section = section_of(own, page.path["section"])
    return await section_page(page, own, section, SectionPage(more=page.query.get("more", "")))


async def aside(page: Page) -> Response:
    """The part beside the fields, after something was saved."""
    own = await own_application(page)
    section = section_of(own, page.path["section"])
    return page.render("applicant/aside.html", own=own, aside=aside_of(own, section))


async def save(page: Page) -> Response:
    """Save what differs from what the page was made with, then go where the button says."""
    form, own = await page.form(), await own_application(page)
    section = section_of(own, page.path["section"])
    definitions = open_definitions(section, own.view, is_open=own.standing.is_open)
    base = read_base(form["base"])
    typed = _with_deed(definitions, typed_values(definitions, form), form)
    try:
        own, saved = await _stored(page, own, base, changed(typed, base.values))
    except StaleVersionError:
        shown = SectionPage(typed, [PageFinding("", _RETRY)], _CONFLICT)
        return await section_page(page, await own_application(page), section, shown)
    except _TakenElsewhere as taken:
        shown = SectionPage(typed, taken.findings, _CONFLICT)
        return await section_page(page, taken.own, section, shown)
    if saved is not None and saved.problems:
        found = [PageFinding(problem.field, problem.message) for problem in saved.problems]
        shown = SectionPage(typed, found, _UNPROCESSABLE)
        return await section_page(page, await own_application(page), section, shown)
    return page.redirect(_target(own, section, form), said=_said(own, saved))


class _TakenElsewhere(Exception):  # noqa: N818 -- what happened, not a fault
    """Fields that are changed here were changed otherwise meanwhile."""

    def __init__(self, own: Own, fields: list[str]) -> None:
        super().__init__()
        self.own = own
        self.findings = [_taken(own, code) for code in fields]


async def _stored(page: Page, own: Own, base: Base, patch: Values) -> tuple[Own, DraftSaved | None]:
    """Store the changes, if there are any, over what others stored of other fields meanwhile.

    Raises:
        _TakenElsewhere: of the same fields.
        StaleVersionError: each time somebody was faster.
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        if base.revision != own.view.revision:
            taken = conflicts(patch, base.values, own.view.fields)
            if taken:
                raise _TakenElsewhere(own, taken)
        if not patch:
            break
        try:
            part = str(own.view.revision)
            return own, await page.ask(_command(own, patch), DraftSaved, part=part)
        except StaleVersionError:
            if not attempts_left:
                raise
            own = await own_application(page)
    return own, None


def section_of(own: Own, code: str) -> Mapping[str, Any]:
    """The section of the path.

    Raises:
        NotFoundError: the form has none of that name.
    """
    for section in own.form.view.sections:
        if section["code"] == code:
            return section
    raise NotFoundError


def _command(own: Own, patch: Values) -> SaveDraft:
    return SaveDraft(
        application_id=own.view.application_id, expected_revision=own.view.revision, fields=patch
    )


def _deed(form: Form) -> tuple[str, str, int]:
    """`up:ach:2` of the button that was pressed."""
    name, _, rest = form["act"].partition(":")
    block, _, number = rest.partition(":")
    return name, block, int(number) if number.isdigit() else -1


def _with_deed(definitions: list[Mapping[str, Any]], typed: Values, form: Form) -> Values:
    """The typed values with a row removed or moved, if its button was pressed."""
    name, block, index = _deed(form)
    rows = typed.get(block)
    known = any(one["code"] == block and one["type"] == "rows" for one in definitions)
    return {**typed, block: moved(rows, name, index) or None} if known and rows else typed


def _target(own: Own, section: Mapping[str, Any], form: Form) -> str:
    name, block, _ = _deed(form)
    here = f"{own.base}/sections/{section['code']}"
    if name == "add":
        return f"{here}?more={block}#{block}" if block in own.form.section_of else here
    if name == _NEXT:
        return following(own, section)
    return f"{here}#{block}" if block in own.form.section_of else here


def following(own: Own, section: Mapping[str, Any]) -> str:
    """The section after this one; after the last come the scans."""
    codes = [one["code"] for one in own.form.view.sections]
    rest = codes[codes.index(section["code"]) + 1 :]
    return f"{own.base}/sections/{rest[0]}" if rest else f"{own.base}/scans"


def _said(own: Own, saved: DraftSaved | None) -> str | None:
    """That it was saved, and in which writing."""
    if saved is None:
        return None
    notes = "".join(f"{own.form.label(note.field)}：{note.message}" for note in saved.notes)
    return f"已保存。{notes}"


def _taken(own: Own, code: str) -> PageFinding:
    theirs = own.view.display.get(code) or str(own.view.fields.get(code) or "（空）")
    text = _TAKEN_ELSEWHERE.format(label=own.form.label(code), theirs=theirs)
    return PageFinding(code, text)
