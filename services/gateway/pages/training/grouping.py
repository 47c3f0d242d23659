"""The overview of training: rates, groups, and people put together into a new group."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review_list_selection import FileSeen
from services.contracts.requests.review_training import PlanTraining, TrainingChanged
from services.contracts.vocabulary import Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE
from services.gateway.pages.determination.places import (
    OFFICER_OF,
    count_findings,
    office_of,
    track_in,
)
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import cycle_of
from services.gateway.pages.lists.selections import ids_in
from services.gateway.pages.training.places import PAID, desk_at, desk_of, percent


async def overview(page: Page) -> Response:
    """GET: what is to be arranged, and how many came."""
    return await _page(page)


async def group(page: Page) -> Response:
    """POST: first who would be together, then the group."""
    form = await page.form()
    track = track_in(form["track"])
    page.workplace(office_of(page), OFFICER_OF[track])
    chosen = ids_in(form, "file")
    errors = count_findings(len(chosen))
    if errors:
        return await _page(page, errors=errors, status=UNPROCESSABLE)
    if form["step"] != "confirm":
        return await _page(page, form=form, track=track)
    waiting = {one.application_id: one for one in (await desk_of(page)).waiting}
    request = PlanTraining(
        organisation_id=office_of(page),
        cycle_id=cycle_of(page).cycle_id,
        track=track,
        files=tuple(
            FileSeen(application_id=at, version=waiting[at].version if at in waiting else 1)
            for at in chosen
        ),
    )
    try:
        done = await page.ask(request, TrainingChanged)
    except TepeiError as error:
        return await _page(page, errors=page.findings(error), status=CONFLICT)
    said = f"已为{done.persons}人安排培养，请填写培养计划。"
    return page.redirect(f"{desk_at(office_of(page))}/{done.training_id}", said=said)


async def _page(
    page: Page,
    *,
    form: Form | None = None,
    track: Track | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    found = await desk_of(page)
    chosen = frozenset(() if form is None else ids_in(form, "file"))
    return page.render(
        "training/desk.html" if track is None else "training/group_check.html",
        status=status,
        errors=errors or [],
        found=found,
        chosen=[one for one in found.waiting if one.application_id in chosen],
        track=track,
        tracks=tuple(Track),
        names=await names_of(page, [one.application_id for one in found.waiting]),
        percent=percent,
        paid=PAID,
        organisation_id=office_of(page),
        here=desk_at(office_of(page)),
    )
