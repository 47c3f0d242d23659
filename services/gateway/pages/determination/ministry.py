"""The ministry's result, recorded person by person with number, date and scan of its document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review_determination import (
    DOCUMENT_NO_MAX,
    REASON_MAX,
    REASON_MIN,
    SCAN_REF_MAX,
    DeterminationChanged,
    DeterminationPerson,
    DeterminationStage,
    PersonResult,
    ProposeMinistryResult,
)
from services.contracts.vocabulary import Role, Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE
from services.gateway.pages.determination.places import (
    count_findings,
    desk_at,
    files_at,
    office_of,
    seen_of,
)
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import cycle_of
from services.gateway.pages.lists.typed import day_in

OUTCOMES = (("selected", "确定为人选"), ("not", "未确定"), ("", "暂不登记"))


@dataclass(frozen=True)
class Recorded:
    """What an officer typed from the document."""

    document_no: str
    document_on: date
    scan_ref: str
    results: tuple[PersonResult, ...]


async def ask(page: Page) -> Response:
    """GET: everybody the ministry has before it."""
    return await _page(page, Form())


async def record(page: Page) -> Response:
    """POST: first the preview, then the record."""
    form = await page.form()
    found = await files_at(page, DeterminationStage.MINISTRY, Track.INLAND)
    recorded, errors = recorded_in(form, [p for p in found.people if p.problem is None])
    if recorded is None:
        return await _page(page, form, errors, UNPROCESSABLE)
    if form["step"] != "confirm":
        return await _page(page, form, recorded=None if form["step"] == "edit" else recorded)
    request = ProposeMinistryResult(
        organisation_id=office_of(page),
        cycle_id=cycle_of(page).cycle_id,
        document_no=recorded.document_no,
        document_on=recorded.document_on,
        scan_ref=recorded.scan_ref,
        results=recorded.results,
    )
    try:
        done = await page.ask(request, DeterminationChanged)
    except TepeiError as error:
        return await _page(page, form, page.findings(error), CONFLICT)
    said = f"已登记{done.persons}人的结果，等待负责人审核。"
    return page.redirect(f"{desk_at(office_of(page))}/{done.determination_id}", said=said)


def recorded_in(
    form: Form, people: list[DeterminationPerson]
) -> tuple[Recorded | None, list[PageFinding]]:
    """What the form says of the document and of each person, or what is wrong with it."""
    errors: list[PageFinding] = []
    number = _words(form, "document_no", "文件号", DOCUMENT_NO_MAX, errors)
    document_on = day_in(form, "document_on", "文件日期", errors)
    scan_ref = _words(form, "scan_ref", "扫描件存放位置", SCAN_REF_MAX, errors)
    results = [_result(form, one, errors) for one in people if form[_outcome(one)]]
    errors += count_findings(len(results))
    if errors or document_on is None:
        return None, errors
    return Recorded(number, document_on, scan_ref, tuple(results)), []


def _result(form: Form, one: DeterminationPerson, errors: list[PageFinding]) -> PersonResult:
    at = f"reason-{one.application_id}"
    selected = form[_outcome(one)] == "selected"
    reason = "" if selected else form[at]
    if not selected and not REASON_MIN <= len(reason) <= REASON_MAX:
        text = (
            f"{one.application_no}：请写明未确定的理由，{REASON_MIN}至{REASON_MAX}字，申报人会看到"
        )
        errors.append(PageFinding(at, text))
    return PersonResult(
        application_id=one.application_id,
        version=seen_of(form, one),
        selected=selected,
        reason=reason[:REASON_MAX] or None,
    )


def _outcome(one: DeterminationPerson) -> str:
    return f"outcome-{one.application_id}"


def _words(form: Form, field: str, what: str, most: int, errors: list[PageFinding]) -> str:
    if not 1 <= len(form[field]) <= most:
        errors.append(PageFinding(field, f"请填写{what}，不超过{most}字"))
    return form[field]


async def _page(
    page: Page,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    recorded: Recorded | None = None,
) -> Response:
    organisation_id = office_of(page)
    page.workplace(organisation_id, Role.REGION_OFFICER_INLAND)
    found = await files_at(page, DeterminationStage.MINISTRY, Track.INLAND)
    return page.render(
        "determination/ministry.html" if recorded is None else "determination/ministry_check.html",
        status=status,
        errors=errors or [],
        form=form,
        recorded=recorded,
        results={} if recorded is None else {r.application_id: r for r in recorded.results},
        people=[one for one in found.people if one.problem is None],
        waiting=[one for one in found.people if one.problem is not None],
        names=await names_of(page, [one.application_id for one in found.people]),
        outcomes=OUTCOMES,
        most=REASON_MAX,
        organisation_id=organisation_id,
        back=desk_at(organisation_id),
    )
