"""Refusals: proposed with facts, answered by the applicant, decided by another person (F4).

A refusal is about the person's own professional work and what the notice asks for; it is never
one click, and never one person's.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer
from services.contracts.requests.review import CaseCommand
from services.contracts.vocabulary import LabelledEnum, NodeKind

FACTS_MIN, FACTS_MAX = 50, 500
"""Length of the facts and reasons of a proposal in characters (F4)."""
DECISION_MIN = 10
"""Least length of the reason of a decision in characters."""
ANSWER_MAX = 1000
"""Longest answer of the applicant in characters (`domain` §7.5)."""


class NegativeOutcome(LabelledEnum):
    """What was decided about a proposed refusal."""

    UPHELD = "UPHELD", "不予推荐"
    DISMISSED = "DISMISSED", "不采纳，继续审核"


class NegativeView(Answer):
    """One proposed refusal with answer and decision, as the desks and the applicant see it."""

    proposal_id: UUID
    level: NodeKind
    organisation_name: str
    proposer_name: str
    proposed_at: AwareDatetime
    text: str = Field(description="Facts and reasons")
    version_no: int = Field(description="The version of the form it is about")
    answer_until: AwareDatetime
    answer: str | None
    answered_at: AwareDatetime | None
    outcome: NegativeOutcome | None
    decider_name: str | None
    decision_text: str | None
    decided_at: AwareDatetime | None
    contest_until: AwareDatetime | None = Field(description="UPHELD only")


class ProposeNegative(CaseCommand):
    """The officer at the desk intends to refuse, with facts and reasons (transition 17)."""

    method: ClassVar[str] = "propose_negative"

    text: str = Field(min_length=1, max_length=FACTS_MAX)


class AnswerNegative(CaseCommand):
    """The applicant answers, once, before the time is over (transition 18)."""

    method: ClassVar[str] = "answer_negative"

    text: str = Field(min_length=1, max_length=ANSWER_MAX)


class DecideNegative(CaseCommand):
    """Another person decides, after the answer or when the time for it is over (transition 18)."""

    method: ClassVar[str] = "decide_negative"

    outcome: NegativeOutcome
    text: str = Field(
        min_length=DECISION_MIN, max_length=FACTS_MAX, description="Why, for both sides"
    )
