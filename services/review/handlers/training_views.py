"""Groups of trainees, people without one, and attendance rates as the region sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_training import (
    AttendanceRate,
    ReadTraining,
    ReadTrainingDesk,
    Trainee,
    TrainingDesk,
    TrainingPlan,
    TrainingSummary,
    TrainingView,
)
from services.review.app import ReviewApp
from services.review.domain.permissions import region_officer, region_reader
from services.review.domain.training import missing
from services.review.handlers.determination_views import tracks_of
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_training import TrainingMember
from services.review.storage.training import NotificationStore, TrainingStore


def read_desk(app: ReviewApp, call: Call[ReadTrainingDesk]) -> TrainingDesk:
    """Groups, people who wait for one, and the rates by unit and track (R51)."""
    data, actor = call.data, call.actor
    tracks = tracks_of(actor, data.organisation_id)
    with app.uow(call) as tx:
        store = TrainingStore(tx.session)
        rates = store.rates(data.cycle_id, tracks)
        names = CopyStore(tx.session).organisation_names({row.organisation_id for row in rates})
        return TrainingDesk(
            trainings=tuple(
                TrainingSummary(
                    training_id=group.training_id,
                    track=group.track,
                    host_name=group.plan.get("host_name"),
                    persons=persons,
                    notified_at=group.notified_at,
                )
                for group, persons in store.of_cycle(data.cycle_id, tracks)
            ),
            waiting=_trainees(tx, store.waiting(data.cycle_id, tracks), {}),
            rates=tuple(
                AttendanceRate(
                    organisation_name=names.get(row.organisation_id, ""),
                    track=row.track,
                    selected=row.selected,
                    enrolled=row.enrolled,
                )
                for row in sorted(rates, key=lambda row: names.get(row.organisation_id, ""))
            ),
            officer_of=tuple(track for track in tracks if region_officer(actor, track)),
        )


def read_training(app: ReviewApp, call: Call[ReadTraining]) -> TrainingView:
    """One group with its plan and people; the reading is audited."""
    with app.uow(call) as tx:
        store = TrainingStore(tx.session)
        group = store.find(call.data.training_id)
        if group is None or not region_reader(call.actor, group.track):
            raise NotFoundError
        tx.audit("training_read", object_type="training", object_id=group.training_id)
        members = {row.application_id: row for row in store.members(group.training_id)}
        plan = TrainingPlan.model_validate(group.plan)
        return TrainingView(
            training_id=group.training_id,
            version=group.version,
            track=group.track,
            plan=plan,
            missing=tuple(missing(plan).values()),
            notified_at=group.notified_at,
            people=_trainees(tx, CaseStore(tx.session).find_many(members), members),
            can_change=region_officer(call.actor, group.track),
        )


def _trainees(
    tx: Transaction, cases: Sequence[ReviewCase], members: Mapping[UUID, TrainingMember]
) -> tuple[Trainee, ...]:
    plan = CopyStore(tx.session).plan_rows({case.plan_row_id for case in cases})
    told = NotificationStore(tx.session).of_files(tuple(members)) if members else {}
    people = []
    for case in cases:
        planned, member = plan.get(case.plan_row_id), members.get(case.application_id)
        people.append(
            Trainee(
                application_id=case.application_id,
                application_no=case.application_no,
                version=case.version,
                state=case.state,
                state_label=case.state.label,
                seat_kind=case.seat_kind,
                specialty="" if planned is None else planned.specialty,
                attended_on=None if member is None else member.attended_on,
                enrolled_on=None if member is None else member.enrolled_on,
                completed_on=None if member is None else member.completed_on,
                unread=tuple(
                    row.addressee
                    for row in told.get(case.application_id, [])
                    if row.read_at is None
                ),
            )
        )
    return tuple(people)
