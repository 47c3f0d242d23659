"""A unit that is missing from the list registers itself (R04)."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.responses import Response

from services.contracts.errors import ValidationFailedError
from services.contracts.requests.accounts import (
    ListOrganisations,
    ListOrganisationsResult,
    ListUnitRegistrations,
    RegisterUnit,
    RegistrationState,
    UnitRegistrations,
    UnitRegistrationView,
)
from services.contracts.vocabulary import OrganisationType, UnitNature
from services.gateway.edge.validation import invalid_request
from services.gateway.pages.account.typed import missing
from services.gateway.pages.core.page import Page, PageFinding

_UNPROCESSABLE = 422
_FIELDS = {
    "name": "请填写单位全称，与营业执照一致。",
    "uscc": "请填写统一社会信用代码。",
    "unit_nature": "请选择单位性质。",
    "region_code": "请选择单位所在县（市、区）的人社局。",
    "address": "请填写单位地址。",
    "hr_contact": "请填写单位人事联系人。",
    "hr_phone": "请填写人事联系电话。",
}
NATURES = (UnitNature.PRIVATE_ENTERPRISE, UnitNature.OTHER_ENTERPRISE)


async def ask(page: Page) -> Response:
    """The form, or what became of the firm that was registered."""
    return await _form(page, {}, [])


async def register(page: Page) -> Response:
    """Describe the firm; the bureau of its place confirms it."""
    form = await page.form()
    found = missing(form.values, _FIELDS)
    if found:
        return await _form(page, form.values, found)
    try:
        asked = RegisterUnit.model_validate({field: form[field] for field in _FIELDS})
        made = await page.ask(asked, UnitRegistrationView)
    except ValidationError as error:
        return await _form(page, form.values, page.findings(invalid_request(error)))
    except ValidationFailedError as error:
        return await _form(page, form.values, page.findings(error))
    said = f"{made.name}已登记，等待{made.bureau_name}确认。您可以先填写申报草稿。"
    return page.redirect("/account", said=said)


async def _form(page: Page, values: dict[str, str], found: list[PageFinding]) -> Response:
    offices = ListOrganisations(organisation_type=OrganisationType.COUNTY_HRSS, limit=500)
    bureaus, own = await page.together(
        page.ask(offices, ListOrganisationsResult),
        page.ask(ListUnitRegistrations(limit=10), UnitRegistrations),
    )
    waits = any(one.state is RegistrationState.PENDING for one in own.registrations)
    return page.render(
        "account/registration.html",
        status=_UNPROCESSABLE if found else 200,
        values=values,
        errors=found,
        bureaus=places(bureaus),
        natures=[(nature.value, nature.label) for nature in NATURES],
        registrations=own.registrations,
        waits=waits,
    )


def places(bureaus: ListOrganisationsResult) -> list[tuple[str, str]]:
    """Places whose bureau is there, by code: (code, the bureau's name)."""
    there = {b.region_code: b.name for b in reversed(bureaus.organisations) if b.active}
    return sorted(there.items())
