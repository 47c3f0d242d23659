"""The other people who handle files at a desk, whether or not they ever opened it."""

from __future__ import annotations

from services.contracts.requests.accounts_colleagues import (
    OrganisationColleague,
    OrganisationColleagues,
    ReadColleagues,
)
from services.gateway.pages.core.page import Page
from services.gateway.pages.desk.places import HANDLERS


async def colleagues_of(page: Page) -> tuple[OrganisationColleague, ...]:
    """Those of the organisation of the path, without the visitor."""
    asked = ReadColleagues(organisation_id=page.uuid("organisation_id"), roles=HANDLERS)
    found = await page.ask(asked, OrganisationColleagues)
    return tuple(one for one in found.people if one.person_id != page.me.person_id)
