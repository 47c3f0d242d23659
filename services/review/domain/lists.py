"""Summary lists (`domain` §3): their order, what may be frozen, what may go up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from services.contracts.errors import (
    LateError,
    ListNotReadyError,
    SeparationOfDutiesError,
    WrongVerifyCodeError,
)
from services.contracts.vocabulary import ApplicationState, SeatKind, Track
from services.review.domain.codes import canonical_code
from services.review.domain.opinions import canonical_hash

RECIPIENT: dict[Track, str] = {
    Track.INLAND: "自治区人力资源和社会保障厅专业技术人员管理处",
    Track.IN_REGION: "自治区职称社会化评价中心",
}
"""报送对象 (R44, R45)."""

_UNORDERED = 1_000_000


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One row of a list before it is frozen."""

    application_id: UUID
    application_no: str
    version_id: UUID
    version_no: int
    plan_row_id: UUID
    specialty: str
    plan_seq: int
    recommend_order: int | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class OrderedRow:
    """One row of a frozen version."""

    position: int
    application_id: UUID
    application_no: str
    version_id: UUID
    version_no: int
    plan_row_id: UUID
    specialty: str
    recommend_order: int | None
    remark: str | None


class Ranked(Protocol):
    """What the place of a row depends on."""

    @property
    def application_id(self) -> UUID:
        """Whose row it is."""

    @property
    def application_no(self) -> str:
        """The number on the form."""

    @property
    def plan_seq(self) -> int:
        """The place of its specialty in the plan."""

    @property
    def recommend_order(self) -> int | None:
        """The place a person gave it, with a reason (R11)."""


R = TypeVar("R", bound=Ranked)


def in_order(rows: Iterable[R], by_name: Sequence[UUID]) -> list[R]:
    """Plan order of the specialty, a person's order, name, application number (§3.4).

    Args:
        rows: Rows of the list.
        by_name: Application ids as applications orders them by name; ids it does not know come
            after the known ones.
    """
    rank = {application_id: place for place, application_id in enumerate(by_name)}

    def key(row: R) -> tuple[int, int, int, str]:
        own = row.recommend_order if row.recommend_order is not None else _UNORDERED
        return row.plan_seq, own, rank.get(row.application_id, _UNORDERED), row.application_no

    return sorted(rows, key=key)


def ordered(rows: Iterable[RowFacts], by_name: Sequence[UUID]) -> tuple[OrderedRow, ...]:
    """The rows with their places, as a version is frozen; the order is that of `in_order`."""
    return tuple(
        OrderedRow(
            position=place,
            application_id=row.application_id,
            application_no=row.application_no,
            version_id=row.version_id,
            version_no=row.version_no,
            plan_row_id=row.plan_row_id,
            specialty=row.specialty,
            recommend_order=row.recommend_order,
            remark=row.remark,
        )
        for place, row in enumerate(in_order(rows, by_name), start=1)
    )


def content_hash(list_id: UUID, version_no: int, rows: Iterable[OrderedRow]) -> str:
    """SHA-256 over the canonical JSON of a frozen version: what was printed is what goes up."""
    return canonical_hash(
        {"list_id": list_id, "version_no": version_no, "rows": [asdict(row) for row in rows]}
    )


def check_can_freeze(states: Mapping[str, ApplicationState]) -> None:
    """A list is frozen only with every seat settled and at least one row.

    Args:
        states: Application number to state, for all rows.

    Raises:
        ListNotReadyError: names the rows that wait for their seat, or says that it is empty.
    """
    waiting = [no for no, state in states.items() if state is ApplicationState.NOMINATING]
    if waiting:
        names = "、".join(sorted(waiting))
        raise ListNotReadyError(reason=f"{names}正在核定名额，请稍候再定稿。")
    if ApplicationState.LISTED not in states.values():
        raise ListNotReadyError(reason="没有可报送的人员，请先列入汇总表。")


def check_not_late(
    arrived_at: datetime, review_close_at: datetime, dispatch_deadline_on: date, zone: ZoneInfo
) -> None:
    """Lists go up before review closes and no later than the dispatch day (R47, R48).

    Raises:
        LateError: with the instant that was missed.
    """
    dispatch_over = arrived_at.astimezone(zone).date() > dispatch_deadline_on
    if arrived_at >= review_close_at or dispatch_over:
        missed = review_close_at.astimezone(zone)
        raise LateError(deadline=f"{missed:%Y-%m-%d %H:%M}")


def all_in_own_time(arrived_at: datetime, own: Sequence[datetime | None]) -> bool:
    """Say whether each file has a deadline of its own that is not over (D08)."""
    return bool(own) and all(each is not None and arrived_at < each for each in own)


def check_printed_version(typed: str, *, current: str | None, older: Iterable[str]) -> None:
    """The code on the sealed paper must be that of the current frozen version.

    Raises:
        ListNotReadyError: nothing is frozen, so nothing printed can be valid.
        WrongVerifyCodeError: says whether the paper is an older version.
    """
    if current is None:
        raise ListNotReadyError(reason="汇总表尚未定稿或定稿后已有变动，请重新定稿、打印后报送。")
    code = canonical_code(typed)
    if code == current:
        return
    if code in set(older):
        raise WrongVerifyCodeError("纸质汇总表是较早的版本，已失效；请打印当前版本盖章后报送。")
    raise WrongVerifyCodeError("核验码与当前定稿的汇总表不符，请核对纸质汇总表左下角的核验码。")


def check_another_submits(frozen_by: UUID, person_id: UUID | None) -> None:
    """经办 ≠ 审核: the leader who sends a list up did not freeze it.

    Raises:
        SeparationOfDutiesError: the same person.
    """
    if frozen_by == person_id:
        raise SeparationOfDutiesError("汇总表由您定稿，须由另一位负责人报送。")


def receipt_number(year: int, organisation_code: str, kind: SeatKind, version_no: int) -> str:
    """Number of the receipt of one submitted list version, unique by its parts."""
    return f"BS{year}-{organisation_code}-{kind.value}-{version_no:02d}"
