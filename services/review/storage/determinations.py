"""Proposals of the region, totals and withdrawals within one session."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.contracts.requests.review_determination import (
    DeterminationStage,
    DeterminationStatus,
)
from services.contracts.vocabulary import ApplicationState, Track
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_determination import (
    Determination,
    DeterminationRow,
    DeterminationTotal,
    RegionWithdrawal,
)


class DeterminationStore:
    """Proposals and the people in them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, determination_id: UUID) -> Determination | None:
        """One proposal, for reading."""
        return self._session.get(Determination, determination_id)

    def lock(self, determination_id: UUID) -> Determination | None:
        """One proposal, locked, as it is now; its files are locked before it."""
        return self._session.scalar(
            select(Determination)
            .where(Determination.determination_id == determination_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    def rows(self, determination_id: UUID) -> Sequence[DeterminationRow]:
        """The people of a proposal."""
        return self._session.scalars(
            select(DeterminationRow).where(DeterminationRow.determination_id == determination_id)
        ).all()

    def open_among(self, application_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those who stand in a proposal that is not decided."""
        return frozenset(
            self._session.scalars(
                select(DeterminationRow.application_id).where(
                    DeterminationRow.open, DeterminationRow.application_id.in_(application_ids)
                )
            )
        )

    def page(
        self, cycle_id: UUID, tracks: Collection[Track], *, offset: int, limit: int
    ) -> tuple[int, Sequence[Determination]]:
        """How many proposals, and one page of them: those that wait first, then the newest."""
        mine = (Determination.cycle_id == cycle_id, Determination.track.in_(tracks))
        waits = case((Determination.status == DeterminationStatus.PROPOSED, 0), else_=1)
        count = select(func.count()).select_from(Determination).where(*mine)
        rows = (
            select(Determination)
            .where(*mine)
            .order_by(waits, Determination.proposed_at.desc(), Determination.determination_id)
        )
        found = self._session.scalars(rows.offset(offset).limit(limit)).all()
        return self._session.scalar(count) or 0, found

    def sizes(self, determination_ids: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
        """By proposal: how many people, and how many of them not selected."""
        rows = self._session.execute(
            select(
                DeterminationRow.determination_id,
                func.count(),
                func.count().filter(~DeterminationRow.selected),
            )
            .where(DeterminationRow.determination_id.in_(determination_ids))
            .group_by(DeterminationRow.determination_id)
        )
        return {one: (people, refused) for one, people, refused in rows}

    def waiting(self, cycle_id: UUID, track: Track, state: ApplicationState) -> list[ReviewCase]:
        """Files of a track in one of the region's states."""
        return list(
            self._session.scalars(
                select(ReviewCase)
                .where(
                    ReviewCase.cycle_id == cycle_id,
                    ReviewCase.track == track,
                    ReviewCase.state == state,
                )
                .order_by(ReviewCase.application_no)
            )
        )

    def standing(
        self, cycle_id: UUID, states: Collection[ApplicationState]
    ) -> Mapping[tuple[Track, ApplicationState], int]:
        """How many files of each track stand in these states."""
        rows = self._session.execute(
            select(ReviewCase.track, ReviewCase.state, func.count())
            .where(ReviewCase.cycle_id == cycle_id, ReviewCase.state.in_(states))
            .group_by(ReviewCase.track, ReviewCase.state)
        )
        return {(track, state): count for track, state, count in rows}

    def proposed(self, cycle_id: UUID) -> Mapping[Track, int]:
        """How many people of each track stand in proposals of the region."""
        rows = self._session.execute(
            select(Determination.track, func.count())
            .join(
                DeterminationRow,
                DeterminationRow.determination_id == Determination.determination_id,
            )
            .where(
                Determination.cycle_id == cycle_id,
                Determination.stage == DeterminationStage.REGION,
                DeterminationRow.open,
            )
            .group_by(Determination.track)
        )
        return {track: count for track, count in rows}  # noqa: C416 -- rows are no tuples


class TotalStore:
    """The total of each track: taken under the lock of its row, never beyond the most."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def taken(self, cycle_id: UUID) -> Mapping[Track, int]:
        """How many places of each track are taken."""
        rows = self._session.execute(
            select(DeterminationTotal.track, DeterminationTotal.taken).where(
                DeterminationTotal.cycle_id == cycle_id
            )
        )
        return {track: taken for track, taken in rows}  # noqa: C416 -- rows are no tuples

    def lock(self, cycle_id: UUID, track: Track, most: int) -> DeterminationTotal:
        """The total of a track, locked until the end of the transaction."""
        self._session.execute(
            insert(DeterminationTotal)
            .values(cycle_id=cycle_id, track=track, most=most, taken=0)
            .on_conflict_do_nothing()
        )
        return self._session.scalars(
            select(DeterminationTotal)
            .where(DeterminationTotal.cycle_id == cycle_id, DeterminationTotal.track == track)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()

    def give_back(self, case: ReviewCase) -> bool:
        """Let the place of a person, if they hold one, be free again."""
        row = self._session.scalar(
            select(DeterminationRow).where(
                DeterminationRow.application_id == case.application_id,
                DeterminationRow.holds_place,
            )
        )
        if row is None:
            return False
        row.holds_place = False
        self._session.execute(
            update(DeterminationTotal)
            .where(
                DeterminationTotal.cycle_id == case.cycle_id,
                DeterminationTotal.track == case.track,
            )
            .values(taken=DeterminationTotal.taken - 1)
        )
        return True


class WithdrawalStore:
    """Files withdrawn while the region had them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(
        self, cycle_id: UUID, tracks: Collection[Track]
    ) -> list[tuple[RegionWithdrawal, str, int]]:
        """Those whose receipt is not registered, with number and version, oldest first."""
        rows = self._session.execute(
            select(RegionWithdrawal, ReviewCase.application_no, ReviewCase.version)
            .join(ReviewCase, ReviewCase.application_id == RegionWithdrawal.application_id)
            .where(
                RegionWithdrawal.cycle_id == cycle_id,
                RegionWithdrawal.track.in_(tracks),
                RegionWithdrawal.received_at.is_(None),
            )
            .order_by(RegionWithdrawal.withdrawn_at, ReviewCase.application_no)
        )
        return [(notice, number, version) for notice, number, version in rows]

    def of(self, application_id: UUID) -> RegionWithdrawal | None:
        """The withdrawal of one file from the region."""
        return self._session.get(RegionWithdrawal, application_id)
