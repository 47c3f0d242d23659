"""Groups of trainees, their people and notifications within one session."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_training import Notification, Training, TrainingMember

EVER_SELECTED = (
    S.SELECTED,
    S.NOTIFIED,
    S.PRE_STUDY,
    S.IN_TRAINING,
    S.COMPLETED,
    S.GIVE_UP_REQUESTED,
    S.TERMINATED,
)


class RateRow(NamedTuple):
    """Selected and enrolled people of one unit and track."""

    organisation_id: UUID
    track: Track
    selected: int
    enrolled: int


class TrainingStore:
    """Groups and the people in them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, training_id: UUID) -> Training | None:
        """One group, for reading."""
        return self._session.get(Training, training_id)

    def lock(self, training_id: UUID) -> Training | None:
        """One group, locked, as it is now; its files are locked before it."""
        return self._session.scalar(
            select(Training)
            .where(Training.training_id == training_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    def members(self, training_id: UUID) -> Sequence[TrainingMember]:
        """The people of a group."""
        return self._session.scalars(
            select(TrainingMember).where(TrainingMember.training_id == training_id)
        ).all()

    def placed(self, application_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those who are in a group."""
        return frozenset(
            self._session.scalars(
                select(TrainingMember.application_id).where(
                    TrainingMember.application_id.in_(application_ids)
                )
            )
        )

    def of_cycle(self, cycle_id: UUID, tracks: Collection[Track]) -> list[tuple[Training, int]]:
        """The groups of these tracks with how many people, newest first."""
        people = func.count(TrainingMember.application_id)
        rows = self._session.execute(
            select(Training, people)
            .outerjoin(TrainingMember, TrainingMember.training_id == Training.training_id)
            .where(Training.cycle_id == cycle_id, Training.track.in_(tracks))
            .group_by(Training.training_id)
            .order_by(Training.planned_at.desc(), Training.training_id)
        )
        return [(row, count) for row, count in rows]

    def waiting(self, cycle_id: UUID, tracks: Collection[Track]) -> Sequence[ReviewCase]:
        """Selected people in no group, by number."""
        placed = select(TrainingMember.application_id)
        return self._session.scalars(
            select(ReviewCase)
            .where(
                ReviewCase.cycle_id == cycle_id,
                ReviewCase.track.in_(tracks),
                ReviewCase.state == S.SELECTED,
                ReviewCase.application_id.not_in(placed),
            )
            .order_by(ReviewCase.application_no)
        ).all()

    def rates(self, cycle_id: UUID, tracks: Collection[Track]) -> list[RateRow]:
        """Selected and enrolled people by final unit and track (R51)."""
        rows = self._session.execute(
            select(
                ReviewCase.final_organisation_id,
                ReviewCase.track,
                func.count(),
                func.count(TrainingMember.enrolled_on),
            )
            .outerjoin(TrainingMember, TrainingMember.application_id == ReviewCase.application_id)
            .where(
                ReviewCase.cycle_id == cycle_id,
                ReviewCase.track.in_(tracks),
                ReviewCase.state.in_(EVER_SELECTED),
            )
            .group_by(ReviewCase.final_organisation_id, ReviewCase.track)
        )
        return [RateRow(*row) for row in rows]


class NotificationStore:
    """Who was told of whose selection."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_files(self, application_ids: Collection[UUID]) -> Mapping[UUID, list[Notification]]:
        """The notifications about these people."""
        found: dict[UUID, list[Notification]] = {}
        for row in self._session.scalars(
            select(Notification).where(Notification.application_id.in_(application_ids))
        ):
            found.setdefault(row.application_id, []).append(row)
        return found

    def for_reader(
        self, organisation_id: UUID | None, application_id: UUID | None
    ) -> list[tuple[Notification, ReviewCase, Training]]:
        """Those of a unit, or of one file's applicant; unread ones first."""
        query = (
            select(Notification, ReviewCase, Training)
            .join(ReviewCase, ReviewCase.application_id == Notification.application_id)
            .join(TrainingMember, TrainingMember.application_id == Notification.application_id)
            .join(Training, Training.training_id == TrainingMember.training_id)
        )
        if organisation_id is None:
            query = query.where(Notification.organisation_id.is_(None))
            query = query.where(Notification.application_id == application_id)
        else:
            query = query.where(Notification.organisation_id == organisation_id)
        rows = self._session.execute(
            query.order_by(Notification.read_at.is_not(None), ReviewCase.application_no)
        )
        return [(row, case, training) for row, case, training in rows]
