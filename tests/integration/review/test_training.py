"""Training on a real database: grouped, notified whole, read, attended, enrolled, finished."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    NotificationIncompleteError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.review_list_selection import FileSeen
from services.contracts.requests.review_training import (
    AcknowledgeNotification,
    Addressee,
    HostPlace,
    NotifyTraining,
    PlanTraining,
    ReadNotifications,
    ReadTraining,
    ReadTrainingDesk,
    RegisterTraining,
    SaveTrainingPlan,
    TrainingPlan,
    TrainingStep,
    TrainingView,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind, Track
from tests.integration.review.determination import determine, leader, officer
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import BUREAU, gone_up
from tests.integration.review.world import World
from tests.unit.review.test_training import WHOLE

PLAN = TrainingPlan(**{**WHOLE, "host_place": HostPlace.IN_REGION})
TODAY = date(2019, 2, 20)


def selected(world: World, people: int = 2) -> list[UUID]:
    """People in the region who are selected."""
    files = gone_up(world, SeatKind.LONG, people=people)
    determine(world, files, Track.IN_REGION)
    return files


def group(world: World, files: list[UUID], **changes: Any) -> UUID:
    """The officer puts them together."""
    seen = tuple(FileSeen(application_id=one, version=world.version(one)) for one in files)
    data = {
        "organisation_id": world.where("XJ"),
        "cycle_id": CYCLE,
        "track": Track.IN_REGION,
        "files": seen,
    }
    done = world.ask(PlanTraining(**data), changes.get("actor") or officer(world, Track.IN_REGION))
    training_id: UUID = done.training_id
    return training_id


def look(world: World, training_id: UUID) -> TrainingView:
    """The group as its officer sees it."""
    view: TrainingView = world.ask(
        ReadTraining(training_id=training_id), officer(world, Track.IN_REGION)
    )
    return view


def do(world: World, request: type, training_id: UUID, **data: Any) -> Any:
    """A command on the group with the version it has now."""
    actor = data.pop("actor", None) or officer(world, Track.IN_REGION)
    known = {"training_id": training_id, "version": look(world, training_id).version}
    return world.ask(request(**{**known, **data}), actor)


def notified(world: World, files: list[UUID]) -> UUID:
    """A group that was told of everything."""
    training_id = group(world, files)
    do(world, SaveTrainingPlan, training_id, plan=PLAN)
    do(world, NotifyTraining, training_id)
    return training_id


@pytest.mark.requirement("R56", "R57")
def test_a_notification_goes_out_whole_or_not_at_all(world: World) -> None:
    files = selected(world)
    training_id = group(world, files)
    bit = TrainingPlan(**{**PLAN.model_dump(), "report_at": None, "pre_study_topics": None})
    do(world, SaveTrainingPlan, training_id, plan=bit)
    assert look(world, training_id).missing == ("报到时间", "学前教育内容")
    with pytest.raises(NotificationIncompleteError, match="报到时间、学前教育内容"):
        do(world, NotifyTraining, training_id)
    assert [world.state(file) for file in files] == [S.SELECTED] * 2
    elsewhere = PLAN.model_copy(update={"host_place": HostPlace.INLAND})
    with pytest.raises(ValidationFailedError):
        do(world, SaveTrainingPlan, training_id, plan=elsewhere)
    do(world, SaveTrainingPlan, training_id, plan=PLAN)
    do(world, NotifyTraining, training_id)
    for file in files:
        assert world.state(file) is S.NOTIFIED
        assert world.last(file, "desk-changed")["state"] == "NOTIFIED"
        assert "不需要您缴纳任何费用" in world.status(file).next_step
    with pytest.raises(ValidationFailedError, match="不能再修改"):
        do(world, SaveTrainingPlan, training_id, plan=PLAN)


@pytest.mark.requirement("R55")
def test_bureau_supervisor_and_applicant_are_told_and_say_that_they_read(world: World) -> None:
    (file,) = selected(world, people=1)
    training_id = notified(world, [file])
    assert set(look(world, training_id).people[0].unread) == set(Addressee)
    bureau = world.someone(Role.FINAL_OFFICER, BUREAU)
    above = world.someone(Role.MID_OFFICER, "地区卫生健康委")
    for actor, place in ((bureau, BUREAU), (above, "地区卫生健康委")):
        where = world.where(place)
        (told,) = world.ask(ReadNotifications(organisation_id=where), actor).notifications
        assert (told.application_id, told.read_at) == (file, None)
        assert told.plan == PLAN
        world.ask(AcknowledgeNotification(application_id=file, organisation_id=where), actor)
    applicant = world.applicant(file)
    world.ask(AcknowledgeNotification(application_id=file), applicant)
    (told,) = world.ask(ReadNotifications(application_id=file), applicant).notifications
    assert told.read_by == "样例申报人"
    assert look(world, training_id).people[0].unread == ()
    stranger = world.someone(Role.FINAL_OFFICER, "自治区某厅人事处")
    for request in (
        AcknowledgeNotification(application_id=file),
        AcknowledgeNotification(application_id=file, organisation_id=world.where(BUREAU)),
        ReadNotifications(application_id=file),
    ):
        with pytest.raises(NotFoundError):
            world.ask(request, stranger)


@pytest.mark.requirement("R51", "R57")
def test_each_step_has_its_day_and_the_rate_counts_who_enrolled(world: World) -> None:
    came, stayed = selected(world)
    training_id = notified(world, [came, stayed])
    with pytest.raises(ValidationFailedError):
        do(
            world,
            RegisterTraining,
            training_id,
            step=TrainingStep.ENROL,
            on=TODAY,
            application_ids=(came,),
        )
    for step, state in (
        (TrainingStep.ATTEND, S.PRE_STUDY),
        (TrainingStep.ENROL, S.IN_TRAINING),
        (TrainingStep.COMPLETE, S.COMPLETED),
    ):
        known = {"step": step, "application_ids": (came,)}
        with pytest.raises(ValidationFailedError):
            do(world, RegisterTraining, training_id, on=TODAY + timedelta(days=400), **known)
        do(world, RegisterTraining, training_id, on=TODAY, **known)
        assert world.state(came) is state
    assert world.state(stayed) is S.NOTIFIED
    desk = world.ask(
        ReadTrainingDesk(organisation_id=world.where("XJ"), cycle_id=CYCLE),
        leader(world),
    )
    (rate,) = desk.rates
    assert (rate.track, rate.selected, rate.enrolled) == (Track.IN_REGION, 2, 1)
    assert rate.organisation_name == f"（样例）{BUREAU}"
    assert desk.waiting == ()


def test_only_the_office_of_the_track_arranges_and_nobody_is_in_two_groups(world: World) -> None:
    files = selected(world)
    with pytest.raises(NotFoundError):
        group(world, files, actor=officer(world, Track.INLAND))
    with pytest.raises(ForbiddenError):
        group(world, files, actor=leader(world))
    training_id = group(world, files[:1])
    with pytest.raises(ValidationFailedError) as refused:
        group(world, files)
    assert "已安排培养" in refused.value.findings[0].message
    with pytest.raises(StaleVersionError):
        do(world, SaveTrainingPlan, training_id, plan=PLAN, version=9)
    with pytest.raises(NotFoundError):
        world.ask(ReadTraining(training_id=training_id), officer(world, Track.INLAND))
    with pytest.raises(NotFoundError):
        do(
            world,
            RegisterTraining,
            training_id,
            step=TrainingStep.ATTEND,
            on=TODAY,
            application_ids=(files[1],),
        )
