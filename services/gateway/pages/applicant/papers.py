"""What is printed: the forms with the state of their making, and the list of materials."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.requests.accounts import OrganisationView, ReadOrganisation
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.requests.documents import (
    DocumentState,
    ReadDocuments,
    ReadDocumentsResult,
)
from services.contracts.vocabulary import DocumentKind
from services.gateway.pages.applicant.materials_list import lines_of
from services.gateway.pages.applicant.own import own_application
from services.gateway.pages.core.page import Page

_FINAL = "FINAL"


async def papers(page: Page) -> Response:
    """The applicant's copy and the official form; what is being made refreshes itself."""
    application_id = page.uuid("application_id")
    own, found = await page.together(
        own_application(page),
        page.ask(ReadDocuments(application_id=application_id), ReadDocumentsResult),
    )
    now = [one for one in found.documents if one.state is not DocumentState.SUPERSEDED]
    return page.render(
        "applicant/papers_list.html" if page.is_htmx else "applicant/papers.html",
        own=own,
        official=next((one for one in now if one.kind is DocumentKind.OFFICIAL_FORM), None),
        copy=next((one for one in now if one.kind is DocumentKind.APPLICANT_COPY), None),
        superseded=[one for one in found.documents if one.state is DocumentState.SUPERSEDED],
        waiting=any(one.state is DocumentState.PENDING for one in now),
    )


async def materials_list(page: Page) -> Response:
    """材料清单: what goes to whom, to be ticked (R40)."""
    own = await own_application(page)
    return page.render(
        "applicant/materials_list.html",
        own=own,
        lines=lines_of(own.form.view, own.view),
        final=await _final_unit(page, own.view),
    )


async def _final_unit(page: Page, view: ApplicationView) -> OrganisationView | None:
    """The final reviewing unit with its address, by the route of the chosen unit."""
    unit_id = view.fields.get("unit_id")
    if not unit_id:
        return None
    unit = await page.ask(ReadOrganisation(organisation_id=unit_id), OrganisationView)
    node = next((node for node in unit.route if node.kind.value == _FINAL), None)
    if node is None:
        return None
    return await page.ask(ReadOrganisation(organisation_id=node.organisation_id), OrganisationView)
