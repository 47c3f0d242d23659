"""One's own applications, and beginning one."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError, ValidationFailedError
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ListBindings,
    ListBindingsResult,
)
from services.contracts.requests.applications import (
    CreateDraft,
    DraftCreated,
    DraftSaved,
    MyApplications,
    ReadMyApplications,
    SaveDraft,
)
from services.contracts.requests.applications_views import ApplicationSummary
from services.contracts.requests.quotas import CycleView
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.applicant.standing import may_start
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.page import Page, PageFinding

_UNPROCESSABLE = 422
_LIVE = (BindingState.REQUESTED, BindingState.CONFIRMED)
_MOST_BINDINGS = 5
_NOT_LIVE = frozenset({ApplicationState.WITHDRAWN})


async def mine(page: Page) -> Response:
    """All applications of the visitor, and the way to a new one."""
    found, binding = await page.together(
        page.ask(ReadMyApplications(), MyApplications), live_binding(page)
    )
    return page.render(
        "applicant/mine.html",
        applications=found.applications,
        binding=binding,
        can_start=_can_start(page.cycle, found.applications, page),
    )


async def ask(page: Page) -> Response:
    """The privacy notice, before anything is asked (D06)."""
    return await _start_page(page)


async def start(page: Page) -> Response:
    """Open the draft, with what the account already knows."""
    form = await page.form()
    if page.cycle is None:
        return page.redirect("/applications")
    shown = form["notice_version"]
    command = CreateDraft(
        cycle_id=page.cycle.cycle_id,
        privacy_notice_version=int(shown) if shown.isdigit() and int(shown) else 1,
        privacy_acknowledged=form.checked("privacy_acknowledged"),
    )
    try:
        draft = await page.ask(command, DraftCreated)
    except ValidationFailedError as error:
        return await _start_page(page, page.findings(error), status=_UNPROCESSABLE)
    await _fill_in_known(page, draft)
    return page.redirect(f"/applications/{draft.application_id}", said="申报草稿已建立。")


async def _start_page(
    page: Page, errors: list[PageFinding] | None = None, *, status: int = 200
) -> Response:
    form, binding = await page.together(form_facts(page), live_binding(page))
    return page.render(
        "applicant/start.html",
        status=status,
        form=form.view,
        binding=binding,
        open=may_start(page.cycle, page.now),
        errors=errors or [],
    )


async def _fill_in_known(page: Page, draft: DraftCreated) -> None:
    """Name, mobile and unit are known and not asked again; what fails here is typed by hand."""
    binding = await live_binding(page)
    known = {
        "name": page.me.name,
        "mobile": page.me.mobile,
        "unit_id": str(binding.organisation_id) if binding else None,
    }
    fields = {code: value for code, value in known.items() if value}
    save = SaveDraft(
        application_id=draft.application_id, expected_revision=draft.revision, fields=fields
    )
    try:
        await page.ask(save, DraftSaved, part="known")
    except TepeiError:
        return


async def live_binding(page: Page) -> BindingView | None:
    """The unit somebody named, confirmed or not."""
    answer = await page.ask(ListBindings(limit=_MOST_BINDINGS), ListBindingsResult)
    return next((one for one in answer.bindings if one.state in _LIVE), None)


def _can_start(cycle: CycleView | None, found: tuple[ApplicationSummary, ...], page: Page) -> bool:
    """Whether a draft may be begun: in time, and none is alive in this cycle."""
    return may_start(cycle, page.now) and not any(
        one.cycle_id == (cycle.cycle_id if cycle else None) and one.state not in _NOT_LIVE
        for one in found
    )
