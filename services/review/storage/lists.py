"""Loads and locks summary lists, their rows and versions.

Lock order everywhere: files in id order first, then the list. What locks the list alone reads its
files unlocked; whoever moves a file of the list needs the list's lock too, so nothing moves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.requests.review_lists import ListStatus, ListVersionStatus
from services.contracts.vocabulary import ApplicationState, SeatKind
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_copies import PlanRowCopy
from services.review.storage.rows_list import WENT_UP, ListRow, ListVersion, Nomination, SummaryList


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list with what is shown of its file."""

    application_id: UUID
    application_no: str
    version: int
    version_id: UUID
    version_no: int
    state: ApplicationState
    plan_row_id: UUID
    at_region: bool
    recommend_order: int | None
    recommend_reason: str | None
    remark: str | None


class Place(NamedTuple):
    """What says where a row of a list stands, and who may see it there."""

    application_id: UUID
    application_no: str
    state: ApplicationState
    plan_row_id: UUID
    plan_seq: int
    at_region: bool
    recommend_order: int | None


class Candidate(NamedTuple):
    """A file that may be added to a list, as much of it as is shown there."""

    application_id: UUID
    application_no: str
    version: int
    seat_kind: SeatKind
    plan_row_id: UUID
    specialty: str
    since: datetime
    refused_reason: str | None


def candidates_where(
    *conditions: ColumnElement[bool],
) -> Select[UUID, str, int, SeatKind, UUID, str, datetime, str | None]:
    """The columns of a candidate, of the files for which this holds."""
    return (
        select(
            ReviewCase.application_id,
            ReviewCase.application_no,
            ReviewCase.version,
            ReviewCase.seat_kind,
            ReviewCase.plan_row_id,
            func.coalesce(PlanRowCopy.specialty, ""),
            ReviewCase.since,
            ReviewCase.refused_reason,
        )
        .outerjoin(PlanRowCopy, PlanRowCopy.plan_row_id == ReviewCase.plan_row_id)
        .where(*conditions)
    )


_UNPLANNED = 1_000_000
"""Where rows stand whose plan row is not known here: after all others."""


