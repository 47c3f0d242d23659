"""People proposed by an officer: chosen on a list or here, looked at, then proposed."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review_determination import (
    DeterminationChanged,
    DeterminationStage,
    ProposeDetermination,
)
from services.contracts.requests.review_list_selection import FileSeen
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE
from services.gateway.pages.determination.places import (
    OFFICER_OF,
    count_findings,
    desk_at,
    files_at,
    office_of,
    seen_of,
    track_in,
)
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import cycle_of
from services.gateway.pages.lists.selections import ids_in

STAGE = DeterminationStage.REGION


async def ask(page: Page) -> Response:
    """GET: everybody of a track who waits for the region."""
    return await _choice(page, Form([("track", page.query.get("track", ""))]))


async def propose(page: Page) -> Response:
    """POST: first the preview with the total before and after, then the proposal."""
    form = await page.form()
    track = track_in(form["track"])
    page.workplace(office_of(page), OFFICER_OF[track])
    chosen = ids_in(form, "file")
    errors = count_findings(len(chosen))
    if errors:
        return await _choice(page, form, errors, UNPROCESSABLE)
    if form["step"] == "edit":
        return await _choice(page, form)
    if form["step"] != "confirm":
        return await _preview(page, form, chosen)
    found = await files_at(page, STAGE, track, chosen)
    request = ProposeDetermination(
        organisation_id=office_of(page),
        cycle_id=cycle_of(page).cycle_id,
        track=track,
        files=tuple(
            FileSeen(application_id=one.application_id, version=seen_of(form, one))
            for one in found.people
        ),
    )
    try:
        done = await page.ask(request, DeterminationChanged)
    except TepeiError as error:
        return await _preview(page, form, chosen, page.findings(error), CONFLICT)
    said = f"已提出{done.persons}人，等待负责人审核。"
    return page.redirect(f"{desk_at(office_of(page))}/{done.determination_id}", said=said)


async def _choice(
    page: Page, form: Form, errors: list[PageFinding] | None = None, status: int = 200
) -> Response:
    track = track_in(form["track"])
    organisation_id = office_of(page)
    page.workplace(organisation_id, OFFICER_OF[track])
    found = await files_at(page, STAGE, track)
    return page.render(
        "determination/choice.html",
        status=status,
        errors=errors or [],
        track=track,
        found=found,
        ticked=frozenset(ids_in(form, "file")),
        names=await names_of(page, [one.application_id for one in found.people]),
        organisation_id=organisation_id,
        back=desk_at(organisation_id),
    )


async def _preview(
    page: Page,
    form: Form,
    chosen: tuple[UUID, ...],
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    organisation_id, track = office_of(page), track_in(form["track"])
    found = await files_at(page, STAGE, track, chosen)
    can = [one for one in found.people if one.problem is None]
    return page.render(
        "determination/proposal.html",
        status=status,
        errors=errors or [],
        track=track,
        can=can,
        cannot=[one for one in found.people if one.problem is not None],
        total=found.total,
        names=await names_of(page, [one.application_id for one in found.people]),
        back=desk_at(organisation_id),
    )
