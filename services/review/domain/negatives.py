"""Refusals (transitions 17, 18, F4): proposed with facts, answered, decided by another person."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from services.contracts.errors import AnswerPeriodError, Finding, LateError, ValidationFailedError
from services.contracts.requests.review_negative import FACTS_MIN
from services.review.domain.workdays import Workdays

ANSWER_WORKDAYS = 5
"""Working days the applicant has to answer (`domain` §7.3 row 17)."""

CONTEST_WORKDAYS = 10
"""Working days in which a refusal can be contested (`domain` §7.3 row 18)."""


def answer_until(now: datetime, workdays: Workdays, zone: ZoneInfo) -> datetime:
    """The end of the applicant's time to answer."""
    return workdays.end_after(now, ANSWER_WORKDAYS, zone)


def contest_until(now: datetime, workdays: Workdays, zone: ZoneInfo) -> datetime:
    """The end of the time in which the refusal can be contested."""
    return workdays.end_after(now, CONTEST_WORKDAYS, zone)


def check_facts(text: str) -> str:
    """The reasons of a proposal without the blanks around them.

    Raises:
        ValidationFailedError: on `text`; blanks do not make facts.
    """
    facts = " ".join(text.split())
    if len(facts) < FACTS_MIN:
        message = f"请写明具体事实和理由，至少{FACTS_MIN}个字，现为{len(facts)}个字。"
        raise ValidationFailedError(
            findings=(Finding(field="text", code="text_too_short", message=message),)
        )
    return text.strip()


def check_heard(
    answered_at: datetime | None, until: datetime, arrived_at: datetime, zone: ZoneInfo
) -> None:
    """Nobody decides before the applicant answered or the time for it is over.

    Raises:
        AnswerPeriodError: the sentence names the moment from which it can be decided.
    """
    if answered_at is None and arrived_at < until:
        raise AnswerPeriodError(until=_said(until, zone))


def check_in_time(until: datetime, arrived_at: datetime, zone: ZoneInfo) -> None:
    """An answer is taken until its time is over.

    Raises:
        LateError: it is over.
    """
    if arrived_at >= until:
        raise LateError(deadline=_said(until, zone))


def _said(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
