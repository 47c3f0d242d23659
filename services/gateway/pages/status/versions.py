"""Earlier versions of one's own application, and what changed between two of them."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.gateway.pages.core import answers
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.own import read_own
from services.gateway.pages.core.page import Page


async def version(page: Page) -> Response:
    """One frozen version, with its differences to the one before."""
    application_id = page.uuid("application_id")
    number = _number(page.path["version_no"])
    shown = await read_own(page, number)
    before = await read_own(page, number - 1) if number > 1 else None
    form = await form_facts(page, shown.cycle_year)
    return page.render(
        "status/version.html",
        application_id=application_id,
        view=shown,
        summary=next((v for v in shown.versions if v.version_no == number), None),
        groups=answers.by_section(form, shown),
        changes=answers.changes(form, before, shown) if before else [],
        scans=answers.changed_scans(before, shown) if before else ([], []),
    )


async def unsubmitted_changes(page: Page) -> Response:
    """What a returned form would change if it were handed in now."""
    application_id = page.uuid("application_id")
    draft = await read_own(page)
    if draft.version_no == 0:
        raise NotFoundError
    before = await read_own(page, draft.version_no)
    form = await form_facts(page, draft.cycle_year)
    return page.render(
        "status/changes.html",
        application_id=application_id,
        view=draft,
        changes=answers.changes(form, before, draft),
        scans=answers.changed_scans(before, draft),
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not int(text[:6]) > 0:
        raise NotFoundError
    return int(text[:6])