class ListStore:
    """The rows of lists within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, list_id: UUID) -> SummaryList | None:
        """The list, locked for this transaction."""
        return self._session.scalar(
            select(SummaryList).where(SummaryList.list_id == list_id).with_for_update()
        )

    def lock_for(self, case: ReviewCase, new_id: UUID, organisation_name: str) -> SummaryList:
        """The list a file belongs on, made when it is the first; locked."""
        self._session.execute(
            insert(SummaryList)
            .values(
                list_id=new_id,
                cycle_id=case.cycle_id,
                cycle_year=case.cycle_year,
                organisation_id=case.final_organisation_id,
                organisation_name=organisation_name,
                seat_kind=case.seat_kind,
                status=ListStatus.OPEN,
                version=1,
                sequence=0,
            )
            .on_conflict_do_nothing()
        )
        return self._session.scalars(
            select(SummaryList)
            .where(
                SummaryList.cycle_id == case.cycle_id,
                SummaryList.organisation_id == case.final_organisation_id,
                SummaryList.seat_kind == case.seat_kind,
            )
            .with_for_update()
        ).one()

    def find(self, list_id: UUID) -> SummaryList | None:
        """The list, for reading."""
        return self._session.get(SummaryList, list_id)

    def of_organisation(self, organisation_id: UUID, cycle_id: UUID | None) -> list[SummaryList]:
        """Lists of a final reviewing unit."""
        query = select(SummaryList).where(SummaryList.organisation_id == organisation_id)
        if cycle_id is not None:
            query = query.where(SummaryList.cycle_id == cycle_id)
        return list(self._session.scalars(query.order_by(SummaryList.seat_kind)))

    def candidates(self, organisation_id: UUID, cycle_id: UUID | None) -> list[Candidate]:
        """READY_TO_LIST files of a final reviewing unit, those that wait longest first."""
        query = candidates_where(
            ReviewCase.final_organisation_id == organisation_id,
            ReviewCase.state == ApplicationState.READY_TO_LIST,
        )
        if cycle_id is not None:
            query = query.where(ReviewCase.cycle_id == cycle_id)
        rows = self._session.execute(
            query.order_by(ReviewCase.seat_kind, ReviewCase.since, ReviewCase.application_no)
        )
        return [Candidate(*columns) for columns in rows]

    def submitted(self, kinds: Sequence[SeatKind], cycle_id: UUID | None) -> list[SummaryList]:
        """Lists of these seat kinds that have gone up at least once."""
        went_up = select(ListVersion.list_id).where(ListVersion.status.in_(WENT_UP))
        query = select(SummaryList).where(
            SummaryList.seat_kind.in_(kinds), SummaryList.list_id.in_(went_up)
        )
        if cycle_id is not None:
            query = query.where(SummaryList.cycle_id == cycle_id)
        return list(
            self._session.scalars(
                query.order_by(SummaryList.organisation_name, SummaryList.seat_kind)
            )
        )

    def rows(self, list_id: UUID) -> list[tuple[ListRow, ReviewCase]]:
        """Rows of a list with their files."""
        result = self._session.execute(
            select(ListRow, ReviewCase)
            .join(ReviewCase, ReviewCase.application_id == ListRow.application_id)
            .where(ListRow.list_id == list_id)
            .order_by(ReviewCase.application_no)
        )
        return [(row, case) for row, case in result]

    def places(self, list_id: UUID) -> list[Place]:
        """The rows of a list in short: all of them must be known to show a page of them."""
        result = self._session.execute(
            select(
                ReviewCase.application_id,
                ReviewCase.application_no,
                ReviewCase.state,
                ReviewCase.plan_row_id,
                func.coalesce(PlanRowCopy.seq, _UNPLANNED),
                ReviewCase.at_region,
                ListRow.recommend_order,
            )
            .join(ListRow, ReviewCase.application_id == ListRow.application_id)
            .outerjoin(PlanRowCopy, PlanRowCopy.plan_row_id == ReviewCase.plan_row_id)
            .where(ListRow.list_id == list_id)
        )
        return [Place(*columns) for columns in result]

    def lines(self, list_id: UUID, only: Collection[UUID] | None = None) -> list[Line]:
        """Rows of a list, or those of these files, read as columns and not as objects."""
        query = (
            select(
                ReviewCase.application_id,
                ReviewCase.application_no,
                ReviewCase.version,
                ReviewCase.version_id,
                ReviewCase.version_no,
                ReviewCase.state,
                ReviewCase.plan_row_id,
                ReviewCase.at_region,
                ListRow.recommend_order,
                ListRow.recommend_reason,
                ListRow.remark,
            )
            .join(ListRow, ReviewCase.application_id == ListRow.application_id)
            .where(ListRow.list_id == list_id)
            .order_by(ReviewCase.application_no)
        )
        if only is not None:
            query = query.where(ListRow.application_id.in_(only))
        return [Line(*columns) for columns in self._session.execute(query)]

    def row(self, application_id: UUID) -> ListRow | None:
        """The row of one file."""
        return self._session.get(ListRow, application_id)

    def remove_row(self, application_id: UUID) -> None:
        """Take the file off its list."""
        row = self.row(application_id)
        if row is not None:
            self._session.delete(row)

    def versions(self, list_id: UUID) -> Sequence[ListVersion]:
        """Frozen versions, newest first."""
        return self._session.scalars(
            select(ListVersion)
            .where(ListVersion.list_id == list_id)
            .order_by(ListVersion.version_no.desc())
        ).all()

    def current(self, list_id: UUID) -> ListVersion | None:
        """The frozen version that may go up."""
        return self._session.scalar(
            select(ListVersion).where(
                ListVersion.list_id == list_id,
                ListVersion.status == ListVersionStatus.CURRENT,
            )
        )

    def version(self, list_version_id: UUID) -> ListVersion | None:
        """One frozen version."""
        return self._session.get(ListVersion, list_version_id)

    def nomination(self, nomination_id: UUID) -> Nomination | None:
        """One question for a seat."""
        return self._session.get(Nomination, nomination_id)
