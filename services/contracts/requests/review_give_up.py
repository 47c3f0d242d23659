"""Giving up the training after selection (R58, R59): asked with special reason, people decide.

Nothing follows from a giving-up by itself: the system records what people decide and adds no
consequence of its own (F12). Transitions 21 and 22.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import CaseCommand
from services.contracts.requests.review_determination import DOCUMENT_NO_MAX, SCAN_REF_MAX
from services.contracts.vocabulary import ApplicationState, LabelledEnum, SeatKind, Track

WORDS_MIN, WORDS_MAX = 10, 500
"""Length of reasons in characters."""
EVIDENCE_MAX = 200
"""Longest description of the evidence in characters."""
HEARING_MAX = 1000
"""Longest statement of the applicant in characters."""


class GiveUpReason(LabelledEnum):
    """What kind of special reason there is."""

    HEALTH = "HEALTH", "身体健康原因"
    FAMILY = "FAMILY", "家庭重大变故"
    WORK = "WORK", "工作岗位重大变动"
    OTHER = "OTHER", "其他特殊原因"


class GiveUpOutcome(LabelledEnum):
    """What is proposed, and decided, about a request."""

    APPROVED = "APPROVED", "同意放弃"
    REFUSED = "REFUSED", "不同意放弃"


class MinistryDocument(BaseModel):
    """The ministry's document on an inland person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = Field(min_length=1, max_length=DOCUMENT_NO_MAX)
    issued_on: date
    scan_ref: str = Field(
        min_length=1, max_length=SCAN_REF_MAX, description="Where the scan of it is kept"
    )


class GiveUpView(Answer):
    """One request, as the applicant, the unit and the region see it."""

    give_up_id: UUID
    by_unit: bool = Field(description="The unit asked, not the applicant")
    asker_name: str
    reason: GiveUpReason
    text: str
    evidence: str = Field(description="What proves it, and how it comes")
    asked_at: AwareDatetime
    from_state: ApplicationState
    hear_until: AwareDatetime | None = Field(description="By when the applicant may speak")
    statement: str | None = Field(description="What the applicant said of the unit's request")
    stated_at: AwareDatetime | None
    proposed: GiveUpOutcome | None
    proposal_text: str | None
    document: MinistryDocument | None
    proposer_name: str | None
    proposed_at: AwareDatetime | None
    sent_back: str | None = Field(description="Why the leader sent the proposal back")
    outcome: GiveUpOutcome | None
    decider_name: str | None
    decided_at: AwareDatetime | None


class AskGiveUp(CaseCommand):
    """The applicant or the unit asks, with reason and evidence (transition 21)."""

    method: ClassVar[str] = "ask_give_up"

    reason: GiveUpReason
    text: str = Field(min_length=WORDS_MIN, max_length=WORDS_MAX)
    evidence: str = Field(min_length=1, max_length=EVIDENCE_MAX)


class StateOnGiveUp(CaseCommand):
    """The applicant says what they think of the unit's request, once."""

    method: ClassVar[str] = "state_on_give_up"

    text: str = Field(min_length=1, max_length=HEARING_MAX)


class ProposeGiveUp(CaseCommand):
    """The office of the track proposes how to decide; of an inland person with the document."""

    method: ClassVar[str] = "propose_give_up"

    outcome: GiveUpOutcome
    text: str = Field(min_length=WORDS_MIN, max_length=WORDS_MAX)
    document: MinistryDocument | None = None


class DecideGiveUp(CaseCommand):
    """REGION_LEADER, another person, decides as proposed or sends it back (transition 22)."""

    method: ClassVar[str] = "decide_give_up"

    agreed: bool
    text: str | None = Field(default=None, max_length=WORDS_MAX, description="Why it goes back")


class GiveUpItem(Answer):
    """One line of the region's desk: numbers only."""

    application_id: UUID
    application_no: str
    state: ApplicationState
    seat_kind: SeatKind
    unit_name: str
    by_unit: bool
    reason: GiveUpReason
    asked_at: AwareDatetime
    proposed: GiveUpOutcome | None
    outcome: GiveUpOutcome | None
    decided_at: AwareDatetime | None


class GiveUpDesk(Answer):
    """Requests that wait, the oldest first, and those decided last."""

    waiting: tuple[GiveUpItem, ...]
    decided: tuple[GiveUpItem, ...]


class ReadGiveUps(Request):
    """Requests of the reader's tracks."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_give_ups"
    answer: ClassVar[type[Answer]] = GiveUpDesk

    organisation_id: UUID = Field(description="The region's HRSS department")
    cycle_id: UUID | None = None


TRACKS_WITH_MINISTRY: frozenset[Track] = frozenset({Track.INLAND})
"""Of whom the ministry's result is recorded before anything is decided."""
