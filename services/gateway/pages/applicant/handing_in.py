"""Check answers, the pledge, submission, the receipt."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import (
    BindingMissingError,
    IllegalTransitionError,
    LateError,
    NotEligibleError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
    WindowClosedError,
)
from services.contracts.requests.applications import ResubmitApplication, SubmitApplication
from services.contracts.requests.applications_views import SubmissionReceipt
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.applicant.conditions import conditions
from services.gateway.pages.applicant.mine import live_binding
from services.gateway.pages.applicant.own import Own, own_application
from services.gateway.pages.applicant.tasks import Linked, address_of, lacking
from services.gateway.pages.core.answers import by_section
from services.gateway.pages.core.page import Page
from services.gateway.problems import status_of

_EXPLAINED = (
    BindingMissingError,
    LateError,
    NotEligibleError,
    StaleVersionError,
    ValidationFailedError,
    WindowClosedError,
)
_PLEDGE = "pledge"
_RULES = "E"


async def check(page: Page) -> Response:
    """Everything as it will be frozen, with the way to change each part."""
    return await _check_page(page)


async def submit(page: Page) -> Response:
    """Hand it in; a second click gets the receipt of the first."""
    form = await page.form()
    application_id, revision, version = (
        page.uuid("application_id"),
        form["revision"],
        form["pledge_version"],
    )
    again = form["again"] == "1"
    command = (ResubmitApplication if again else SubmitApplication)(
        application_id=application_id,
        expected_revision=int(revision) if revision.isdigit() else 0,
        pledge=form.checked(_PLEDGE),
        pledge_version=int(version) if version.isdigit() and int(version) else 1,
    )
    try:
        await page.ask(command, SubmissionReceipt)
    except IllegalTransitionError:
        # The form of a second tab, after the first has handed in.
        return page.redirect(f"/applications/{application_id}")
    except _EXPLAINED as error:
        return await _check_page(page, error)
    return page.redirect(f"/applications/{application_id}/receipt")


async def _check_page(page: Page, error: TepeiError | None = None) -> Response:
    own, binding = await page.together(own_application(page), live_binding(page))
    return page.render(
        "applicant/check.html",
        status=status_of(error.code) if error else 200,
        own=own,
        groups=by_section(own.form, own.view),
        conditions=conditions(own.form, own.view, own.check.findings),
        lacking=lacking(own.form, own.check),
        binding=binding,
        again=own.view.state is ApplicationState.RETURNED,
        errors=_links(own, error) if error else [],
    )


def _links(own: Own, error: TepeiError) -> list[Linked]:
    """The refusal with the way to each field it names."""
    if not error.findings:
        return [Linked(error.message, "")]
    return [Linked(one.message, _address(own, one.field)) for one in error.findings]


def _address(own: Own, field: str) -> str:
    if field == _PLEDGE:
        return "#pledge"
    if field.startswith(_RULES) and field[1:].isdigit():
        return f"{own.base}/eligibility#{field}"
    return address_of(own.form, own.view.application_id, field)


async def receipt(page: Page) -> Response:
    """Number, version, time, what happens next: to keep and to print."""
    own = await own_application(page)
    if not own.view.versions:
        raise NotFoundError
    return page.render("applicant/receipt.html", own=own, version=own.view.versions[-1])
