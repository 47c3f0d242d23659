"""Re-review (transitions 25 and 33, `domain` §7.5, F5): what, until when, with what reasons.

While one runs, the applicant may still withdraw, and correct what was returned: either ends the
procedure. A file that was returned or refused does not move otherwise: due dates and the giving
back of its seat wait. When an opinion is contested the desks go on, so that nobody loses time by
contesting; but they do not return or refuse the file, take it off its list or send it up, which
is what `Guard.NOT_UNDER_RE_REVIEW` locks: its row keeps the seat, and goes up with a later version
of the list than those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from services.contracts.errors import Finding, LateError, ValidationFailedError
from services.contracts.requests.review_re_review import (
    OUTCOMES,
    REASONS_MIN,
    ContestedKind,
    ReReviewOutcome,
)
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.negatives import CONTEST_WORKDAYS
from services.review.domain.permissions import CONTESTABLE
from services.review.domain.workdays import Workdays

DECIDE_WORKDAYS = 10
"""Working days in which a re-review is decided (`domain` §7.5)."""

_REFUSED = frozenset({S.NOT_RECOMMENDED, S.NOT_SELECTED})

CONTESTABLE_IN: Mapping[ContestedKind, frozenset[S]] = MappingProxyType(
    {
        ContestedKind.RETURN: frozenset({S.RETURNED}),
        ContestedKind.REFUSAL: _REFUSED,
        ContestedKind.CLOSURE: _REFUSED,
        ContestedKind.OPINION: frozenset(CONTESTABLE) - {S.RETURNED} - _REFUSED,
    }
)
"""In which states each can be contested: the decision that holds now, and opinions beside it."""


def contest_until(decided_at: datetime, workdays: Workdays, zone: ZoneInfo) -> datetime:
    """The end of the time in which a decision of that moment can be contested."""
    return workdays.end_after(decided_at, CONTEST_WORKDAYS, zone)


def decide_until(asked_at: datetime, workdays: Workdays, zone: ZoneInfo) -> datetime:
    """By when a re-review is to be decided."""
    return workdays.end_after(asked_at, DECIDE_WORKDAYS, zone)


def check_in_period(until: datetime, arrived_at: datetime, zone: ZoneInfo) -> None:
    """A decision can be contested until its time is over.

    Raises:
        LateError: it is over.
    """
    if arrived_at >= until:
        raise LateError(deadline=f"{until.astimezone(zone):%Y-%m-%d %H:%M}")


def check_outcome(kind: ContestedKind, outcome: ReReviewOutcome, text: str) -> str:
    """The reasons of a decision without the blanks around them.

    Raises:
        ValidationFailedError: the outcome does not fit what is contested, or nothing is reasoned.
    """
    findings = []
    if outcome not in OUTCOMES[kind]:
        labels = "、".join(each.label for each in OUTCOMES[kind])
        findings.append(Finding(field="outcome", code="not_here", message=f"请选择：{labels}"))
    if len(" ".join(text.split())) < REASONS_MIN:
        message = f"请写明理由，不少于{REASONS_MIN}字，申报人和原办理单位都会看到"
        findings.append(Finding(field="text", code="text_too_short", message=message))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))
    return text.strip()


def own_deadline(
    before: datetime, asked_at: datetime, now: datetime, *, goes_on_until: datetime | None
) -> datetime:
    """Until when a file may go up after a re-review (D08).

    Args:
        before: Its deadline without the procedure.
        asked_at: When the procedure began.
        now: When it ended.
        goes_on_until: For a file that goes on: the least time that it needs to be gone on with.
    """
    later = suspended(before, asked_at, now)
    return later if goes_on_until is None else max(later, goes_on_until)


def suspended(due_at: datetime, since: datetime, until: datetime) -> datetime:
    """A due date, later by the time from one moment to the other; never earlier (D08)."""
    return due_at + max(until - since, timedelta())
