"""Packages (R43-R45, R47): what lies in one, when it was dispatched, whether that was in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.contracts.errors import (
    Finding,
    IllegalTransitionError,
    PackageIncompleteError,
    ValidationFailedError,
)
from services.contracts.requests.review_packages import (
    FORMS_EACH,
    DispatchPackage,
    PackageStatus,
    ReceivePackage,
)
from services.contracts.vocabulary import TRACK_OF, SeatKind, Track

_TRACK_CODE = {Track.INLAND: "ND", Track.IN_REGION: "JN"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The counts a package sheet names (`domain` §3.5)."""

    persons: int
    lists: int
    list_copies: int

    @property
    def forms(self) -> int:
        """Two of each person."""
        return self.persons * FORMS_EACH

    @property
    def lists_in_all(self) -> int:
        """Copies of all lists together."""
        return self.lists * self.list_copies

    @property
    def sheets(self) -> int:
        """Everything that lies in the package."""
        return self.forms + self.lists_in_all


def package_number(year: int, organisation_code: str, track: Track, number: int) -> str:
    """Number of a package, unique by its parts; it tells nothing about anybody."""
    return f"BG{year}-{organisation_code}-{_TRACK_CODE[track]}-{number:02d}"


def check_one_track(track: Track, kinds: Iterable[SeatKind]) -> None:
    """A list of the other track is not in the package (R44, R45).

    Raises:
        ValidationFailedError: names the list.
    """
    wrong = [kind for kind in kinds if TRACK_OF[kind] is not track]
    if wrong:
        names = "、".join(kind.label for kind in wrong)
        message = f"{names}的汇总表不寄这个办公室，请分开封装"
        raise ValidationFailedError(
            findings=(Finding(field="list_version_ids", code="other_track", message=message),)
        )


def check_complete(
    people: Mapping[UUID, str], packed: Collection[UUID], *, list_copies: int
) -> None:
    """Nothing is missing: a sealed list at least, and two forms of everybody on it (R43).

    Args:
        people: Application number by file, of everybody who goes up with the lists.
        packed: Whose two forms lie in the package.
        list_copies: Copies of each list.

    Raises:
        PackageIncompleteError: the findings name what is missing.
    """
    findings = []
    if list_copies < 1:
        findings.append(Finding(field="list_copies", code="missing", message="缺盖章的汇总表"))
    findings += [
        Finding(field=str(one), code="missing", message=f"{number}的申报表{FORMS_EACH}份未装入")
        for one, number in people.items()
        if one not in packed
    ]
    if not people:
        findings.append(Finding(field="", code="nobody", message="没有可以报送的人员"))
    if findings:
        missing = "、".join(finding.message for finding in findings[:5])
        raise PackageIncompleteError(missing=missing).with_findings(*findings)


def check_dispatch(data: DispatchPackage, *, submitted_on: date, today: date) -> None:
    """A package goes off between the day its list went up and today.

    Raises:
        ValidationFailedError: on `dispatched_on`.
    """
    if not submitted_on <= data.dispatched_on <= today:
        raise _dates_wrong("dispatched_on", "寄出日期不能早于报送汇总表的日期，也不能晚于今天")


def check_receipt(
    data: ReceivePackage, sheet: Sheet, *, dispatched_on: date | None, today: date
) -> None:
    """Receipt follows the postmark; what differs from the sheet is written down.

    Raises:
        ValidationFailedError: the findings name the fields.
    """
    if data.received_on > today:
        raise _dates_wrong("received_on", "收到日期不能晚于今天")
    if data.postmarked_on > data.received_on:
        raise _dates_wrong("postmarked_on", "邮戳日期不能晚于收到日期")
    agrees = (data.forms, data.lists) == (sheet.forms, sheet.lists_in_all)
    if (not agrees or data.postmarked_on != dispatched_on) and not (data.differences or "").strip():
        message = "份数或寄出日期与清单不一致，请写明差异"
        raise ValidationFailedError(
            findings=(Finding(field="differences", code="unexplained", message=message),)
        )


def check_step(status: PackageStatus, needed: PackageStatus) -> None:
    """A package goes CLOSED, DISPATCHED, and then ends.

    Raises:
        IllegalTransitionError: with where it is, in Chinese.
    """
    if status is not needed:
        raise IllegalTransitionError(state=status.value, state_label=status.label)


def own_last_day(own: Sequence[datetime | None], zone: ZoneInfo) -> date | None:
    """The last day of dispatch of people who all have a deadline of their own; else none."""
    known = [each for each in own if each is not None]
    if not known or len(known) != len(own):
        return None
    return (min(known) - timedelta(seconds=1)).astimezone(zone).date()


def is_late(postmarked_on: date, deadline_on: date) -> bool:
    """Whether it was dispatched after the last day; arriving later is fine (R47)."""
    return postmarked_on > deadline_on


def _dates_wrong(field: str, message: str) -> ValidationFailedError:
    return ValidationFailedError(
        findings=(Finding(field=field, code="out_of_range", message=message),)
    )
