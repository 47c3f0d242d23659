"""The paper check: a code is read, its file is shown, what lies there is ticked and confirmed."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    PaperIncompleteError,
    StaleVersionError,
    TepeiError,
    WrongVerifyCodeError,
)
from services.contracts.requests.documents import LookUpCode, LookUpCodeResult
from services.contracts.requests.review import CaseChanged, CheckPaper
from services.contracts.requests.review_list_desk import ListOverview, ReadListOverview
from services.contracts.requests.review_paper import PaperFile, ReadCaseByCode
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.lists.codes import code_of
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.paper_words import (
    MOST_COPIES,
    is_code,
    other_paper,
    paper_findings,
    standing_of,
)
from services.gateway.pages.lists.places import cycle_of, final_unit, lists_at, paper_at

UNPROCESSABLE, CONFLICT = 422, 409
MOVED_ON = "这份申报刚刚有变动，或已由同事办理，本次未办理。请按下面最新的情况核对。"


async def scan(page: Page) -> Response:
    """GET: one field, for a hand scanner or for typing."""
    return await _scan_page(page)


async def find(page: Page) -> Response:
    """POST: on to the file whose form bears the code, or say what the paper is instead."""
    form = await page.form()
    code = code_of(form["code"])
    try:
        await _file(page, code)
    except (NotFoundError, WrongVerifyCodeError) as error:
        text = await _what_it_is(page, code) or error.message
        errors = [PageFinding("code", text)]
        return await _scan_page(page, code=code, errors=errors, status=UNPROCESSABLE)
    return page.redirect(f"{paper_at(final_unit(page))}/{code}")


async def look(page: Page) -> Response:
    """GET: the paper page of one file."""
    return await _file_page(page, await file_behind(page))


async def confirm(page: Page) -> Response:
    """POST: everything is there, the file goes on to the list."""
    code = page.path["verify_code"]
    form = await page.form()
    file = await _file(page, code)
    copies = form["copies"]
    errors = paper_findings(file, copies, form.getlist("originals"))
    if errors:
        return await _file_page(page, file, form, errors, UNPROCESSABLE)
    try:
        await page.ask(_check(form, file, code), CaseChanged)
    except (StaleVersionError, IllegalTransitionError):
        again = await _file(page, code)
        return await _file_page(page, again, form, [PageFinding("", MOVED_ON)], CONFLICT)
    except PaperIncompleteError as error:
        return await _file_page(page, file, form, page.findings(error), UNPROCESSABLE)
    said = f"{file.application_no}的纸质材料审核通过，已转入待汇总。可以继续扫描下一份。"
    return page.redirect(paper_at(final_unit(page)), said=said)


def _check(form: Form, file: PaperFile, code: str) -> CheckPaper:
    """The version is that of the page the officer saw, not the one just read."""
    version = form["version"]
    if not version.isdigit():
        raise InvalidRequestError
    return CheckPaper(
        application_id=file.application_id,
        version=int(version[:9]),
        verify_code=code,
        copies=min(int(form["copies"]), MOST_COPIES),
        originals=tuple(
            one.code for one in file.originals if one.code in form.getlist("originals")
        ),
    )


async def file_behind(page: Page) -> PaperFile:
    """The file whose form bears the code of the path."""
    return await _file(page, page.path["verify_code"])


async def _file(page: Page, code: str) -> PaperFile:
    request = ReadCaseByCode(organisation_id=final_unit(page), verify_code=code[:20])
    return await page.ask(request, PaperFile)


async def _scan_page(
    page: Page, *, code: str = "", errors: list[PageFinding] | None = None, status: int = 200
) -> Response:
    organisation_id = final_unit(page)
    overview = await page.ask(
        ReadListOverview(organisation_id=organisation_id, cycle_id=cycle_of(page).cycle_id),
        ListOverview,
    )
    return page.render(
        "lists/scan.html",
        status=status,
        errors=errors or [],
        code=code,
        overview=overview,
        organisation_id=organisation_id,
        here=paper_at(organisation_id),
        lists=lists_at(organisation_id),
    )


async def _file_page(
    page: Page,
    file: PaperFile,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    organisation_id = final_unit(page)
    names = await names_of(page, [file.application_id])
    return page.render(
        "lists/paper_file.html",
        status=status,
        errors=errors or [],
        file=file,
        person_name=names.get(file.application_id),
        standing=standing_of(file),
        copies="" if form is None else form["copies"],
        ticked=[] if form is None else form.getlist("originals"),
        organisation_id=organisation_id,
        here=f"{paper_at(organisation_id)}/{page.path['verify_code']}",
        back=paper_at(organisation_id),
    )


async def _what_it_is(page: Page, code: str) -> str | None:
    """Which other paper bears the code, if one does: everybody may ask that."""
    if not is_code(code):
        return None
    try:
        found = await page.ask(LookUpCode(verify_code=code), LookUpCodeResult)
    except TepeiError:
        return None
    return other_paper(found.subject)
