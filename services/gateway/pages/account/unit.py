"""Naming the unit one works in: search, look at it, choose it."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ListBindings,
    ListBindingsResult,
    ListOrganisations,
    ListOrganisationsResult,
    OrganisationView,
    ReadOrganisation,
    RequestBinding,
)
from services.gateway.pages.account.home import current_binding
from services.gateway.pages.core.page import Page

_SIZE = 20
_LONGEST = 50


async def choose(page: Page) -> Response:
    """Units that fit what was typed, of those that may be named."""
    wanted, number = page.query.get("q", "")[:_LONGEST], page.number("p")
    search = ListOrganisations(
        text=wanted, only_bindable=True, offset=(number - 1) * _SIZE, limit=_SIZE
    )
    bound = page.ask(ListBindings(limit=_SIZE), ListBindingsResult)
    if wanted:
        own, units = await page.together(bound, page.ask(search, ListOrganisationsResult))
    else:
        own, units = await bound, None
    return page.render(
        "account/unit.html",
        binding=current_binding(own.bindings),
        wanted=wanted,
        units=units,
        number=number,
        size=_SIZE,
    )


async def look(page: Page) -> Response:
    """One unit with its way through the desks, before it is chosen."""
    unit, own = await page.together(
        page.ask(ReadOrganisation(organisation_id=page.uuid("organisation_id")), OrganisationView),
        page.ask(ListBindings(limit=_SIZE), ListBindingsResult),
    )
    if not unit.route:
        raise NotFoundError
    binding = current_binding(own.bindings)
    return page.render("account/unit_chosen.html", unit=unit, binding=binding)


async def name_unit(page: Page) -> Response:
    """Ask the unit to confirm; an earlier binding ends."""
    chosen = RequestBinding(organisation_id=page.uuid("organisation_id"))
    binding = await page.ask(chosen, BindingView)
    if binding.state is BindingState.CONFIRMED:
        return page.redirect("/account", said=f"{binding.organisation_name}已确认您在本单位工作。")
    said = (
        f"已请{binding.organisation_name}确认。单位人事部门确认后才能提交申报，"
        "在此之前可以先填写草稿。"
    )
    return page.redirect("/account", said=said)
