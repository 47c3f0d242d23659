"""Re-review (复核): a decision contested by the applicant, decided by others a level higher (F5).

Asked by transition 25, decided by transition 33; `domain` §7.5 has the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import CaseCommand
from services.contracts.vocabulary import ApplicationState, LabelledEnum, NodeKind

GROUNDS_MAX = 1000
"""Longest grounds of the applicant in characters (`domain` §7.5)."""
REASONS_MIN, REASONS_MAX = 20, 1000
"""Length of the written reasons of a decision in characters."""


class ContestedKind(LabelledEnum):
    """What can be contested."""

    RETURN = "RETURN", "退回修改"
    REFUSAL = "REFUSAL", "不予推荐"
    CLOSURE = "CLOSURE", "不予受理"
    OPINION = "OPINION", "审核意见"


class ReReviewOutcome(LabelledEnum):
    """How a re-review ended."""

    UPHELD = "UPHELD", "维持"
    OVERTURNED = "OVERTURNED", "撤销并继续"
    NEW_OPINION = "NEW_OPINION", "要求重新出具意见"
    ENDED = "ENDED", "因申报人重新提交或撤回而终止"


OUTCOMES: Mapping[ContestedKind, tuple[ReReviewOutcome, ...]] = MappingProxyType(
    {
        ContestedKind.RETURN: (ReReviewOutcome.UPHELD, ReReviewOutcome.OVERTURNED),
        ContestedKind.REFUSAL: (
            ReReviewOutcome.UPHELD,
            ReReviewOutcome.OVERTURNED,
            ReReviewOutcome.NEW_OPINION,
        ),
        ContestedKind.CLOSURE: (ReReviewOutcome.UPHELD, ReReviewOutcome.OVERTURNED),
        ContestedKind.OPINION: (ReReviewOutcome.UPHELD, ReReviewOutcome.NEW_OPINION),
    }
)
"""What can be decided about each: an opinion stops nothing that could go on."""


class ContestableView(Answer):
    """Something the applicant may contest now."""

    kind: ContestedKind
    subject_id: UUID
    level: NodeKind
    organisation_name: str
    decided_at: AwareDatetime
    contest_until: AwareDatetime


class ReReviewView(Answer):
    """One re-review, as the applicant, the desks and who decides see it."""

    re_review_id: UUID
    kind: ContestedKind
    subject_id: UUID
    level: NodeKind
    organisation_name: str = Field(description="Whose decision is contested")
    contested_at: AwareDatetime = Field(description="When that was decided")
    grounds: str
    more_on_paper: bool = Field(description="Further proof comes on paper")
    asked_at: AwareDatetime
    decider_organisation_id: UUID
    decider_organisation_name: str
    decide_until: AwareDatetime
    suspended_due_at: AwareDatetime | None = Field(
        description="The due date of the return as it was before the procedure suspended it"
    )
    outcome: ReReviewOutcome | None
    reasons: str | None
    decider_name: str | None
    decided_at: AwareDatetime | None


class AskReReview(CaseCommand):
    """The applicant contests a decision or an opinion, once, within the period (transition 25)."""

    method: ClassVar[str] = "ask_re_review"

    kind: ContestedKind
    subject_id: UUID = Field(description="The return, refusal, closure or opinion, as listed")
    text: str = Field(min_length=1, max_length=GROUNDS_MAX)
    more_on_paper: bool = False


class DecideReReview(CaseCommand):
    """A re-reviewer who took no part decides, with reasons for both sides (transition 33)."""

    method: ClassVar[str] = "decide_re_review"

    outcome: ReReviewOutcome
    text: str = Field(min_length=1, max_length=REASONS_MAX, description="Reasons, for both sides")


class ReReviewItem(Answer):
    """One line of a re-reviewer's queue: numbers and times, no name (F7)."""

    application_id: UUID
    application_no: str
    state: ApplicationState
    kind: ContestedKind
    level: NodeKind
    organisation_name: str
    asked_at: AwareDatetime
    decide_until: AwareDatetime
    outcome: ReReviewOutcome | None
    decided_at: AwareDatetime | None


class ReReviewQueue(Answer):
    """What waits, the most urgent first, and what was decided last."""

    waiting: tuple[ReReviewItem, ...]
    decided: tuple[ReReviewItem, ...]


class ReadReReviews(Request):
    """The re-reviews an organisation decides."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_re_reviews"
    answer: ClassVar[type[Answer]] = ReReviewQueue

    organisation_id: UUID
