"""Questions to the review service: queues, one file, and the applicant's own status.

Answers hold ids, numbers and codes; the one who shows a name asks `applications` for it. There is
no ethnicity in any of them, and no filter or order by anything about the person (F7).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import DecisionKind, ReviewAction
from services.contracts.requests.review_closures import ClosureView
from services.contracts.requests.review_give_up import GiveUpView
from services.contracts.requests.review_negative import NegativeView
from services.contracts.requests.review_re_review import ContestableView, ReReviewView
from services.contracts.requests.review_reserve import ReserveView
from services.contracts.vocabulary import (
    ApplicationState,
    NodeKind,
    SeatKind,
    Term,
    Track,
    Verdict,
)

# --- queue --------------------------------------------------------------------------------------


class QueueItem(Answer):
    """One file in a queue: numbers and codes only."""

    application_id: UUID
    application_no: str
    version: int
    version_id: UUID
    version_no: int
    state: ApplicationState
    state_label: str
    unit_id: UUID
    unit_name: str
    track: Track
    term: Term
    seat_kind: SeatKind
    plan_row_id: UUID
    specialty: str
    since: AwareDatetime = Field(description="At this desk since")
    due_at: AwareDatetime | None = Field(description="The applicant's due date while RETURNED")
    items_marked: int
    items_total: int
    holds_seat: bool
    claimed_by: str | None = Field(default=None, description="Who of the desk handles it")
    claimed_by_id: UUID | None = None


class Claimed(StrEnum):
    """Whose files of a desk are wanted."""

    MINE = "MINE"
    """Those the asker holds or stands in for."""
    NOBODY = "NOBODY"


class QueueCount(Answer):
    """How many files of the organisation stand in one state."""

    state: ApplicationState
    state_label: str
    count: int


class Queue(Answer):
    """A page of a queue with the counts over all states."""

    counts: tuple[QueueCount, ...]
    total: int
    items: tuple[QueueItem, ...]


class ReadQueue(Request):
    """Files an organisation may read; `at_desk` keeps those waiting for it. Oldest first."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_queue"
    answer: ClassVar[type[Answer]] = Queue

    organisation_id: UUID
    cycle_id: UUID | None = None
    at_desk: bool = True
    state: ApplicationState | None = None
    track: Track | None = None
    plan_row_id: UUID | None = None
    specialty: str | None = Field(default=None, max_length=60)
    waiting_longer_than_days: int | None = Field(default=None, ge=0, le=400)
    due_before: AwareDatetime | None = None
    claimed: Claimed | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


# --- one file -----------------------------------------------------------------------------------


class NodeView(Answer):
    """One node of the route the file walks."""

    position: int
    kind: NodeKind
    organisation_id: UUID
    organisation_name: str
    current: bool


class ItemMark(Answer):
    """A stored mark with its author."""

    position: int
    level: NodeKind
    version_no: int
    item_code: str
    verdict: Verdict
    reason_code: str | None
    text: str | None
    reviewer_id: UUID
    reviewer_name: str
    reviewed_at: AwareDatetime


class ChecklistItem(Answer):
    """One item of the current level with its mark and the last mark of an earlier visit."""

    item_code: str
    label: str
    kind: Literal["FORM", "RULE", "ORIGINAL"] = Field(
        description="FORM: an item of the form (`FormItem`), ORIGINAL: ticked in the paper check"
    )
    materials: tuple[str, ...]
    mark: ItemMark | None
    previous: ItemMark | None


class OpinionView(Answer):
    """One opinion in full. Unsigned ones are seen only at their own desk."""

    position: int
    level: NodeKind
    organisation_id: UUID
    organisation_name: str
    version_no: int
    text: str
    decision: str = Field(description="同意推荐")
    health_fit: bool | None
    release_agreed: bool | None
    author_name: str
    author_post: str
    written_at: AwareDatetime
    leader_name: str | None
    signed_at: AwareDatetime | None
    in_force: bool = Field(description="False once the file started anew after it")


