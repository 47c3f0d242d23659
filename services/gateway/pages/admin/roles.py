"""Roles of one person: what each means, granted after a look, revoked after a look."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.responses import Response

from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    CheckGrant,
    GrantPreview,
    GrantRole,
    Identity,
    OrganisationSummary,
    PersonSummary,
    ReadPerson,
    RevokeRole,
    RoleView,
)
from services.contracts.vocabulary import Role
from services.gateway.pages.admin.meanings import MEANINGS
from services.gateway.pages.admin.organisations import named
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding

GRANTABLE = [role for role in Role if role is not Role.APPLICANT]
_UNPROCESSABLE = 422


async def person(page: Page) -> Response:
    """Somebody's roles, and the form of another one."""
    return _person(page, await _read(page), {})


async def grant(page: Page) -> Response:
    """Find the organisation, show what the grant means, then grant."""
    form, who = await page.form(), await _read(page)
    values = form.values
    faults, terms = _terms(form)
    if faults or form["step"] == "edit":
        return _person(page, who, values, faults)
    meant = await named(page, form["organisation_code"] or form["organisation"])
    if len(meant) != 1:
        return _person(page, who, values, _unclear(meant), choices=meant)
    terms |= {"person_id": who.person_id, "organisation_id": meant[0].organisation_id}
    values |= {"organisation_code": meant[0].code}
    try:
        if form["step"] != "save":
            seen = await page.ask(CheckGrant.model_validate(terms), GrantPreview)
            return page.render(
                "admin/grant_preview.html",
                seen=seen,
                values=values,
                meaning=MEANINGS[seen.grant.role],
            )
        await page.ask(GrantRole.model_validate(terms), Identity)
    except SeparationOfDutiesError as error:
        return _person(page, who, values, _said(error), separated=True)
    except (ValidationFailedError, ForbiddenError) as error:
        return _person(page, who, values, _said(error))
    said = f"已授予{who.name}“{Role[form['role']].label}”（{meant[0].name}），即时生效。"
    if terms["valid_from"] is not None:
        said = said.replace("即时生效", f"自{form['valid_from']}起生效")
    return page.redirect(f"/admin/people/{who.person_id}", said=said)


async def ask_revoke(page: Page) -> Response:
    """What ending the role means."""
    who = await _read(page)
    held = _held(page, who)
    return page.render("admin/revoke.html", who=who, held=held, meaning=MEANINGS[held.role])


async def revoke(page: Page) -> Response:
    """End the role now."""
    who = await _read(page)
    held = next((view for view in who.roles if view.grant_id == page.uuid("grant_id")), None)
    address = f"/admin/people/{who.person_id}"
    if held is None:
        return page.redirect(address, said="该角色此前已收回。")
    try:
        await page.ask(RevokeRole(grant_id=held.grant_id), Identity)
    except ForbiddenError as error:
        return _person(page, who, {}, _said(error))
    said = f"已收回{who.name}的“{held.role.label}”（{held.organisation_name}），即时生效。"
    return page.redirect(address, said=said)


async def _read(page: Page) -> PersonSummary:
    return await page.ask(ReadPerson(person_id=page.uuid("person_id")), PersonSummary)


def _held(page: Page, who: PersonSummary) -> RoleView:
    grant_id = page.uuid("grant_id")
    for view in who.roles:
        if view.grant_id == grant_id:
            return view
    raise NotFoundError


def _person(
    page: Page,
    who: PersonSummary,
    values: dict[str, str],
    errors: list[PageFinding] | None = None,
    *,
    choices: list[OrganisationSummary] | None = None,
    separated: bool = False,
) -> Response:
    return page.render(
        "admin/person.html",
        status=_UNPROCESSABLE if errors else 200,
        errors=errors or [],
        who=who,
        values=values,
        choices=choices or [],
        separated=separated,
        roles=[(role.value, role.label) for role in GRANTABLE],
        meanings=[(role.label, MEANINGS[role]) for role in GRANTABLE],
        may_grant=page.holds(Role.SECURITY_ADMIN),
        is_me=who.person_id == page.me.person_id,
    )


def _terms(form: Form) -> tuple[list[PageFinding], dict[str, Any]]:
    faults: list[PageFinding] = []
    role = form["role"]
    if role not in {each.value for each in GRANTABLE}:
        faults.append(PageFinding("role", "请选择角色。"))
    if not (form["organisation"] or form["organisation_code"]):
        faults.append(PageFinding("organisation", "请填写单位名称或代码。"))
    terms: dict[str, Any] = {"role": role}
    for field in ("valid_from", "valid_to"):
        try:
            terms[field] = date.fromisoformat(form[field]) if form[field] else None
        except ValueError:
            faults.append(PageFinding(field, "请填写日期，如2019-03-01，或留空。"))
    return faults, terms


def _unclear(meant: list[OrganisationSummary]) -> list[PageFinding]:
    if meant:
        return [PageFinding("organisation_code", "有多个单位符合，请从中选择一个。")]
    return [PageFinding("organisation", "没有找到该单位，请核对名称或代码。")]


def _said(error: TepeiError) -> list[PageFinding]:
    return [PageFinding("role", error.message)]
