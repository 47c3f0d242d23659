"""Questions of the desks that work with summary lists: one list, all of a unit, those received."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review_lists import (
    ListCandidate,
    ListSummary,
    ListView,
)
from services.contracts.requests.review_reserve import ReserveView
from services.contracts.vocabulary import ApplicationState, SeatKind, Track


class ListDesk(Answer):
    """One list being built: its rows, its versions, and who is ready to be added."""

    seat_kind: SeatKind
    plan_unit_code: str | None = Field(description="Whose seats the unit gives out")
    view: ListView | None = Field(description="None before the first row was added")
    candidates: tuple[ListCandidate, ...] = Field(description="Those that wait longest first")
    candidate_count: int
    plan_row_ids: tuple[UUID, ...] = Field(
        description="Rows of the plan that anybody on the list or ready for it asks for"
    )
    reserve: tuple[ReserveView, ...] = Field(description="By specialty, in the order given")
    can_nominate: bool
    mark: str = Field(description="Changes with anything that is shown, names apart")


class RowsWanted(BaseModel):
    """Which rows of a list; nothing said means all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_id: UUID | None = None
    state: ApplicationState | None = None
    offset: int = Field(default=0, ge=0)
    limit: int | None = Field(default=None, ge=0, le=200)


class ReadListDesk(Request):
    """One list of a final reviewing unit with a page of its candidates and of its rows.

    The reading is audited.
    """

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_list_desk"
    answer: ClassVar[type[Answer]] = ListDesk

    organisation_id: UUID
    cycle_id: UUID
    seat_kind: SeatKind
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=0, le=200)
    rows: RowsWanted = RowsWanted()


class ListMark(Answer):
    """Whether a list looks as it did: the same mark, the same list."""

    mark: str
    plan_unit_code: str | None


class ReadListMark(Request):
    """For a page that lies open: nothing about anybody, so nothing is audited."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_list_mark"
    answer: ClassVar[type[Answer]] = ListMark

    organisation_id: UUID
    cycle_id: UUID
    seat_kind: SeatKind


class ListOfKind(Answer):
    """One of the three lists in the overview of a unit."""

    seat_kind: SeatKind
    summary: ListSummary | None
    ready: int = Field(description="Files that may be added")


class ListOverview(Answer):
    """The three lists of a final reviewing unit (`domain` §3.1)."""

    kinds: tuple[ListOfKind, ...]
    plan_unit_code: str | None
    waiting_for_paper: int


class ReadListOverview(Request):
    """The lists of a final reviewing unit at a glance."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_list_overview"
    answer: ClassVar[type[Answer]] = ListOverview

    organisation_id: UUID
    cycle_id: UUID


class ReceivedLists(Answer):
    """A page of the lists that went up, by unit; `total` counts all that match."""

    lists: tuple[ListSummary, ...]
    total: int
    tracks: tuple[Track, ...] = Field(description="Tracks the reader's office decides on")


class ReadReceivedLists(Request):
    """Lists that went up to the region's offices of the reader, by track (R44, R45)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_received_lists"
    answer: ClassVar[type[Answer]] = ReceivedLists

    organisation_id: UUID
    cycle_id: UUID | None = None
    track: Track | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)
