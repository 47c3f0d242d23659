"""Trainees: grouped under a plan, notified, their pre-study, enrolment and end registered (13, 14).

Files are locked before their group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_training import (
    NotifyTraining,
    PlanTraining,
    RegisterTraining,
    SaveTrainingPlan,
    TrainingChanged,
    TrainingPlan,
    TrainingStep,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_action
from services.review.domain.permissions import region_officer, region_reader
from services.review.domain.training import (
    ACTION_OF,
    STATE_AFTER,
    check_complete,
    check_day,
    check_plan,
)
from services.review.handlers.access import OpenFile, open_locked
from services.review.handlers.moves import move, record
from services.review.handlers.notifying import tell_addressees
from services.review.storage.cases import CaseStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_training import Training, TrainingMember
from services.review.storage.training import TrainingStore

KIND_OF = {
    TrainingStep.ATTEND: DecisionKind.ATTENDED,
    TrainingStep.ENROL: DecisionKind.ENROLLED,
    TrainingStep.COMPLETE: DecisionKind.COMPLETED,
}


def plan_training(app: ReviewApp, call: Call[PlanTraining]) -> TrainingChanged:
    """Put selected people together; their plan is filled in afterwards."""
    data = call.data
    with app.uow(call) as tx:
        check_officer(call.actor, data.track)
        seen = {one.application_id: one.version for one in data.files}
        cases = CaseStore(tx.session).lock_many(seen)
        if len(cases) != len(seen) or any(case.cycle_id != data.cycle_id for case in cases):
            raise NotFoundError
        placed = TrainingStore(tx.session).placed(tuple(seen))
        files = [open_locked(app, tx, call.actor, case) for case in cases]
        _check_all(files, Action.PLAN_TRAINING, placed)
        group = _new_group(tx, call, seen)
        for opened in files:
            record(opened, DecisionKind.TRAINING_PLANNED, node=opened.node)
        return _changed(tx, group, "training_planned", len(seen))


def save_plan(app: ReviewApp, call: Call[SaveTrainingPlan]) -> TrainingChanged:
    """Keep the plan as far as it is filled in."""
    data = call.data
    with app.uow(call) as tx:
        group = _group(tx, call.actor, data.training_id, data.version)
        if group.notified_at is not None:
            raise ValidationFailedError(phrases.ALREADY_NOTIFIED)
        check_plan(data.plan, group.track)
        group.plan = data.plan.model_dump(mode="json")
        persons = len(TrainingStore(tx.session).members(group.training_id))
        return _changed(tx, group, "training_plan_saved", persons)


def notify(app: ReviewApp, call: Call[NotifyTraining]) -> TrainingChanged:
    """Notify everybody concerned of everybody in the group (transition 13)."""
    data = call.data
    with app.uow(call) as tx:
        members, cases = _people(tx, data.training_id)
        group = _group(tx, call.actor, data.training_id, data.version)
        plan = TrainingPlan.model_validate(group.plan)
        check_complete(plan)
        check_plan(plan, group.track)
        files = [open_locked(app, tx, call.actor, case) for case in cases]
        _check_all(files, Action.NOTIFY)
        for opened in files:
            tell_addressees(opened)
            record(opened, DecisionKind.NOTIFIED, node=opened.node)
            move(opened, S.NOTIFIED, None)
        group.notified_by, group.notified_at = call.actor.person_id, tx.now
        return _changed(tx, group, "training_notified", len(members))


def register(app: ReviewApp, call: Call[RegisterTraining]) -> TrainingChanged:
    """Register one step of these people with its day (transition 14)."""
    data = call.data
    with app.uow(call) as tx:
        members, cases = _people(tx, data.training_id)
        group = _group(tx, call.actor, data.training_id, data.version)
        if not set(data.application_ids) <= members.keys():
            raise NotFoundError
        wanted = [case for case in cases if case.application_id in data.application_ids]
        files = [open_locked(app, tx, call.actor, case) for case in wanted]
        _check_all(files, ACTION_OF[data.step])
        today = tx.now.astimezone(BEIJING).date()
        for opened in files:
            member = members[opened.case.application_id]
            check_day(data.on, _put_day(member, data.step, data.on), today)
            record(opened, KIND_OF[data.step], node=opened.node, text=phrases.day(data.on))
            move(opened, STATE_AFTER[data.step], None)
        return _changed(tx, group, "training_registered", len(files))


def check_officer(actor: Actor, track: Track) -> None:
    """Training is arranged by the officers of the track's office.

    Raises:
        NotFoundError, ForbiddenError: not theirs to see; not theirs to do.
    """
    if not region_reader(actor, track):
        raise NotFoundError
    if not region_officer(actor, track):
        raise ForbiddenError(phrases.OFFICE_TRAINS)


def _put_day(member: TrainingMember, step: TrainingStep, on: date) -> date | None:
    """Keep the day of a step; the day of the one before it."""
    match step:
        case TrainingStep.ATTEND:
            member.attended_on = on
            return None
        case TrainingStep.ENROL:
            member.enrolled_on = on
            return member.attended_on
        case TrainingStep.COMPLETE:
            member.completed_on = on
            return member.enrolled_on


def _check_all(
    files: Iterable[OpenFile], action: Action, placed: frozenset[UUID] = frozenset()
) -> None:
    """Everybody or nobody: who cannot take the step is named.

    Raises:
        ValidationFailedError: the findings name people and reasons.
    """
    findings = [
        Finding(
            field=str(one.case.application_id),
            code="not_possible",
            message=f"{one.case.application_no}：{problem}",
        )
        for one in files
        if (problem := _problem(one, action, placed)) is not None
    ]
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def _problem(opened: OpenFile, action: Action, placed: frozenset[UUID]) -> str | None:
    if opened.case.application_id in placed:
        return phrases.IN_TRAINING_GROUP
    if opened.actor is None:
        return phrases.NOT_HERE
    try:
        check_action(opened.facts, opened.actor, action)
    except TepeiError as error:
        return error.message
    return None


def _new_group(
    tx: Transaction, call: Call[PlanTraining], application_ids: Iterable[UUID]
) -> Training:
    if call.actor.person_id is None:
        raise ForbiddenError
    group = Training(
        training_id=uuid4(),
        cycle_id=call.data.cycle_id,
        track=call.data.track,
        version=0,
        plan={},
        planned_by=call.actor.person_id,
        planned_at=tx.now,
    )
    tx.session.add(group)
    tx.session.flush()
    tx.session.add_all(
        TrainingMember(application_id=one, training_id=group.training_id) for one in application_ids
    )
    return group


def _people(
    tx: Transaction, training_id: UUID
) -> tuple[Mapping[UUID, TrainingMember], Sequence[ReviewCase]]:
    members = {row.application_id: row for row in TrainingStore(tx.session).members(training_id)}
    return members, CaseStore(tx.session).lock_many(members)


def _group(tx: Transaction, actor: Actor, training_id: UUID, version: int) -> Training:
    group = TrainingStore(tx.session).lock(training_id)
    if group is None:
        raise NotFoundError
    check_officer(actor, group.track)
    if group.version != version:
        raise StaleVersionError(expected=version, current=group.version)
    return group


def _changed(tx: Transaction, group: Training, deed: str, persons: int) -> TrainingChanged:
    group.version += 1
    tx.audit(
        deed,
        object_type="training",
        object_id=group.training_id,
        details={"track": group.track.value, "persons": persons},
    )
    return tx.respond(
        TrainingChanged(training_id=group.training_id, version=group.version, persons=persons)
    )
