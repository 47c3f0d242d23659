"""One file at a desk: read, mark, claim, note down, look at the scans, compare versions."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.responses import Response

from services.contracts.errors import (
    ForbiddenError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.applications import (
    IdNumberShown,
    ReadApplication,
    UnmaskIdNumber,
)
from services.contracts.requests.applications_scans import ListScans, ScanList
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review import CaseChanged, ReviewAction, SetVerdicts
from services.contracts.requests.review_desk import (
    NOTE_MAX,
    AddDeskNote,
    ClaimFiles,
    DeskFile,
    ReadDeskFile,
    ReleaseFiles,
    SelectionDone,
)
from services.contracts.requests.review_views import CaseView, ReadCase
from services.contracts.vocabulary import Verdict
from services.gateway.pages.core.answers import changed_scans, changes
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.file_view import (
    focus_of,
    general_findings,
    item_label,
    items_of,
    meanwhile,
    moved_on,
    stored_values,
    typed_marks,
)
from services.gateway.pages.desk.places import (
    CONFLICT,
    HANDLERS,
    UNPROCESSABLE,
    desk_of,
    file_at,
    seen_version,
)
from services.gateway.pages.desk.queue import desk_facts
from services.gateway.pages.scans.viewing import viewed_scans

PURPOSE_MIN = 4


async def look(page: Page) -> Response:
    """GET: the file."""
    return await file_page(page)


async def file_page(
    page: Page, form: Form | None = None, errors: list[PageFinding] | None = None, status: int = 200
) -> Response:
    """The file with what the desk keeps beside it; a form that was refused keeps its values."""
    organisation_id, application_id = desk_of(page), page.uuid("application_id")
    asked = ReadDeskFile(organisation_id=organisation_id, application_id=application_id)
    (case, view), beside = await page.together(case_and_view(page), page.ask(asked, DeskFile))
    items = items_of(await form_facts(page, view.cycle_year), case, view)
    typed = stored_values(items) | ({} if form is None else form.values)
    focus = focus_of(items, page.query.get("item"))
    scans = () if focus is None else await viewed_scans(page, application_id, focus.scans)
    return page.render(
        "desk/file.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        view=view,
        beside=beside,
        items=items,
        findings=general_findings(view, items),
        typed=typed,
        focus=focus,
        scans=scans,
        verdicts=list(Verdict),
        may_mark=ReviewAction.MARK in case.actions,
        errors=errors or [],
        note_most=NOTE_MAX,
    )


async def case_and_view(page: Page) -> tuple[CaseView, ApplicationView]:
    """The file in review and its answers, asked at once."""
    application_id = page.uuid("application_id")
    return await asyncio.gather(
        page.ask(ReadCase(application_id=application_id), CaseView),
        page.ask(ReadApplication(application_id=application_id), ApplicationView),
    )


async def case_of(page: Page) -> CaseView:
    """The file in review."""
    return await page.ask(ReadCase(application_id=page.uuid("application_id")), CaseView)


async def scans(page: Page) -> Response:
    """GET: the scans of one item, as a part of the page; the file itself is not read again."""
    desk_of(page)
    application_id = page.uuid("application_id")
    found, facts = await page.together(
        page.ask(ListScans(application_id=application_id), ScanList), form_facts(page)
    )
    wanted = set(page.query.get("scans", "").split(","))
    shown = [scan for scan in found.scans if str(scan.scan_id) in wanted]
    return page.render(
        "desk/scans.html",
        scans=await viewed_scans(page, application_id, shown),
        focus={"label": item_label(facts, page.query.get("item", ""))},
        here=file_at(page),
    )


async def mark(page: Page) -> Response:
    """POST: all marks of the form that changed, without scripts."""
    desk_of(page, *HANDLERS)
    form = await page.form()
    case, view = await case_and_view(page)
    items = items_of(await form_facts(page, view.cycle_year), case, view)
    marks = typed_marks(items, form.values)
    if ReviewAction.MARK not in case.actions:
        return await file_page(
            page, form, [PageFinding("", moved_on(case.history, case.state))], CONFLICT
        )
    if not marks:
        return page.redirect(file_at(page), said="没有新的审核结论需要保存。", done=False)
    request = SetVerdicts(
        application_id=case.application_id, version=seen_version(form), marks=marks
    )
    try:
        await page.ask(request, CaseChanged)
    except ValidationFailedError as error:
        return await file_page(page, form, page.findings(error), UNPROCESSABLE)
    except StaleVersionError:
        told = PageFinding("", meanwhile(items, page.me.person_id))
        return await file_page(page, form, [told], CONFLICT)
    except TepeiError as error:
        return await file_page(page, form, page.findings(error), CONFLICT)
    return page.redirect(file_at(page), said=f"已保存{len(marks)}项审核结论。")


async def claim(page: Page) -> Response:
    """POST: take the file, take it over, or give it back."""
    organisation_id = desk_of(page, *HANDLERS)
    form = await page.form()
    one = (page.uuid("application_id"),)
    request: ClaimFiles | ReleaseFiles
    if form["deed"] == "release":
        request = ReleaseFiles(organisation_id=organisation_id, application_ids=one)
        said = "已退还待领，本单位其他同事可以领取。"
    else:
        request = ClaimFiles(
            organisation_id=organisation_id,
            application_ids=one,
            take_over=form.checked("take_over"),
        )
        said = "已由您领取。"
    done = await page.ask(request, SelectionDone)
    if done.refused:
        errors = [PageFinding("take_over", row.reason) for row in done.refused]
        return await file_page(page, errors=errors, status=CONFLICT)
    return page.redirect(file_at(page), said=said)


async def note(page: Page) -> Response:
    """POST: a note that only the own organisation reads."""
    organisation_id = desk_of(page)
    form = await page.form()
    if not 0 < len(form["note"]) <= NOTE_MAX:
        errors = [PageFinding("note", f"请填写备注，不超过{NOTE_MAX}字")]
        return await file_page(page, form, errors, UNPROCESSABLE)
    request = AddDeskNote(
        organisation_id=organisation_id,
        application_id=page.uuid("application_id"),
        text=form["note"],
    )
    await page.ask(request, Acknowledged)
    return page.redirect(file_at(page), said="备注已保存，仅本单位可见。")


async def ask_number(page: Page) -> Response:
    """GET: why the full ID number is needed."""
    return await _number_page(page)


async def show_number(page: Page) -> Response:
    """POST: the full ID number, once, on this answer only; the applicant sees the purpose."""
    desk_of(page, *HANDLERS)
    form = await page.form()
    purpose = form["purpose"][:200]
    if len(purpose) < PURPOSE_MIN:
        errors = [PageFinding("purpose", f"请写明用途，不少于{PURPOSE_MIN}个字")]
        return await _number_page(page, purpose, errors)
    request = UnmaskIdNumber(application_id=page.uuid("application_id"), purpose=purpose)
    try:
        shown = await page.ask(request, IdNumberShown)
    except ForbiddenError as error:
        return await _number_page(page, purpose, page.findings(error))
    return await _number_page(page, purpose, shown=shown.id_number)


async def _number_page(
    page: Page,
    purpose: str = "",
    errors: list[PageFinding] | None = None,
    shown: str | None = None,
) -> Response:
    desk_of(page, *HANDLERS)
    case = await case_of(page)
    return page.render(
        "desk/number.html",
        status=UNPROCESSABLE if errors else 200,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        purpose=purpose,
        shown=shown,
        errors=errors or [],
    )


async def compare(page: Page) -> Response:
    """GET: what changed from one frozen version to the next."""
    desk_of(page)
    application_id = page.uuid("application_id")
    after = await page.ask(ReadApplication(application_id=application_id), ApplicationView)
    number = page.number("version", after.version_no, most=after.version_no)
    wanted: list[Any] = [
        page.ask(ReadApplication(application_id=application_id, version_no=one), ApplicationView)
        for one in (max(number - 1, 1), number)
    ]
    before, after = await asyncio.gather(*wanted)
    return page.render(
        "desk/compare.html",
        **desk_facts(page),
        here=file_at(page),
        view=after,
        before=before,
        versions=after.versions,
        changes=changes(await form_facts(page, after.cycle_year), before, after),
        scans=changed_scans(before, after),
    )
