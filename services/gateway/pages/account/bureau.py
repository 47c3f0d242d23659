"""The bureau of a place confirms firms that registered themselves (R04)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import ValidationFailedError
from services.contracts.requests.accounts import (
    DecideUnitRegistration,
    ListUnitRegistrations,
    ReadUnitRegistration,
    RegistrationState,
    UnitRegistrations,
    UnitRegistrationView,
)
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import Page, PageFinding

_SIZE = 50
_UNPROCESSABLE = 422
_LONGEST_REASON = 200
OFFICERS = (Role.MID_OFFICER, Role.FINAL_OFFICER)


async def units(page: Page) -> Response:
    """Firms that wait, or all that were decided on."""
    bureau, number = page.uuid("organisation_id"), page.number("p")
    [place, *_] = page.workplace(bureau, *OFFICERS)
    everything = page.query.get("state") == "all"
    wanted = ListUnitRegistrations(
        bureau_id=bureau,
        state=None if everything else RegistrationState.PENDING,
        offset=(number - 1) * _SIZE,
        limit=_SIZE,
    )
    found = await page.ask(wanted, UnitRegistrations)
    return page.render(
        "account/units.html",
        place=place,
        everything=everything,
        found=found,
        number=number,
        size=_SIZE,
    )


async def look(page: Page) -> Response:
    """One firm as it described itself."""
    return await _look(page, [], "")


async def decide(page: Page) -> Response:
    """Confirm it, which lets it exist, or refuse it with a reason."""
    bureau = page.uuid("organisation_id")
    page.workplace(bureau, *OFFICERS)
    form = await page.form()
    confirms, reason = form["decision"] == "confirm", form["reason"]
    if not confirms and not reason:
        return await _look(page, [PageFinding("reason", "请填写原因，登记人可以看到。")], reason)
    if len(reason) > _LONGEST_REASON:
        found = [PageFinding("reason", f"原因不能超过{_LONGEST_REASON}个字。")]
        return await _look(page, found, reason)
    asked = DecideUnitRegistration(
        registration_id=page.uuid("registration_id"), confirm=confirms, reason=reason or None
    )
    try:
        decided = await page.ask(asked, UnitRegistrationView)
    except ValidationFailedError as error:
        return await _look(page, page.findings(error), reason)
    said = (
        f"{decided.name}已列入单位名单。请系统管理员为其建立人事经办人和负责人的账号。"
        if confirms
        else f"已告知登记人：{decided.name}不予确认。"
    )
    return page.redirect(f"/bureau/{bureau}/units", said=said)


async def _look(page: Page, found: list[PageFinding], reason: str) -> Response:
    bureau = page.uuid("organisation_id")
    page.workplace(bureau, *OFFICERS)
    asked = ReadUnitRegistration(registration_id=page.uuid("registration_id"))
    registration = await page.ask(asked, UnitRegistrationView)
    return page.render(
        "account/unit_registration.html",
        status=_UNPROCESSABLE if found else 200,
        errors=found,
        reason=reason,
        bureau=bureau,
        unit=registration,
    )
