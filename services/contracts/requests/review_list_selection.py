"""Several files added to a list at once: what the desk looks at first, then the one deed.

Each file is asked for and answered on its own, so a part of a selection may be listed and the rest
refused. Nothing here chooses between people: whoever selects, selects as many as there are seats.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review_desk import RefusedFile
from services.contracts.vocabulary import ApplicationState, SeatKind

MOST_AT_ONCE = 100


class FileSeen(BaseModel):
    """A file in the version the person saw."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_id: UUID
    version: int = Field(ge=1)


class FileForList(Answer):
    """A selected file: what it asks for, where it would stand, or why it cannot be added."""

    application_id: UUID
    application_no: str
    version: int
    state: ApplicationState
    state_label: str
    plan_row_id: UUID
    specialty: str
    position: int | None = Field(
        description="Of a file that may be added, with the selection on the list; else None, as "
        "where places were not asked for"
    )
    problem: str | None = Field(description="Why it cannot be added now")
    refused_reason: str | None = Field(description="名额已满 with the plan row, after a refusal")


class FilesForList(Answer):
    """The selection in the order it was asked for; files the reader may not see are left out."""

    plan_unit_code: str | None = Field(description="Whose seats the unit gives out")
    files: tuple[FileForList, ...]
    frozen_version_no: int | None = Field(description="The frozen version that adding voids")


class FilesNominated(Answer):
    """What became of a selection: for these the seat is asked for, those were left as they are."""

    asked: tuple[UUID, ...]
    refused: tuple[RefusedFile, ...]


class _OfOneList(Request):
    service: ClassVar[str] = "review"

    organisation_id: UUID = Field(description="The final reviewing unit")
    cycle_id: UUID
    seat_kind: SeatKind


class ReadFilesForList(_OfOneList):
    """Files of a list's unit before they are added, and what became of them afterwards."""

    method: ClassVar[str] = "read_files_for_list"
    answer: ClassVar[type[Answer]] = FilesForList

    application_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    places: bool = Field(
        default=True, description="Say where each stands: the whole list is put in order for it"
    )


class NominateFiles(_OfOneList):
    """Add READY_TO_LIST files to their list: NOMINATING until each seat is taken or refused.

    A file that cannot be added refuses only itself.
    """

    method: ClassVar[str] = "nominate_files"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = FilesNominated

    files: Annotated[tuple[FileSeen, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
