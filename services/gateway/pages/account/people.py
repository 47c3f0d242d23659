"""The unit's clerk says who works there, and sees who forgot their password."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import ValidationFailedError
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ConfirmBinding,
    ListBindings,
    ListBindingsResult,
    ListPasswordResets,
    PasswordResets,
)
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import Page, PageFinding

_SIZE = 50
_UNPROCESSABLE = 422
_LONGEST_REASON = 200
_SAID = {
    BindingState.CONFIRMED: "已确认{name}在本单位工作。",
    BindingState.REFUSED: "已告知{name}：本单位不予确认。",
    BindingState.ENDED: "{name}与本单位的人员关系已结束。",
}


async def people(page: Page) -> Response:
    """Who asks to be confirmed, or who was; one page of either."""
    return await _people(page, [], "")


async def decide(page: Page) -> Response:
    """Confirm, refuse or end one binding."""
    unit = page.uuid("organisation_id")
    page.workplace(unit, Role.UNIT_HR)
    form = await page.form()
    binding_id, confirms = page.uuid("binding_id"), form["decision"] == "confirm"
    reason = form["reason"]
    if not confirms and not reason:
        found = [PageFinding(f"reason-{binding_id}", "请填写原因，申报人可以看到。")]
        return await _people(page, found, reason)
    if len(reason) > _LONGEST_REASON:
        found = [PageFinding(f"reason-{binding_id}", f"原因不能超过{_LONGEST_REASON}个字。")]
        return await _people(page, found, reason)
    asked = ConfirmBinding(binding_id=binding_id, confirm=confirms, reason=reason or None)
    try:
        decided = await page.ask(asked, BindingView)
    except ValidationFailedError as error:
        return await _people(page, page.findings(error), reason)
    said = _SAID[decided.state].format(name=decided.person_name)
    return page.redirect(f"/unit/{unit}/people", said=said)


async def _people(page: Page, found: list[PageFinding], reason: str) -> Response:
    unit, number = page.uuid("organisation_id"), page.number("p")
    [place, *_] = page.workplace(unit, Role.UNIT_HR)
    confirmed = page.query.get("state") == BindingState.CONFIRMED.value
    state = BindingState.CONFIRMED if confirmed else BindingState.REQUESTED
    bound, waiting = await page.together(
        page.ask(_wanted(unit, state, number), ListBindingsResult),
        page.ask(ListPasswordResets(organisation_id=unit), PasswordResets),
    )
    return page.render(
        "account/people.html",
        status=_UNPROCESSABLE if found else 200,
        errors=found,
        reason=reason,
        place=place,
        state=state,
        bindings=bound,
        resets=waiting.resets,
        number=number,
        size=_SIZE,
    )


def _wanted(unit: UUID, state: BindingState, number: int) -> ListBindings:
    return ListBindings(organisation_id=unit, state=state, offset=(number - 1) * _SIZE, limit=_SIZE)
