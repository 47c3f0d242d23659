"""Returns (transitions 15, 16, 28, 29): reasons, due dates, and where the file resumes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.requests.review import ReturnAim, ReturnItem
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.case import CaseFacts
from services.review.domain.routes import DESK_STATE, FINAL_DESK_STATES, Node, Route
from services.review.domain.workdays import Workdays

CORRECTION_WORKDAYS = 5
"""Least time to correct (`domain` §7.3 row 28)."""

PASSAGE_WORKDAYS = 5
"""Working days the desks have, after the applicant's due date, to bring a file that the region
returned up again (`domain` §7.3 row 9)."""

LONGEST_CORRECTION = timedelta(days=120)
"""A due date beyond this is a slip of the keyboard."""

OVERDUE_GRACE = timedelta(seconds=120)
"""How long after the due date row 28 waits: a resubmission accepted in the last second is signed
for 60 s and needs its time on the queue."""


def default_due_at(
    now: datetime, correction_close_at: datetime, workdays: Workdays, zone: ZoneInfo
) -> datetime:
    """The later of the cycle's correction window and the end of the fifth working day."""
    return max(correction_close_at, workdays.end_after(now, CORRECTION_WORKDAYS, zone))


def own_deadline(until: datetime, workdays: Workdays, zone: ZoneInfo) -> datetime:
    """Until when a file that the region returned may go up, whatever the cycle's dates say."""
    return workdays.end_after(until, PASSAGE_WORKDAYS, zone)


def check_due_at(due_at: datetime, now: datetime) -> None:
    """A due date lies in the future, and not absurdly far.

    Raises:
        ValidationFailedError: on `due_at`.
    """
    if not now < due_at <= now + LONGEST_CORRECTION:
        message = f"修改截止时间须晚于现在，且不超过{LONGEST_CORRECTION.days}天，请重新选择"
        raise ValidationFailedError(
            findings=(Finding(field="due_at", code="out_of_range", message=message),)
        )


def check_reasons(
    items: Sequence[ReturnItem], codes: Collection[str], reasons: Collection[str]
) -> None:
    """Each reason names a known item and a known reason code (D03).

    Raises:
        ValidationFailedError: the findings name the items.
    """
    findings: list[Finding] = []
    for item in items:
        if item.item_code not in codes:
            findings.append(_finding(item, "unknown_item", "没有这一项目，请从审核项目中选择"))
        if item.reason_code not in reasons:
            findings.append(_finding(item, "unknown_reason", "请从列表中选择原因"))
        if len(item.text.strip()) < 10:  # noqa: PLR2004 -- D03: ≥ 10 字, blanks do not count
            findings.append(_finding(item, "text_too_short", "请写明问题，不少于10字"))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def check_aim(case: CaseFacts, aim: ReturnAim, to_position: int | None) -> Node | None:
    """The lower desk the return goes to; None for the applicant.

    Raises:
        ValidationFailedError: a desk that is not below the returner's.
    """
    if aim is ReturnAim.APPLICANT:
        if to_position is not None:
            raise _aim_error("退回申报人时不需要选择环节")
        return None
    for node in case.below:
        if node.position == to_position:
            return node
    raise _aim_error("只能退回到本环节之前的环节，请重新选择")


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a resubmission goes."""

    state: S
    position: int
    restarts: bool
    """The file starts anew at the unit: earlier opinions are no longer in force."""


def resume_at(
    route: Route, *, from_state: S, from_position: int, key_fields_changed: bool
) -> Resume:
    """The desk of a resubmitted file (rows 16 and 29).

    Args:
        route: The file's route.
        from_state: The state from which it was returned.
        from_position: The returner's position.
        key_fields_changed: Track, term, specialty, unit, ID, title or education changed.
    """
    if key_fields_changed:
        return Resume(S.UNIT_REVIEW, 0, restarts=True)
    if from_state in FINAL_DESK_STATES or from_state is S.REGION_REVIEW:
        return Resume(S.FINAL_REVIEW, route.final.position, restarts=False)
    kind = route.nodes[from_position].kind
    return Resume(DESK_STATE[kind], from_position, restarts=False)


def _finding(item: ReturnItem, code: str, message: str) -> Finding:
    return Finding(field=item.item_code, code=code, message=message)


def _aim_error(message: str) -> ValidationFailedError:
    return ValidationFailedError(
        findings=(Finding(field="to_position", code="not_below", message=message),)
    )
