"""Questions to review about progress: how many files stand where. Counts only, nobody's name.

Nothing here counts by anything about a person (F7): by unit, level, plan row, track and term.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review_views import Claimed, QueueItem
from services.contracts.vocabulary import (
    ApplicationState,
    LabelledEnum,
    Role,
    SeatKind,
    Term,
    Track,
)


class Stage(LabelledEnum):
    """Where a submitted file stands, as the columns of the dashboard say it."""

    UNIT = "UNIT", "单位审核"
    MID = "MID", "县/主管部门审核"
    FINAL = "FINAL", "最终审核"
    RETURNED = "RETURNED", "退回修改"
    PAPER = "PAPER", "待纸质材料"
    TO_LIST = "TO_LIST", "待汇总"
    LISTED = "LISTED", "已列入汇总表"
    REGION = "REGION", "已报送自治区"
    CHOSEN = "CHOSEN", "人选确定"
    ENDED = "ENDED", "已终止"


_S = ApplicationState

STATES_OF: dict[Stage, tuple[ApplicationState, ...]] = {
    Stage.UNIT: (_S.UNIT_REVIEW,),
    Stage.MID: (_S.MID_REVIEW,),
    Stage.FINAL: (_S.FINAL_REVIEW,),
    Stage.RETURNED: (_S.RETURNED,),
    Stage.PAPER: (_S.PAPER_CHECK,),
    Stage.TO_LIST: (_S.READY_TO_LIST, _S.NOMINATING, _S.RESERVE),
    Stage.LISTED: (_S.LISTED,),
    Stage.REGION: (_S.REGION_REVIEW, _S.MOHRSS_PENDING),
    Stage.CHOSEN: (
        _S.SELECTED,
        _S.NOTIFIED,
        _S.PRE_STUDY,
        _S.IN_TRAINING,
        _S.COMPLETED,
        _S.GIVE_UP_REQUESTED,
    ),
    Stage.ENDED: (
        _S.NEGATIVE_PENDING,
        _S.NOT_RECOMMENDED,
        _S.NOT_SELECTED,
        _S.OVERDUE,
        _S.GIVEN_UP,
        _S.REPLACED,
        _S.TERMINATED,
    ),
}
"""Drafts are not submitted, and a withdrawal leaves no mark (F12): neither is counted."""


class Counts(Answer):
    """How many files, in all and at each stage in the order of `Stage`."""

    submitted: int
    stages: tuple[int, ...] = Field(min_length=len(Stage), max_length=len(Stage))
    holding_seat: int = Field(description="Of them, those that hold a seat")

    def at(self, stage: Stage) -> int:
        """How many stand at a stage."""
        return self.stages[tuple(Stage).index(stage)]


class KindProgress(Counts):
    """Files of one track and term."""

    seat_kind: SeatKind
    track: Track
    term: Term


class UnitProgress(Counts):
    """Files of one unit: of a final reviewing unit for the region, else of a recommending unit."""

    organisation_id: UUID
    name: str


class CellProgress(Counts):
    """Files that wish for one seat cell; its seats are asked of quotas."""

    plan_row_id: UUID
    seat_kind: SeatKind
    plan_unit_code: str
    plan_unit_name: str
    specialty: str


class ProgressView(StrEnum):
    """By what files are counted; each costs a look at all of them, or two."""

    UNITS = "UNITS"
    """By track and term, and by unit."""
    PLAN = "PLAN"
    """By seat cell."""


class Progress(Answer):
    """The views asked for, at one instant, so that their sums agree; the others are empty."""

    as_of: AwareDatetime
    organisation_name: str
    plan_unit_code: str | None = Field(description="Of the organisation, if it has seats")
    by_final_unit: bool = Field(description="Whether `units` are final reviewing units")
    total: Counts
    kinds: tuple[KindProgress, ...]
    units: tuple[UnitProgress, ...] = Field(description="One page of them, by code")
    units_total: int
    cells: tuple[CellProgress, ...] = Field(description="Those with files, in plan order")


class ReadProgress(Request):
    """Progress of what an organisation answers for, for those who read files there.

    A unit: its own files. A county or department: the files whose route leads over it. A final
    reviewing unit: all that end at it. The region: all of the office's tracks.
    """

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_progress"
    answer: ClassVar[type[Answer]] = Progress

    organisation_id: UUID
    cycle_id: UUID
    views: tuple[ProgressView, ...] = Field(default=tuple(ProgressView), min_length=1)
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


# --- for exports --------------------------------------------------------------------------------


class ExportRight(Answer):
    """The roles by which the person reads in that organisation; an export is made by them."""

    roles: tuple[Role, ...]
    organisation_name: str


class MayExport(Request):
    """May the forwarded person export from that organisation? `people`: rows with names (§7.4)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "may_export"
    answer: ClassVar[type[Answer]] = ExportRight

    organisation_id: UUID
    people: bool


class ExportedProgress(Request):
    """Service `documents` only: progress as those roles see it, with all units."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "exported_progress"
    answer: ClassVar[type[Answer]] = Progress

    organisation_id: UUID
    roles: tuple[Role, ...]
    cycle_id: UUID


class ExportedFilesAnswer(Answer):
    """The next files in the order of the queue."""

    as_of: AwareDatetime
    items: tuple[QueueItem, ...]


class ExportedFiles(Request):
    """Service `documents` only: a queue as those roles see it, piece by piece; audited.

    `after` names the last file of the piece before.
    """

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "exported_files"
    answer: ClassVar[type[Answer]] = ExportedFilesAnswer

    organisation_id: UUID
    roles: tuple[Role, ...]
    cycle_id: UUID | None = None
    at_desk: bool = True
    state: ApplicationState | None = None
    track: Track | None = None
    plan_row_id: UUID | None = None
    specialty: str | None = Field(default=None, max_length=60)
    waiting_longer_than_days: int | None = Field(default=None, ge=0, le=400)
    due_before: AwareDatetime | None = None
    claimed: Claimed | None = None
    person_id: UUID | None = Field(default=None, description="Whose files are MINE: the owner's")
    after_since: AwareDatetime | None = None
    after_no: str | None = Field(default=None, max_length=24)
    limit: int = Field(default=1000, ge=1, le=1000)
