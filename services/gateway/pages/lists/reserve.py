"""The reserve: a person gives the place and the reason, which the applicant reads."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review import CaseChanged, ReviewAction
from services.contracts.requests.review_reserve import (
    LAST_PLACE,
    REASON_MAX,
    REASON_MIN,
    PlaceOnReserve,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import final_unit, kind_of, list_at
from services.gateway.pages.lists.typed import count_in


async def ask(page: Page) -> Response:
    """GET: who is to be put on the reserve, and what that means."""
    return await _form_page(page)


async def place(page: Page) -> Response:
    """POST: keep the place with its reason."""
    form = await page.form()
    errors = reserve_findings(form)
    if errors:
        return await _form_page(page, form, errors, UNPROCESSABLE)
    request = PlaceOnReserve(
        application_id=page.uuid("application_id"),
        version=seen_version(form),
        place=int(form["place"]),
        reason=form["reason"],
    )
    try:
        await page.ask(request, CaseChanged)
    except TepeiError as error:
        return await _form_page(page, form, page.findings(error), CONFLICT)
    said = f"已列为候补第{request.place}位，本人可以看到顺序和理由。"
    return page.redirect(list_at(final_unit(page), kind_of(page)), said=said)


def reserve_findings(form: Form) -> list[PageFinding]:
    """What is missing of a place."""
    errors: list[PageFinding] = []
    if count_in(form, "place", "候补的顺序", errors, most=LAST_PLACE) < 1 and not errors:
        errors.append(PageFinding("place", f"请填写候补的顺序，1至{LAST_PLACE}的整数"))
    if not REASON_MIN <= len(form["reason"]) <= REASON_MAX:
        text = f"请写明排在这一位的理由，{REASON_MIN}至{REASON_MAX}字，本人可以看到"
        errors.append(PageFinding("reason", text))
    return errors


async def _form_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    back = list_at(final_unit(page), kind_of(page))
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    return page.render(
        "lists/reserve.html",
        status=status,
        errors=errors or [],
        case=case,
        person_name=names.get(case.application_id, case.application_no),
        may=ReviewAction.RESERVE in case.actions,
        form=Form() if form is None else form,
        most=REASON_MAX,
        kind=kind_of(page),
        back=back,
    )
