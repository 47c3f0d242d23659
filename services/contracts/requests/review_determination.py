"""Determination (R53, R54): an officer of the region proposes, a leader decides.

Nothing here puts people into an order or proposes anybody by itself: officers choose, person by
person. Of an inland person the ministry decides; its result is recorded with number, date and scan.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import CaseCommand
from services.contracts.requests.review_list_selection import MOST_AT_ONCE, FileSeen
from services.contracts.vocabulary import ApplicationState, LabelledEnum, SeatKind, Track

DOCUMENT_NO_MAX, SCAN_REF_MAX = 60, 100
"""Longest document number and place of its scan in characters."""
REASON_MIN, REASON_MAX = 10, 400
"""Length of a reason in characters."""


class DeterminationStage(LabelledEnum):
    """Whose word is put down."""

    REGION = "REGION", "自治区确定人选"
    MINISTRY = "MINISTRY", "登记人社部结果"


class DeterminationStatus(LabelledEnum):
    """Where a proposal is."""

    PROPOSED = "PROPOSED", "待负责人审核"
    CONFIRMED = "CONFIRMED", "已审核确定"
    SENT_BACK = "SENT_BACK", "已退回经办人"


class PersonResult(BaseModel):
    """What the ministry said of one person; the reason is needed of who was not selected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_id: UUID
    version: int = Field(ge=1)
    selected: bool
    reason: str | None = Field(default=None, max_length=REASON_MAX)


# --- commands -----------------------------------------------------------------------------------


class DeterminationChanged(Answer):
    """A proposal after a command."""

    determination_id: UUID
    version: int
    status: DeterminationStatus
    status_label: str
    persons: int


class _Proposal(Request):
    service: ClassVar[str] = "review"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = DeterminationChanged

    organisation_id: UUID = Field(description="The region's HRSS department")
    cycle_id: UUID


class ProposeDetermination(_Proposal):
    """An officer of the track's office proposes people for selection; all of them or nobody."""

    method: ClassVar[str] = "propose_determination"

    track: Track
    files: Annotated[tuple[FileSeen, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class ProposeMinistryResult(_Proposal):
    """The inland office records what the ministry decided (transition 12); a leader confirms."""

    method: ClassVar[str] = "propose_ministry_result"

    document_no: str = Field(min_length=1, max_length=DOCUMENT_NO_MAX)
    document_on: date
    scan_ref: str = Field(
        min_length=1, max_length=SCAN_REF_MAX, description="Where the scan of the document is kept"
    )
    results: Annotated[tuple[PersonResult, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class DecideDetermination(Request):
    """REGION_LEADER, another person than the proposer, confirms or sends back with a reason."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "decide_determination"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = DeterminationChanged

    determination_id: UUID
    version: int = Field(ge=1)
    agreed: bool
    reason: str | None = Field(
        default=None, max_length=REASON_MAX, description="Needed to send it back"
    )


class ReceiveWithdrawal(CaseCommand):
    """The office of the track registers that an applicant withdrew from it (transition 20)."""

    method: ClassVar[str] = "receive_withdrawal"


# --- questions ----------------------------------------------------------------------------------


class TrackTotal(Answer):
    """How many may be selected of one track and how many are (transitions 10 and 11)."""

    track: Track
    most: int
    taken: int = Field(description="Selected, or passed on to the ministry")
    proposed: int = Field(description="In proposals of the region that wait for the leader")
    at_region: int = Field(description="Before the region")
    at_ministry: int = Field(description="Before the ministry")

    @property
    def left(self) -> int:
        """How many more can be confirmed."""
        return self.most - self.taken


class DeterminationView(Answer):
    """One proposal."""

    determination_id: UUID
    version: int
    track: Track
    stage: DeterminationStage
    stage_label: str
    status: DeterminationStatus
    status_label: str
    persons: int
    not_selected: int
    document_no: str | None
    document_on: date | None
    scan_ref: str | None
    proposer_name: str
    proposed_at: AwareDatetime
    decider_name: str | None
    decided_at: AwareDatetime | None
    reason: str | None = Field(description="Why it was sent back")


class DeterminationPerson(Answer):
    """Somebody who can be determined, or stands in a proposal: numbers only."""

    application_id: UUID
    application_no: str
    version: int
    state: ApplicationState
    state_label: str
    seat_kind: SeatKind
    specialty: str
    final_organisation_name: str
    selected: bool = True
    reason: str | None = None
    problem: str | None = Field(default=None, description="Why it cannot be done now")


class WithdrawalNotice(Answer):
    """Somebody withdrew while the region or the ministry had the file: a number, no more."""

    application_id: UUID
    application_no: str
    version: int
    track: Track
    withdrawn_at: AwareDatetime


class DeterminationDesk(Answer):
    """Totals, proposals and withdrawals of the reader's offices."""

    totals: tuple[TrackTotal, ...]
    determinations: tuple[DeterminationView, ...] = Field(description="Those that wait first")
    total: int = Field(description="Proposals in all")
    withdrawals: tuple[WithdrawalNotice, ...] = Field(description="Receipt not registered yet")
    officer_of: tuple[Track, ...] = Field(description="Tracks for which the reader proposes")


class ReadDeterminationDesk(Request):
    """The region's work after lists came up."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_determination_desk"
    answer: ClassVar[type[Answer]] = DeterminationDesk

    organisation_id: UUID
    cycle_id: UUID
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


class DeterminationContents(Answer):
    """One proposal with its people."""

    determination: DeterminationView
    people: tuple[DeterminationPerson, ...]
    total: TrackTotal
    can_decide: bool


class ReadDetermination(Request):
    """One proposal, for the region's people of its track."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_determination"
    answer: ClassVar[type[Answer]] = DeterminationContents

    determination_id: UUID


class FilesToDetermine(Answer):
    """Files before they are proposed."""

    people: tuple[DeterminationPerson, ...]
    total: TrackTotal


class ReadFilesToDetermine(Request):
    """These files of a track, or all that wait at the stage when none are named."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_files_to_determine"
    answer: ClassVar[type[Answer]] = FilesToDetermine

    organisation_id: UUID
    cycle_id: UUID
    track: Track
    stage: DeterminationStage = DeterminationStage.REGION
    application_ids: tuple[UUID, ...] = Field(default=(), max_length=MOST_AT_ONCE)
