"""Questions of desks about names: those of a queue, and whose file somebody is looking for.

Only names, numbers and units; never ethnicity, and nothing to filter or sort people by (F7).
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.base import Answer, Request

MOST_NAMES = 200
MOST_FOUND = 50
SEARCH_MIN, SEARCH_MAX = 2, 60


class NamedFile(Answer):
    """One file with the name of its applicant as the newest frozen version has it."""

    application_id: UUID
    application_no: str
    name: str
    unit_name: str


class NamedFiles(Answer):
    """In no particular order; files the desk may not read are left out."""

    files: tuple[NamedFile, ...]


class ReadNames(Request):
    """Names beside the numbers of a page of a queue, as far as the actor's desks may read them."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "read_names"
    answer: ClassVar[type[Answer]] = NamedFiles
    stores_answer: ClassVar[bool] = False

    application_ids: tuple[UUID, ...] = Field(max_length=MOST_NAMES)


class FindFiles(Request):
    """Files the organisation may read by part of a name (any dot or space) or of a number."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "find_files"
    answer: ClassVar[type[Answer]] = NamedFiles
    stores_answer: ClassVar[bool] = False

    organisation_id: UUID
    text: str = Field(min_length=SEARCH_MIN, max_length=SEARCH_MAX)
