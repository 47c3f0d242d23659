"""One's own applications, and beginning one."""

from __future__ import annotations

from collections.abc import Collection

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
from services.contracts.vocabulary import ApplicationState, Material
from services.gateway.pages.applicant.standing import may_start
from services.gateway.pages.core.form_facts import FormFacts, form_facts
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.messages.inbox import unread_messages

_UNPROCESSABLE = 422
_LIVE = (BindingState.REQUESTED, BindingState.CONFIRMED)
_MOST_BINDINGS = 5
_NOT_LIVE = frozenset({ApplicationState.WITHDRAWN})


async def mine(page: Page) -> Response:
    """All applications of the visitor, and the way to a new one."""
    found, binding, unread = await page.together(
        page.ask(ReadMyApplications(), MyApplications), live_binding(page), unread_messages(page)
    )
    return page.render(
        "applicant/mine.html",
        applications=found.applications,
        binding=binding,
        unread=unread,
        can_start=_can_start(page.cycle, found.applications, page),
    )


async def ask(page: Page) -> Response:
    """The privacy notice, before anything is asked (D06)."""
    return await _start_page(page)


async def start(page: Page) -> Response:
    """Open the draft, with what the account already knows."""
    form = await page.form()
    chosen = [code for code in form.getlist("consent") if code in Material.__members__]
    if page.cycle is None:
        return page.redirect("/applications")
    shown = form["notice_version"]
    command = CreateDraft(
        cycle_id=page.cycle.cycle_id,
        privacy_notice_version=int(shown) if shown.isdigit() and int(shown) else 1,
        privacy_acknowledged=form.checked("privacy_acknowledged"),
        consents=tuple(Material[code] for code in chosen),
    )
    try:
        draft = await page.ask(command, DraftCreated)
    except ValidationFailedError as error:
        found = page.findings(error)
        return await _start_page(page, found, chosen, status=_UNPROCESSABLE)
    await _fill_in_known(page, draft)
    said = started(await form_facts(page), chosen)
    return page.redirect(f"/applications/{draft.application_id}", said=said)


async def _start_page(
    page: Page,
    errors: list[PageFinding] | None = None,
    chosen: Collection[str] = (),
    *,
    status: int = 200,
) -> Response:
    form, binding = await page.together(form_facts(page), live_binding(page))
    return page.render(
        "applicant/start.html",
        status=status,
        form=form.view,
        binding=binding,
        asked=[one for one in form.view.materials if one["consent"]],
        chosen=chosen,
        open=may_start(page.cycle, page.now),
        errors=errors or [],
    )


def started(form: FormFacts, chosen: Collection[str]) -> str:
    """That the draft is there, and what follows from a consent that was not given."""
    missing = [
        one["label"] for one in form.view.materials if one["consent"] and one["code"] not in chosen
    ]
    if not missing:
        return "申报草稿已建立。"
    return (
        f"申报草稿已建立。您没有单独同意处理：{'、'.join(missing)}。"
        "其他内容可以照常填写；上传这些材料前，会再次征求您的同意。"
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
