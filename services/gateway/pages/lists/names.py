"""Names of the people on a list: asked of applications in bulk, shown and not kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from uuid import UUID

from services.contracts.requests.applications_names import (
    MOST_NAMES,
    NamedFile,
    NamedFiles,
    ReadNames,
)
from services.gateway.pages.core.page import Page


async def names_of(page: Page, application_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Name by application; those the visitor may not read are missing."""
    return {at: one.name for at, one in (await files_of(page, application_ids)).items()}


async def files_of(page: Page, application_ids: Iterable[UUID]) -> dict[UUID, NamedFile]:
    """Name, number and unit by application; those the visitor may not read are missing."""
    wanted = sorted(set(application_ids))
    asked = [
        page.ask(ReadNames(application_ids=tuple(wanted[at : at + MOST_NAMES])), NamedFiles)
        for at in range(0, len(wanted), MOST_NAMES)
    ]
    answers: list[NamedFiles] = await asyncio.gather(*asked)
    return {one.application_id: one for answer in answers for one in answer.files}
