"""How a desk shares its work: claims, deputies, notes hidden from the applicant, own phrases.

A claim says who of a desk handles a file. Others do not decide on it unless they take it over or
stand in for its holder; signing, paper and lists do not need it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from services.contracts.requests.base import Answer, Request

MOST_SELECTED = 200
NOTE_MAX = 500
PHRASE_MAX = 200
MOST_PHRASES = 30

Selection = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_SELECTED)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NOTE_MAX)]
Phrase = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=PHRASE_MAX)
]


class ClaimView(Answer):
    """Who of the desk handles the file."""

    person_id: UUID
    person_name: str
    since: AwareDatetime
    mine: bool = Field(description="The reader holds it or stands in for the holder today")


class DeputyView(Answer):
    """Who stands in for whom, from day to day inclusive."""

    person_id: UUID
    person_name: str
    deputy_id: UUID
    deputy_name: str
    from_day: date
    to_day: date
    today: bool


class DeskNote(Answer):
    """One note; only the desk's organisation reads it."""

    note_id: UUID
    text: str
    author_name: str
    written_at: AwareDatetime


class RefusedFile(Answer):
    """A file of a selection that was left as it is, and why."""

    application_id: UUID
    application_no: str
    reason: str


class SelectionDone(Answer):
    """What became of a selection: each file was done, or refused with a reason."""

    done: tuple[UUID, ...]
    refused: tuple[RefusedFile, ...]


class DeskFile(Answer):
    """What the desk keeps beside a file, for its own organisation only."""

    claim: ClaimView | None
    may_handle: bool = Field(
        description="The file stands at this desk and the reader handles files"
    )
    notes: tuple[DeskNote, ...]
    phrases: tuple[str, ...]


class DeskTeam(Answer):
    """Who stands in for whom at a desk, and the reader's own phrases."""

    deputies: tuple[DeputyView, ...]
    phrases: tuple[str, ...]


class _DeskRequest(Request):
    service: ClassVar[str] = "review"

    organisation_id: UUID


class _SelectionCommand(_DeskRequest):
    """Base of what is done to a selection; a file that cannot be done refuses only itself."""

    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = SelectionDone

    application_ids: Selection


class ClaimFiles(_SelectionCommand):
    """Take files of the own desk; `take_over` also takes those somebody else holds."""

    method: ClassVar[str] = "claim_files"

    take_over: bool = False


class HandOverFiles(_SelectionCommand):
    """Give files one holds (or stands in for, or nobody holds) to a colleague, with a note."""

    method: ClassVar[str] = "hand_over_files"

    to_person_id: UUID
    note: Note


class ReleaseFiles(_SelectionCommand):
    """Give files back to the desk: nobody handles them."""

    method: ClassVar[str] = "release_files"


class AddDeskNote(_DeskRequest):
    """Write a note on a file of the own desk; the applicant never sees it, the audit keeps that."""

    method: ClassVar[str] = "add_desk_note"
    writes: ClassVar[bool] = True

    application_id: UUID
    text: Note


class SavePhrases(_DeskRequest):
    """Replace one's own phrases for ordinary items; never offered for opinions (F2)."""

    method: ClassVar[str] = "save_phrases"
    writes: ClassVar[bool] = True

    phrases: tuple[Phrase, ...] = Field(max_length=MOST_PHRASES)


class NameDeputy(_DeskRequest):
    """Let a colleague stand in from day to day; nobody as `deputy_id` ends it."""

    method: ClassVar[str] = "name_deputy"
    writes: ClassVar[bool] = True

    deputy_id: UUID | None = None
    from_day: date
    to_day: date


class ReadDeskFile(_DeskRequest):
    """Claim, notes and the reader's phrases of one file."""

    method: ClassVar[str] = "read_desk_file"
    answer: ClassVar[type[Answer]] = DeskFile

    application_id: UUID


class ReadDeskTeam(_DeskRequest):
    """Deputies of the desk; its people are asked of accounts (`ReadColleagues`)."""

    method: ClassVar[str] = "read_desk_team"
    answer: ClassVar[type[Answer]] = DeskTeam
