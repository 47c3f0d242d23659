"""Reads lists in bulk: counts and newest versions of many lists, pages of candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import Session

from services.contracts.vocabulary import ApplicationState, SeatKind
from services.review.storage.lists import Candidate, candidates_where
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import WENT_UP, ListRow, ListVersion, SummaryList

StateCounts = Mapping[UUID, Mapping[ApplicationState, int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which candidates: of a unit, a cycle and a seat kind; one page of them."""

    organisation_id: UUID
    cycle_id: UUID
    seat_kind: SeatKind
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ReadyInShort:
    """All candidates of a list together; the digest changes whenever one of them does."""

    count: int
    plan_row_ids: frozenset[UUID]
    digest: str

    def mark(self, found: SummaryList | None) -> str:
        """A word that changes whenever the list or one of its candidates does."""
        return f"{0 if found is None else found.version}-{self.digest}"


class ListDeskStore:
    """Lists in bulk within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_kind(
        self, organisation_id: UUID, cycle_id: UUID, seat_kind: SeatKind
    ) -> SummaryList | None:
        """The list of a unit, if a row was ever added."""
        return self._session.scalar(
            select(SummaryList).where(
                SummaryList.organisation_id == organisation_id,
                SummaryList.cycle_id == cycle_id,
                SummaryList.seat_kind == seat_kind,
            )
        )

    def state_counts(self, list_ids: Collection[UUID]) -> StateCounts:
        """How many rows of each list stand in which state."""
        counts: dict[UUID, dict[ApplicationState, int]] = defaultdict(dict)
        rows = self._session.execute(
            select(ListRow.list_id, ReviewCase.state, func.count())
            .join(ReviewCase, ReviewCase.application_id == ListRow.application_id)
            .where(ListRow.list_id.in_(tuple(list_ids)))
            .group_by(ListRow.list_id, ReviewCase.state)
        )
        for list_id, state, count in rows:
            counts[list_id][state] = count
        return counts

    def newest_versions(self, list_ids: Collection[UUID]) -> Mapping[UUID, ListVersion]:
        """The newest frozen version of each list that has one."""
        rows = self._session.scalars(
            select(ListVersion)
            .ext(distinct_on(ListVersion.list_id))
            .where(ListVersion.list_id.in_(tuple(list_ids)))
            .order_by(ListVersion.list_id, ListVersion.version_no.desc())
        )
        return {row.list_id: row for row in rows}

    def files_by_state(
        self, organisation_id: UUID, cycle_id: UUID
    ) -> Mapping[tuple[ApplicationState, SeatKind], int]:
        """Files of a unit that wait for paper or are ready to be added, by seat kind."""
        rows = self._session.execute(
            select(ReviewCase.state, ReviewCase.seat_kind, func.count())
            .where(
                ReviewCase.final_organisation_id == organisation_id,
                ReviewCase.cycle_id == cycle_id,
                ReviewCase.state.in_(
                    (ApplicationState.PAPER_CHECK, ApplicationState.READY_TO_LIST)
                ),
            )
            .group_by(ReviewCase.state, ReviewCase.seat_kind)
        )
        return {(state, kind): count for state, kind, count in rows}

    def ready_in_short(self, wanted: Wanted) -> ReadyInShort:
        """Everybody who may be added, in one look: how many, asking for what, and a digest."""
        files = func.concat(ReviewCase.application_no, ":", ReviewCase.version)
        joined = func.string_agg(files, aggregate_order_by(literal(" "), ReviewCase.application_no))
        count, plan_rows, digest = self._session.execute(
            select(
                func.count(),
                func.array_agg(ReviewCase.plan_row_id.distinct()),
                func.md5(func.coalesce(joined, "")),
            ).where(*_ready(wanted))
        ).one()
        return ReadyInShort(count, frozenset(plan_rows or ()), digest)

    def ready(self, wanted: Wanted) -> list[Candidate]:
        """One page of the files that may be added, those that wait longest first."""
        page = (
            candidates_where(*_ready(wanted))
            .order_by(ReviewCase.since, ReviewCase.application_no)
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        return [Candidate(*columns) for columns in self._session.execute(page)]

    def received(
        self, kinds: Sequence[SeatKind], cycle_id: UUID | None, *, offset: int, limit: int
    ) -> tuple[int, Sequence[SummaryList]]:
        """How many lists of these kinds went up at least once, and one page of them."""
        went_up = select(ListVersion.list_id).where(ListVersion.status.in_(WENT_UP))
        query = select(SummaryList).where(
            SummaryList.seat_kind.in_(kinds), SummaryList.list_id.in_(went_up)
        )
        if cycle_id is not None:
            query = query.where(SummaryList.cycle_id == cycle_id)
        page = query.order_by(SummaryList.organisation_name, SummaryList.seat_kind)
        return self._count(query), self._session.scalars(page.offset(offset).limit(limit)).all()

    def _count(self, query: Select[Any]) -> int:
        return self._session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _ready(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return (
        ReviewCase.final_organisation_id == wanted.organisation_id,
        ReviewCase.cycle_id == wanted.cycle_id,
        ReviewCase.state == ApplicationState.READY_TO_LIST,
        ReviewCase.seat_kind == wanted.seat_kind,
    )
