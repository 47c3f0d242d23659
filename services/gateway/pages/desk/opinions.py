"""The unit's opinion: written by one person in own words, signed by another.

Nothing is filled in beforehand, offered or copied, and there is no form for several (F1, F2).
"""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review import (
    OPINION_MAX,
    OPINION_MIN,
    CaseChanged,
    ReviewAction,
    SignUnitOpinion,
    WriteUnitOpinion,
)
from services.contracts.requests.review_views import CaseView, OpinionView
from services.contracts.vocabulary import NodeKind, Role
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.places import (
    CONFLICT,
    UNPROCESSABLE,
    desk_of,
    file_at,
    seen_version,
)
from services.gateway.pages.desk.queue import desk_facts
from services.gateway.pages.lists.names import names_of

POST_MAX = 40
_ANSWERS = {"yes": True, "no": False}


async def ask_opinion(page: Page) -> Response:
    """GET: an empty form."""
    return await _opinion_page(page)


async def write_opinion(page: Page) -> Response:
    """POST: store the opinion; it acts once the leader has signed."""
    desk_of(page, Role.UNIT_HR)
    form = await page.form()
    errors = opinion_findings(form)
    for name, text in (
        ("health_fit", "请选择身体是否健康、能否坚持学习工作"),
        ("release_agreed", "请选择是否同意脱产"),
    ):
        if form[name] not in _ANSWERS:
            errors.append(PageFinding(name, text))
    if errors:
        return await _opinion_page(page, form, errors, UNPROCESSABLE)
    request = WriteUnitOpinion(
        application_id=page.uuid("application_id"),
        version=seen_version(form),
        text=form["text"],
        author_post=form["author_post"],
        health_fit=_ANSWERS[form["health_fit"]],
        release_agreed=_ANSWERS[form["release_agreed"]],
    )
    try:
        answer = await page.ask(request, CaseChanged)
    except TepeiError as error:
        return await _opinion_page(page, form, page.findings(error), CONFLICT)
    said = f"推荐意见已保存，请单位负责人登录签署。{answer.hint or ''}"
    return page.redirect(file_at(page), said=said)


async def ask_signature(page: Page) -> Response:
    """GET: the whole opinion, and what signing does."""
    return await _signature_page(page)


async def sign(page: Page) -> Response:
    """POST: sign; from now on the applicant reads the whole text (F3)."""
    desk_of(page, Role.UNIT_LEADER)
    form = await page.form()
    if not form.checked("read"):
        errors = [PageFinding("read", "请先阅读全文，再勾选确认")]
        return await _signature_page(page, errors, UNPROCESSABLE)
    request = SignUnitOpinion(
        application_id=page.uuid("application_id"), version=seen_version(form)
    )
    try:
        await page.ask(request, CaseChanged)
    except TepeiError as error:
        return await _signature_page(page, page.findings(error), CONFLICT)
    said = "推荐意见已签署，申报人现在可以看到全文。请人事经办人办理报送。"
    return page.redirect(file_at(page), said=said)


def opinion_findings(form: Form) -> list[PageFinding]:
    """What is missing of an opinion's text and its author's post."""
    errors = []
    if not OPINION_MIN <= len(form["text"]) <= OPINION_MAX:
        text = f"意见为{OPINION_MIN}至{OPINION_MAX}字，请针对本人实际情况写明"
        errors.append(PageFinding("text", text))
    if not 0 < len(form["author_post"]) <= POST_MAX:
        errors.append(PageFinding("author_post", f"请填写您的职务，不超过{POST_MAX}字"))
    return errors


def written_opinion(case: CaseView) -> OpinionView | None:
    """The unit's opinion of the stay that is open: written, perhaps not yet signed."""
    found = [
        one
        for one in case.opinions
        if one.level is NodeKind.UNIT and (one.in_force or one.signed_at is None)
    ]
    return found[-1] if found else None


async def _opinion_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    desk_of(page, Role.UNIT_HR)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    return page.render(
        "desk/opinion.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        written=written_opinion(case),
        may=ReviewAction.WRITE_OPINION in case.actions,
        form=Form() if form is None else form,
        errors=errors or [],
        most=OPINION_MAX,
        least=OPINION_MIN,
    )


async def _signature_page(
    page: Page, errors: list[PageFinding] | None = None, status: int = 200
) -> Response:
    desk_of(page, Role.UNIT_LEADER)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    return page.render(
        "desk/signature.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        written=written_opinion(case),
        may=ReviewAction.SIGN_OPINION in case.actions,
        errors=errors or [],
    )
