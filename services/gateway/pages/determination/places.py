"""Addresses of determination, and what its pages have in common."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.contracts.errors import NotFoundError
from services.contracts.requests.review_determination import (
    DeterminationPerson,
    DeterminationStage,
    FilesToDetermine,
    ReadFilesToDetermine,
)
from services.contracts.requests.review_list_selection import MOST_AT_ONCE
from services.contracts.vocabulary import Role, Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.lists.places import REGION_ROLES, cycle_of

OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
OFFICER_OF = {
    Track.INLAND: Role.REGION_OFFICER_INLAND,
    Track.IN_REGION: Role.REGION_OFFICER_IN_REGION,
}
NOBODY = "请至少勾选一人"
TOO_MANY = f"一次最多办理{MOST_AT_ONCE}人，请分次办理"


def office_of(page: Page) -> UUID:
    """The region's department of the path, where the visitor works.

    Raises:
        NotFoundError: they do not.
    """
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *REGION_ROLES)
    return organisation_id


def desk_at(organisation_id: UUID) -> str:
    """The overview."""
    return f"/region/{organisation_id}/determination"


def track_in(word: str) -> Track:
    """The track a query or a form names.

    Raises:
        NotFoundError: there is none of that name.
    """
    if word not in Track.__members__:
        raise NotFoundError
    return Track[word]


async def files_at(
    page: Page, stage: DeterminationStage, track: Track, files: Iterable[UUID] = ()
) -> FilesToDetermine:
    """The files named, or all that wait at the stage."""
    request = ReadFilesToDetermine(
        organisation_id=office_of(page),
        cycle_id=cycle_of(page).cycle_id,
        track=track,
        stage=stage,
        application_ids=tuple(files),
    )
    return await page.ask(request, FilesToDetermine)


def seen_of(form: Form, person: DeterminationPerson) -> int:
    """The version of a file the visitor saw; of one that was ticked on a list, that of now."""
    text = form[f"version-{person.application_id}"]
    return int(text[:9]) if text.isascii() and text.isdigit() and int(text[:9]) else person.version


def count_findings(count: int) -> list[PageFinding]:
    """What is wrong with so many ticks."""
    if not count:
        return [PageFinding("people", NOBODY)]
    return [PageFinding("people", TOO_MANY)] if count > MOST_AT_ONCE else []
