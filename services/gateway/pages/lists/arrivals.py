"""The register of paper: when and how it came in, how many copies, what is missing (R41)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review import CaseChanged
from services.contracts.requests.review_paper import (
    CARRIER_MAX,
    MISSING_MAX,
    WAYBILL_MAX,
    PaperFile,
    PaperWay,
    RegisterPaper,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.paper import file_behind
from services.gateway.pages.lists.paper_words import MOST_COPIES
from services.gateway.pages.lists.places import final_unit, paper_at
from services.gateway.pages.lists.typed import check_length, count_in, day_in


async def ask(page: Page) -> Response:
    """GET: an empty form about the paper that lies there."""
    return await _form_page(page, await file_behind(page))


async def register(page: Page) -> Response:
    """POST: keep it; whether the paper is right is checked afterwards."""
    file, form = await file_behind(page), await page.form()
    request, errors = wanted_arrival(form, file, page.path["verify_code"])
    if request is None:
        return await _form_page(page, file, form, errors, UNPROCESSABLE)
    try:
        await page.ask(request, CaseChanged)
    except TepeiError as error:
        return await _form_page(page, file, form, page.findings(error), CONFLICT)
    said = f"已登记收到{file.application_no}的纸质材料，申报人和其单位可以看到。"
    return page.redirect(_file_at(page), said=said)


def wanted_arrival(
    form: Form, file: PaperFile, code: str
) -> tuple[RegisterPaper | None, list[PageFinding]]:
    """The request that a form asks for, or what is wrong with it."""
    errors: list[PageFinding] = []
    received_on = day_in(form, "received_on", "收到日期", errors)
    if form["way"] not in PaperWay.__members__:
        errors.append(PageFinding("way", "请选择送达方式"))
    posted = form["way"] == PaperWay.POST.value
    posted_on = day_in(form, "posted_on", "寄出日期（以邮戳为准）", errors) if posted else None
    copies = count_in(form, "copies", "收到的申报表份数", errors, most=MOST_COPIES)
    carrier = check_length(form, "carrier", "快递或邮政名称", errors, most=CARRIER_MAX)
    waybill = check_length(form, "waybill", "单号", errors, most=WAYBILL_MAX)
    missing = check_length(form, "missing", "缺少的材料", errors, most=MISSING_MAX)
    if posted and carrier is None:
        errors.append(PageFinding("carrier", "请填写快递或邮政名称"))
    if errors or received_on is None:
        return None, errors
    request = RegisterPaper(
        application_id=file.application_id,
        version=seen_version(form),
        verify_code=code,
        received_on=received_on,
        way=PaperWay[form["way"]],
        posted_on=posted_on,
        carrier=carrier if posted else None,
        waybill=waybill if posted else None,
        copies=copies,
        missing=missing,
    )
    return request, []


async def _form_page(
    page: Page,
    file: PaperFile,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    names = await names_of(page, [file.application_id])
    return page.render(
        "lists/paper_arrival.html",
        status=status,
        errors=errors or [],
        file=file,
        person_name=names.get(file.application_id),
        form=Form() if form is None else form,
        ways=tuple((way.value, way.label) for way in PaperWay),
        most=MISSING_MAX,
        back=_file_at(page),
    )


def _file_at(page: Page) -> str:
    return f"{paper_at(final_unit(page))}/{page.path['verify_code']}"
