"""Refusals without anybody's judgement of the person: a deadline or the plan ended the file.

Like every refusal they name the reason and can be contested (transitions 27 and 30, F15).
"""

from __future__ import annotations

from pydantic import AwareDatetime

from services.contracts.requests.base import Answer
from services.contracts.vocabulary import LabelledEnum


class ClosureReason(LabelledEnum):
    """Why a file ended."""

    LATE_PACKAGE = "LATE_PACKAGE", "材料逾期寄出"
    NOT_CONFIRMED = "NOT_CONFIRMED", "人社部未确定为人选"
    OVERDUE = "OVERDUE", "逾期未报送"
    FULL = "FULL", "名额已满"


class ClosureView(Answer):
    """One such end, as the applicant and the desks see it."""

    reason: ClosureReason
    reason_label: str
    text: str
    organisation_name: str
    person_name: str | None
    closed_at: AwareDatetime
    contest_until: AwareDatetime
