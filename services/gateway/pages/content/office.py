"""Who works on the public content, and what waits there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from services.contracts.requests.notices import ListTexts, TextList
from services.contracts.requests.quotas import ReadPlanDraft, ReadPlanDraftResult
from services.contracts.requests.quotas_dates import (
    ExtensionList,
    ExtensionState,
    ExtensionView,
    ListExtensions,
)
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import Page

OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
LEADER = Role.REGION_LEADER
STAFF = (*OFFICERS, LEADER)


@dataclass(frozen=True, slots=True)
class Office:
    """The organisation one works in, and what one may do there."""

    organisation_id: UUID
    proposes: bool
    publishes: bool

    @property
    def base(self) -> str:
        """Where its pages lie."""
        return f"/content/{self.organisation_id}"


def office_of(page: Page) -> Office:
    """The office named in the address.

    Raises:
        NotFoundError: the person does not work there.
    """
    organisation_id = page.uuid("organisation_id")
    held = {view.role for view in page.workplace(organisation_id, *STAFF)}
    return Office(organisation_id, bool(held & set(OFFICERS)), LEADER in held)


async def overview(page: Page) -> Response:
    """Everything public in one list, with what waits for publishing."""
    office = office_of(page)
    texts = page.ask(ListTexts(year=year_of(page)), TextList)
    if page.cycle is None:
        listed = (await texts).texts
        return page.render(
            "content/overview.html", office=office, texts=listed, draft=None, extension=None
        )
    listing, draft, extensions = await asyncio.gather(
        texts,
        page.ask(ReadPlanDraft(year=page.cycle.year), ReadPlanDraftResult),
        page.ask(ListExtensions(year=page.cycle.year), ExtensionList),
    )
    return page.render(
        "content/overview.html",
        office=office,
        texts=listing.texts,
        draft=draft.draft,
        extension=waiting_extension(extensions),
    )


def waiting_extension(listed: ExtensionList) -> ExtensionView | None:
    """The proposal of later dates that waits."""
    waiting = (one for one in listed.extensions if one.state is ExtensionState.PROPOSED)
    return next(waiting, None)


def year_of(page: Page) -> int | None:
    """The year whose texts are meant: that of the cycle, or the newest that has texts."""
    return page.cycle.year if page.cycle else None
