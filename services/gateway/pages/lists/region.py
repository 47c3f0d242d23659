"""The region's offices read what went up: by track, each list whole and person by person."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.review_list_desk import ReadReceivedLists, ReceivedLists
from services.contracts.requests.review_lists import (
    ListVersionStatus,
    ListView,
    ReadList,
)
from services.contracts.vocabulary import TRACK_OF, ApplicationState, Track
from services.gateway.pages.core.page import Page
from services.gateway.pages.desk.places import holds_here
from services.gateway.pages.determination.places import OFFICER_OF
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import REGION_ROLES, cycle_of
from services.gateway.pages.lists.prints import by_version, prints_of

PER_PAGE = 50
_WENT_UP = (ListVersionStatus.SUBMITTED, ListVersionStatus.RETURNED)


async def received(page: Page) -> Response:
    """GET: the lists received, one track after the other."""
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *REGION_ROLES)
    chosen = next((track for track in Track if track.value == page.query.get("track")), None)
    number = page.number("p")
    found = await page.ask(
        ReadReceivedLists(
            organisation_id=organisation_id,
            cycle_id=cycle_of(page).cycle_id,
            track=chosen,
            offset=(number - 1) * PER_PAGE,
            limit=PER_PAGE,
        ),
        ReceivedLists,
    )
    return page.render(
        "lists/received.html",
        found=found,
        chosen=chosen,
        organisation_id=organisation_id,
        here=f"/region/{organisation_id}/lists",
        number=number,
        size=PER_PAGE,
        cycle=cycle_of(page),
    )


async def one(page: Page) -> Response:
    """GET: one list as it went up, with its people."""
    organisation_id, list_id = page.uuid("organisation_id"), page.uuid("list_id")
    page.workplace(organisation_id, *REGION_ROLES)
    number = page.number("p")
    asked = ReadList(list_id=list_id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    view = await page.ask(asked, ListView)
    newest = next((v for v in view.versions if v.status in _WENT_UP), None)
    if newest is None:
        raise NotFoundError
    names, documents = await page.together(
        names_of(page, [row.application_id for row in view.rows]), prints_of(page, list_id)
    )
    track = TRACK_OF[view.summary.seat_kind]
    return page.render(
        "lists/received_list.html",
        view=view,
        proposes=holds_here(page, OFFICER_OF[track])
        and any(row.state is ApplicationState.REGION_REVIEW for row in view.rows),
        newest=newest,
        names=names,
        prints=by_version(documents),
        track=track,
        organisation_id=organisation_id,
        back=f"/region/{organisation_id}/lists",
        here=page.here,
        number=number,
        size=PER_PAGE,
    )