class ReasonView(Answer):
    """One reason of a return."""

    item_code: str
    item_label: str
    reason_code: str
    reason_label: str
    text: str


class DecisionView(Answer):
    """One entry of the history. System entries have no person."""

    kind: DecisionKind
    kind_label: str
    position: int | None
    organisation_name: str | None
    person_name: str | None
    version_no: int
    at: AwareDatetime
    reasons: tuple[ReasonView, ...] = ()
    text: str | None = None
    due_at: AwareDatetime | None = None


class ReturnReason(Answer):
    """A row of `reasons.csv`."""

    code: str
    label: str


class CaseView(Answer):
    """One file as a desk sees it."""

    application_id: UUID
    application_no: str
    cycle_id: UUID
    version: int
    version_id: UUID
    version_no: int
    state: ApplicationState
    state_label: str
    since: AwareDatetime
    due_at: AwareDatetime | None
    unit_id: UUID
    unit_name: str
    track: Track
    term: Term
    seat_kind: SeatKind
    plan_row_id: UUID
    specialty: str
    holds_seat: bool
    list_id: UUID | None
    refused_reason: str | None = Field(description="名额已满 with the plan row, after a refusal")
    route: tuple[NodeView, ...]
    position: int | None = Field(description="Index of the current node; None with the applicant")
    checklist: tuple[ChecklistItem, ...]
    earlier_marks: tuple[ItemMark, ...]
    opinions: tuple[OpinionView, ...]
    history: tuple[DecisionView, ...]
    negatives: tuple[NegativeView, ...] = Field(description="Proposed refusals, oldest first")
    closures: tuple[ClosureView, ...] = Field(description="Ends by a deadline or the plan")
    re_reviews: tuple[ReReviewView, ...] = Field(description="Re-reviews, oldest first")
    give_ups: tuple[GiveUpView, ...] = Field(description="Requests to give up, oldest first")
    actions: tuple[ReviewAction, ...]
    return_positions: tuple[int, ...] = Field(description="Lower desks a return may go to")
    default_due_at: AwareDatetime | None
    reasons: tuple[ReturnReason, ...]


class ReadCase(Request):
    """One file for a reviewer; a foreign one is not found."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_case"
    answer: ClassVar[type[Answer]] = CaseView

    application_id: UUID


class MyStatus(Answer):
    """What the applicant always sees (D07): where, since when, what next, by when."""

    application_id: UUID
    application_no: str
    version: int
    version_no: int
    state: ApplicationState
    state_label: str
    desk_organisation_id: UUID | None
    desk_organisation_name: str | None
    since: AwareDatetime
    next_step: str = Field(description="What happens next, in Chinese")
    due_at: AwareDatetime | None
    opinions: tuple[OpinionView, ...]
    reasons: tuple[ReasonView, ...] = Field(description="Of the return that is open")
    returned_by: str | None
    history: tuple[DecisionView, ...]
    negatives: tuple[NegativeView, ...] = Field(description="Proposed refusals, oldest first")
    closures: tuple[ClosureView, ...] = Field(description="Ends by a deadline or the plan")
    re_reviews: tuple[ReReviewView, ...] = Field(description="Re-reviews, oldest first")
    give_ups: tuple[GiveUpView, ...] = Field(description="Requests to give up, oldest first")
    contestable: tuple[ContestableView, ...] = Field(description="What may be contested now")
    reserve: ReserveView | None = Field(description="The place while RESERVE")
    can_give_up: bool = Field(description="Selected: may ask to give the training up")
    can_state: bool = Field(description="The unit asked to give up and the applicant may speak")
    can_answer: bool = Field(description="A refusal is proposed and waits for the answer")
    recommend_order: int | None
    recommend_reason: str | None
    refused_reason: str | None = Field(description="名额已满 with the plan row, after a refusal")
    can_withdraw: bool


class ReadMyStatus(Request):
    """The applicant's own file; anybody else's is not found."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_my_status"
    answer: ClassVar[type[Answer]] = MyStatus

    application_id: UUID
