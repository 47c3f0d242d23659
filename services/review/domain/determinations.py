"""Determination (R53, R54): two persons, a total for each track, documents of the ministry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.contracts.errors import (
    DeterminationFullError,
    Finding,
    IllegalTransitionError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.review_determination import (
    REASON_MIN,
    DeterminationStage,
    DeterminationStatus,
    PersonResult,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review.domain.actions import Action

WAITING: Final = MappingProxyType(
    {DeterminationStage.REGION: S.REGION_REVIEW, DeterminationStage.MINISTRY: S.MOHRSS_PENDING}
)
"""In which state a file waits for each stage."""

PROPOSES: Final = MappingProxyType(
    {
        DeterminationStage.REGION: Action.PROPOSE_DETERMINATION,
        DeterminationStage.MINISTRY: Action.PROPOSE_RESULT,
    }
)
"""The officer's action at each stage."""

CONFIRMS: Final = MappingProxyType(
    {
        DeterminationStage.REGION: Action.DETERMINE,
        DeterminationStage.MINISTRY: Action.CONFIRM_RESULT,
    }
)
"""The leader's action at each stage."""


def state_after(stage: DeterminationStage, track: Track, *, selected: bool) -> S:
    """Where a confirmed person goes (transitions 10, 11 and 12)."""
    if not selected:
        return S.NOT_SELECTED
    passed_on = stage is DeterminationStage.REGION and track is Track.INLAND
    return S.MOHRSS_PENDING if passed_on else S.SELECTED


def check_fits(track: Track, count: int, *, most: int, taken: int) -> None:
    """A side selects no more people than it may (R24-R26, transitions 10 and 11).

    Raises:
        DeterminationFullError: names the total and how many are too many.
    """
    if taken + count > most:
        raise DeterminationFullError(
            track=track.label, most=most, taken=taken, count=count, over=taken + count - most
        )


def check_results(results: Iterable[PersonResult], document_on: date, today: date) -> None:
    """The document is not of tomorrow, and whoever was not selected reads why.

    Raises:
        ValidationFailedError: the findings name the fields; a person's is the application's id.
    """
    findings = []
    if document_on > today:
        message = "文件日期不能晚于今天"
        findings.append(Finding(field="document_on", code="out_of_range", message=message))
    findings += [
        Finding(
            field=str(result.application_id),
            code="reason_missing",
            message=f"未确定的，请写明文件所载的理由，至少{REASON_MIN}个字，申报人会看到",
        )
        for result in results
        if not result.selected and len((result.reason or "").strip()) < REASON_MIN
    ]
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def check_open(status: DeterminationStatus) -> None:
    """A proposal is decided once.

    Raises:
        IllegalTransitionError: with where it is, in Chinese.
    """
    if status is not DeterminationStatus.PROPOSED:
        raise IllegalTransitionError(state=status.value, state_label=status.label)


def check_another_decides(proposer_id: UUID, person_id: UUID | None) -> None:
    """经办 ≠ 审核: the leader who decides did not propose.

    Raises:
        SeparationOfDutiesError: the same person.
    """
    if proposer_id == person_id:
        raise SeparationOfDutiesError("人选由您提出，须由另一位负责人审核。")


def check_reason(reason: str | None) -> str:
    """Why a proposal is sent back.

    Raises:
        ValidationFailedError: on `reason`.
    """
    text = (reason or "").strip()
    if len(text) < REASON_MIN:
        message = f"退回须写明理由，至少{REASON_MIN}个字"
        raise ValidationFailedError(
            findings=(Finding(field="reason", code="text_too_short", message=message),)
        )
    return text
