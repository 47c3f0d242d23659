"""Training (R22, R23, R56, R57): what a notification needs, whose host fits, days in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from services.contracts.errors import Finding, NotificationIncompleteError, ValidationFailedError
from services.contracts.requests.review_training import HostPlace, TrainingPlan, TrainingStep
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review.domain.actions import Action

NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "host_name": "培养单位",
        "host_kind": "培养单位性质",
        "host_place": "培养单位所在地",
        "mentor": "导师",
        "modes": "培养方式",
        "starts_on": "培养开始日期",
        "ends_on": "培养结束日期",
        "report_at": "报到时间",
        "report_place": "报到地点",
        "pre_study_at": "学前教育时间",
        "pre_study_place": "学前教育地点",
        "pre_study_contact": "学前教育联系人",
        "pre_study_topics": "学前教育内容",
    }
)
"""What a notification says, field by field (R56, R57)."""

PLACE_OF: Final[Mapping[Track, HostPlace]] = MappingProxyType(
    {Track.INLAND: HostPlace.INLAND, Track.IN_REGION: HostPlace.IN_REGION}
)
"""Where the host of a track is (R23)."""

ACTION_OF: Final[Mapping[TrainingStep, Action]] = MappingProxyType(
    {
        TrainingStep.ATTEND: Action.ATTEND,
        TrainingStep.ENROL: Action.ENROL,
        TrainingStep.COMPLETE: Action.COMPLETE,
    }
)

STATE_AFTER: Final[Mapping[TrainingStep, S]] = MappingProxyType(
    {
        TrainingStep.ATTEND: S.PRE_STUDY,
        TrainingStep.ENROL: S.IN_TRAINING,
        TrainingStep.COMPLETE: S.COMPLETED,
    }
)
"""Where a registered step leads (transition 14)."""


def missing(plan: TrainingPlan) -> dict[str, str]:
    """Field and name of everything a notification still needs, in the order of the form."""
    return {field: name for field, name in NEEDED.items() if not getattr(plan, field)}


def check_plan(plan: TrainingPlan, track: Track) -> None:
    """What is filled in agrees with itself and with the track.

    Raises:
        ValidationFailedError: the findings name the fields.
    """
    findings = []
    if plan.host_place is not None and plan.host_place is not PLACE_OF[track]:
        message = f"{track.label}培养的培养单位须在{PLACE_OF[track].label}"
        findings.append(Finding(field="host_place", code="other_track", message=message))
    if plan.starts_on and plan.ends_on and plan.ends_on <= plan.starts_on:
        message = "培养结束日期须晚于开始日期"
        findings.append(Finding(field="ends_on", code="out_of_range", message=message))
    if plan.report_at and plan.pre_study_at and plan.pre_study_at > plan.report_at:
        message = "学前教育须在报到之前"
        findings.append(Finding(field="pre_study_at", code="out_of_range", message=message))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def check_complete(plan: TrainingPlan) -> None:
    """No notification without everything it must say (R56).

    Raises:
        NotificationIncompleteError: the findings name what is missing.
    """
    lacking = missing(plan)
    if lacking:
        raise NotificationIncompleteError(missing="、".join(lacking.values())).with_findings(
            *(
                Finding(field=field, code="missing", message=f"请填写{name}")
                for field, name in lacking.items()
            )
        )


def check_day(on: date, earliest: date | None, today: date) -> None:
    """A step is registered once its day has come, not before the step that precedes it.

    Raises:
        ValidationFailedError: on `on`.
    """
    if on > today or (earliest is not None and on < earliest):
        message = "日期不能晚于今天，也不能早于上一步的日期"
        raise ValidationFailedError(
            findings=(Finding(field="on", code="out_of_range", message=message),)
        )
