"""The reserve within one session."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.contracts.vocabulary import ApplicationState, SeatKind
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_reserve import ReservePlace


class ReserveStore:
    """Places of the reserve."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, application_id: UUID) -> ReservePlace | None:
        """The place of a file."""
        return self._session.get(ReservePlace, application_id)

    def lock_cell(self, plan_row_id: UUID, seat_kind: SeatKind) -> None:
        """Let nobody else order the cell's reserve until the transaction ends."""
        key = func.hashtextextended(f"{plan_row_id}/{seat_kind.value}", 0)
        self._session.execute(select(func.pg_advisory_xact_lock(key)))

    def at(self, plan_row_id: UUID, seat_kind: SeatKind, place: int) -> ReservePlace | None:
        """Who has a place of a cell."""
        return self._session.scalar(
            select(ReservePlace).where(
                ReservePlace.plan_row_id == plan_row_id,
                ReservePlace.seat_kind == seat_kind,
                ReservePlace.place == place,
            )
        )

    def of_list(
        self, organisation_id: UUID, cycle_id: UUID, seat_kind: SeatKind
    ) -> list[tuple[ReservePlace, ReviewCase]]:
        """The reserve of a list's cells, by cell in the order given."""
        rows = self._session.execute(
            select(ReservePlace, ReviewCase)
            .join(ReviewCase, ReviewCase.application_id == ReservePlace.application_id)
            .where(
                ReviewCase.final_organisation_id == organisation_id,
                ReviewCase.cycle_id == cycle_id,
                ReviewCase.seat_kind == seat_kind,
                ReviewCase.state == ApplicationState.RESERVE,
            )
            .order_by(ReservePlace.plan_row_id, ReservePlace.place)
        )
        return [(place, case) for place, case in rows]

    def leave(self, application_id: UUID) -> None:
        """Give a file's place up."""
        self._session.execute(
            delete(ReservePlace).where(ReservePlace.application_id == application_id)
        )
