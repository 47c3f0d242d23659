"""Reading one's own application; a desk reads a file on the desk's pages."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.requests.applications import ReadDraft
from services.contracts.requests.applications_views import ApplicationView, DraftCheck, OwnDraft
from services.gateway.pages.applicant.standing import Standing, standing_of
from services.gateway.pages.core.form_facts import FormFacts, form_facts
from services.gateway.pages.core.page import Page


@dataclass(frozen=True)
class Own:
    """The application, what the system says about it, and its form."""

    form: FormFacts
    view: ApplicationView
    check: DraftCheck
    standing: Standing

    @property
    def base(self) -> str:
        """The address of its task list."""
        return f"/applications/{self.view.application_id}"


async def own_application(page: Page) -> Own:
    """The application of the path, if it is the visitor's.

    Raises:
        NotFoundError: it is not.
    """
    application_id = page.uuid("application_id")
    draft = await page.ask(ReadDraft(application_id=application_id), OwnDraft)
    view, check = draft.application, draft.check
    form = await form_facts(page, view.cycle_year)
    return Own(form, view, check, standing_of(view, check, page.now))
