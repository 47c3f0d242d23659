"""Separate consents: how each stands, giving one later, and taking one back after a preview."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_consents import (
    ConsentList,
    ConsentView,
    GiveConsent,
    ReadConsents,
    WithdrawConsent,
)
from services.contracts.vocabulary import Material
from services.gateway.pages.core.page import Page


async def consents(page: Page) -> Response:
    """What was agreed to, and what follows from it."""
    found = await _read(page)
    return page.render("applicant/consents.html", found=found, base=_base(page))


async def give(page: Page) -> Response:
    """Give the one that is named."""
    material, form = _material(page), await page.form()
    if form.checked("agree"):
        request = GiveConsent(application_id=page.uuid("application_id"), material=material)
        await page.ask(request, ConsentList)
        return page.redirect(f"{_base(page)}/consents", said=f"已单独同意：{material.label}。")
    return page.redirect(f"{_base(page)}/consents", said="没有勾选，未作更改。", done=False)


async def ask_withdrawal(page: Page) -> Response:
    """What taking it back means."""
    found = await _read(page)
    one = _of(found, _material(page))
    return page.render("applicant/consent_withdrawal.html", found=found, one=one, base=_base(page))


async def withdraw(page: Page) -> Response:
    """Take it back."""
    material = _material(page)
    request = WithdrawConsent(application_id=page.uuid("application_id"), material=material)
    await page.ask(request, ConsentList)
    said = f"已撤回对{material.label}的单独同意，草稿中的这项文件已移除。"
    return page.redirect(f"{_base(page)}/consents", said=said)


async def _read(page: Page) -> ConsentList:
    return await page.ask(ReadConsents(application_id=page.uuid("application_id")), ConsentList)


def _of(found: ConsentList, material: Material) -> ConsentView:
    one = next((one for one in found.consents if one.material is material), None)
    if one is None or one.given_at is None:
        raise NotFoundError
    return one


def _material(page: Page) -> Material:
    code = page.path["material"]
    if code not in Material.__members__:
        raise NotFoundError
    return Material[code]


def _base(page: Page) -> str:
    return f"/applications/{page.uuid('application_id')}"
