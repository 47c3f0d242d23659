"""Organisations as administrators find them: the list, one with its route, holders and history."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.requests.accounts import (
    ListGrants,
    ListOrganisations,
    ListOrganisationsResult,
    OrganisationGrants,
    OrganisationHistory,
    OrganisationSummary,
    OrganisationView,
    ReadOrganisation,
    ReadOrganisationHistory,
)
from services.contracts.vocabulary import OrganisationType, Role
from services.gateway.pages.core.page import Page

SIZE = 50
_MOST_TEXT = 50
_MOST_CHOICES = 20


async def listed(page: Page) -> Response:
    """One page of the organisations that match; names of organisations are public."""
    number = page.number("p")
    words = page.query.get("text", "")[:_MOST_TEXT].strip()
    kind = _type(page.query.get("type", ""))
    asked = ListOrganisations(
        text=words or None, organisation_type=kind, offset=(number - 1) * SIZE, limit=SIZE
    )
    answer = await page.ask(asked, ListOrganisationsResult)
    return page.render(
        "admin/organisations.html",
        found=answer,
        number=number,
        size=SIZE,
        words=words,
        kind=kind.value if kind else "",
        kinds=[(each.value, each.label) for each in OrganisationType],
        may_edit=page.holds(Role.SYSTEM_ADMIN),
    )


async def one(page: Page) -> Response:
    """One organisation: what it is, its route, who works there, what was and what will be."""
    organisation_id = page.uuid("organisation_id")
    view, history, held = await page.together(
        page.ask(ReadOrganisation(organisation_id=organisation_id), OrganisationView),
        page.ask(ReadOrganisationHistory(organisation_id=organisation_id), OrganisationHistory),
        page.ask(ListGrants(organisation_id=organisation_id), OrganisationGrants),
    )
    return page.render(
        "admin/organisation.html",
        view=view,
        history=history,
        grants=held.grants,
        may_edit=page.holds(Role.SYSTEM_ADMIN),
        may_open_people=page.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    )


def _type(value: str) -> OrganisationType | None:
    return OrganisationType[value] if value in OrganisationType.__members__ else None


async def named(page: Page, words: str) -> list[OrganisationSummary]:
    """The organisations somebody may mean: one when the code or the whole name is given."""
    if not words:
        return []
    asked = ListOrganisations(text=words[:_MOST_TEXT], limit=_MOST_CHOICES)
    found = (await page.ask(asked, ListOrganisationsResult)).organisations
    exact = [each for each in found if words in (each.code, each.name)]
    return exact or list(found)
