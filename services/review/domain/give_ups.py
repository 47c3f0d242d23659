"""Giving up after selection (transitions 21 and 22, R58): what a request and a decision need."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from services.contracts.errors import (
    AnswerPeriodError,
    Finding,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.review_give_up import (
    TRACKS_WITH_MINISTRY,
    WORDS_MIN,
    MinistryDocument,
)
from services.contracts.vocabulary import Track


def check_words(text: str, field: str = "text") -> str:
    """Reasons without the blanks around them.

    Raises:
        ValidationFailedError: blanks do not make a reason.
    """
    if len(" ".join(text.split())) < WORDS_MIN:
        raise _wrong(field, f"请写明具体原因，不少于{WORDS_MIN}字")
    return text.strip()


def check_document(track: Track, document: MinistryDocument | None, today: date) -> None:
    """The ministry's result is recorded of an inland person, and only of one.

    Raises:
        ValidationFailedError: on `document`.
    """
    if track in TRACKS_WITH_MINISTRY and document is None:
        raise _wrong("document", "内地培养的，须先登记人社部的文件号、日期和扫描件存放位置")
    if track not in TRACKS_WITH_MINISTRY and document is not None:
        raise _wrong("document", "疆内培养的由自治区决定，不登记人社部文件")
    if document is not None and document.issued_on > today:
        raise _wrong("document", "文件日期不能晚于今天")


def check_applicant_heard(
    hear_until: datetime | None, stated_at: datetime | None, now: datetime, said: str
) -> None:
    """What the unit asks for is not decided before the applicant spoke or could have.

    Args:
        hear_until: The end of the applicant's time; None when the applicant asked.
        stated_at: When the applicant spoke.
        now: The moment of the decision.
        said: The end of the time in words.

    Raises:
        AnswerPeriodError: the time is not over.
    """
    if hear_until is not None and stated_at is None and now < hear_until:
        raise AnswerPeriodError(until=said)


def check_another_decides(proposer_id: UUID | None, person_id: UUID | None) -> None:
    """经办 ≠ 审核: a leader decides what somebody else proposed.

    Raises:
        ValidationFailedError: nothing is proposed yet.
        SeparationOfDutiesError: the same person.
    """
    if proposer_id is None:
        raise _wrong("agreed", "经办人还没有提出办理意见")
    if proposer_id == person_id:
        raise SeparationOfDutiesError("办理意见由您提出，须由另一位负责人决定。")


def _wrong(field: str, message: str) -> ValidationFailedError:
    finding = Finding(field=field, code="give_up", message=message)
    return ValidationFailedError(findings=(finding,))
