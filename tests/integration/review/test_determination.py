"""Determination on a real database: two persons, a total never oversold, the ways out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.contracts.errors import (
    DeterminationFullError,
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.review_determination import (
    DecideDetermination,
    DeterminationStage,
    DeterminationStatus,
    ReadDetermination,
    ReadFilesToDetermine,
    ReceiveWithdrawal,
)
from services.contracts.requests.review_negative import (
    AnswerNegative,
    DecideNegative,
    NegativeOutcome,
    ProposeNegative,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind, Track
from services.review.handlers import closures, determining, negatives
from tests.integration.review.determination import (
    decide,
    determine,
    leader,
    officer,
    propose,
    read_desk,
    record_result,
)
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import gone_up
from tests.integration.review.world import World

FACTS = (
    "（样例）申报表第三项所列课题与所附立项文件不一致，文件中没有本人姓名；"
    "已与最终审核单位核对两次，单位书面确认课题组成员名单中没有本人。"
)


@pytest.fixture
def at_most(world: World) -> Callable[[int], None]:
    """Set how many may be selected of each track."""

    def set_most(most: int) -> None:
        known = world.app.programmes.of(2019)
        totals = dict.fromkeys(Track, most)
        world.app.programmes._known[2019] = replace(known, totals=totals)

    return set_most


def taken(world: World) -> int:
    """Places taken of the inland total, as its row says."""
    with world.app.database.session_factory() as session:
        found = session.scalar(text("SELECT taken FROM determination_total"))
    return found or 0


@pytest.mark.requirement("R53", "R54")
def test_people_in_the_region_are_selected_by_two_persons(world: World) -> None:
    files = gone_up(world, SeatKind.LONG, people=2)
    proposed = propose(world, files, Track.IN_REGION)
    assert proposed.status is DeterminationStatus.PROPOSED
    assert [world.state(file) for file in files] == [S.REGION_REVIEW] * 2
    assert decide(world, proposed).status is DeterminationStatus.CONFIRMED
    for file in files:
        status = world.status(file)
        assert status.state is S.SELECTED
        assert "不需要您缴纳任何费用" in status.next_step
        assert status.history[-1].person_name == "样例处长"
        assert "经办：样例甲" in str(status.history[-1].text)
        determined = world.last(file, "determined")
        assert determined["selected"] is True
        assert determined["nomination_id"] == world.last(file, "nominated")["nomination_id"]
    assert world.last(files[0], "desk-changed")["state"] == "SELECTED"
    assert taken(world) == 2


@pytest.mark.requirement("R54")
def test_inland_people_wait_for_the_ministry_and_read_what_it_said(world: World) -> None:
    chosen, other = gone_up(world, people=2)
    determine(world, [chosen, other])
    assert world.state(chosen) is S.MOHRSS_PENDING
    assert world.status(chosen).desk_organisation_name == "自治区人力资源和社会保障厅"
    assert "determined" not in world.names(chosen)
    with pytest.raises(ValidationFailedError):
        record_result(world, {chosen: True, other: False}, reason="  ")
    found = record_result(world, {chosen: True, other: False})
    assert world.state(chosen) is S.MOHRSS_PENDING
    decide(world, found)
    assert world.state(chosen) is S.SELECTED
    assert "人社厅函〔2019〕样例1号" in str(world.status(chosen).history[-1].text)
    status = world.status(other)
    (closure,) = status.closures
    assert status.state is S.NOT_SELECTED
    assert "名单中没有此人" in closure.text
    assert world.last(other, "determined")["selected"] is False
    assert "delisted" not in world.names(other)
    assert taken(world) == 2
    world.clock.advance(timedelta(days=30))
    assert closures.settle_closures(world.app) == 1
    assert world.last(other, "delisted")["reason"] == "refused"
    assert taken(world) == 1


@pytest.mark.requirement("R53")
def test_who_proposed_does_not_confirm_and_a_leader_sends_back_with_a_reason(world: World) -> None:
    (file,) = gone_up(world)
    both = officer(world, Track.INLAND)
    both = both.model_copy(update={"roles": (*both.roles, *leader(world).roles)})
    found = propose(world, [file], actor=both)
    with pytest.raises(SeparationOfDutiesError):
        decide(world, found, actor=both)
    with pytest.raises(ForbiddenError, match="负责人"):
        decide(world, found, actor=officer(world, Track.INLAND))
    with pytest.raises(ValidationFailedError):
        decide(world, found, agreed=False)
    back = decide(world, found, agreed=False, reason="（样例）请先核对材料包是否收到。")
    assert back.status is DeterminationStatus.SENT_BACK
    assert world.state(file) is S.REGION_REVIEW
    with pytest.raises(IllegalTransitionError, match="已退回经办人"):
        decide(world, back)
    with pytest.raises(StaleVersionError):
        decide(world, found)
    determine(world, [file])
    assert world.state(file) is S.MOHRSS_PENDING


@pytest.mark.requirement("R53")
def test_the_total_is_never_oversold_however_many_confirm_at_once(
    world: World, at_most: Callable[[int], None]
) -> None:
    at_most(3)
    files = gone_up(world, people=5)
    with pytest.raises(DeterminationFullError, match="超出2名"):
        propose(world, files)
    found = [propose(world, [file]) for file in files]

    def confirm(place: int) -> str:
        request = DecideDetermination(
            determination_id=found[place].determination_id, version=1, agreed=True
        )
        try:
            determining.decide(world.app, world.call(request, leader(world, f"样例{place}")))
        except TepeiError as error:
            return error.code
        return "confirmed"

    with ThreadPoolExecutor(5) as pool:
        outcomes = sorted(pool.map(confirm, range(5)))
    assert outcomes == ["confirmed"] * 3 + ["determination_full"] * 2
    assert taken(world) == 3
    assert sum(world.state(file) is S.MOHRSS_PENDING for file in files) == 3
    one = next(file for file in files if world.state(file) is S.MOHRSS_PENDING)
    world.withdraw(one)
    assert taken(world) == 2
    waits = next(file for file in files if world.state(file) is S.REGION_REVIEW)
    again = next(f for f, file in zip(found, files, strict=True) if file == waits)
    decide(world, again)
    assert taken(world) == 3


def test_nobody_stands_in_two_proposals_or_goes_on_after_a_change(world: World) -> None:
    first, second = gone_up(world, people=2)
    found = propose(world, [first, second])
    with pytest.raises(ValidationFailedError) as refused:
        propose(world, [first])
    assert "已在待审核的提名中" in refused.value.findings[0].message
    world.withdraw(second)
    with pytest.raises(ValidationFailedError) as refused:
        decide(world, found)
    assert refused.value.findings[0].field == str(second)
    assert world.state(first) is S.REGION_REVIEW
    contents = world.ask(ReadDetermination(determination_id=found.determination_id), leader(world))
    assert {person.problem is None for person in contents.people} == {True, False}
    decide(world, found, agreed=False, reason="（样例）有人撤回，请重新提出。")
    determine(world, [first])


def test_each_office_proposes_and_sees_its_own_track(world: World) -> None:
    (inland,) = gone_up(world)
    (long,) = gone_up(world, SeatKind.LONG)
    other = officer(world, Track.IN_REGION)
    with pytest.raises(NotFoundError):
        propose(world, [inland], actor=other)
    with pytest.raises(ValidationFailedError):
        propose(world, [long], Track.INLAND)
    with pytest.raises(ForbiddenError):
        propose(world, [inland], actor=leader(world))
    found = propose(world, [inland])
    with pytest.raises(NotFoundError):
        world.ask(ReadDetermination(determination_id=found.determination_id), other)
    desk = read_desk(world, other)
    assert [total.track for total in desk.totals] == [Track.IN_REGION]
    assert (desk.determinations, desk.totals[0].at_region) == ((), 1)
    desk = read_desk(world, leader(world))
    assert [(t.most, t.taken, t.proposed) for t in desk.totals] == [(200, 0, 1), (200, 0, 0)]
    files = world.ask(
        ReadFilesToDetermine(
            organisation_id=world.where("XJ"),
            cycle_id=CYCLE,
            track=Track.IN_REGION,
            stage=DeterminationStage.REGION,
        ),
        other,
    )
    assert [(one.application_id, one.problem) for one in files.people] == [(long, None)]
    stranger = world.someone(Role.FINAL_OFFICER, "地区人社局")
    with pytest.raises(NotFoundError):
        read_desk(world, stranger)


def test_nobody_of_a_lower_level_and_nobody_on_the_own_file_determines(world: World) -> None:
    (file,) = gone_up(world)
    below = world.someone(Role.FINAL_OFFICER, "地区人社局")
    mixed = below.model_copy(update={"roles": (*below.roles, *officer(world, Track.INLAND).roles)})
    with pytest.raises(ValidationFailedError) as refused:
        propose(world, [file], actor=mixed)
    assert "同一人不能办理两个环节" in refused.value.findings[0].message
    own = world.applicant(file).model_copy(update={"roles": officer(world, Track.INLAND).roles})
    with pytest.raises(ValidationFailedError) as refused:
        propose(world, [file], actor=own)
    assert "不能办理本人的申报" in refused.value.findings[0].message


@pytest.mark.requirement("R53")
def test_the_region_refuses_with_facts_an_answer_and_another_person(world: World) -> None:
    (file,) = gone_up(world)
    with pytest.raises(NotFoundError):
        world.do(ProposeNegative, file, officer(world, Track.IN_REGION), text=FACTS)
    world.do(ProposeNegative, file, officer(world, Track.INLAND), text=FACTS)
    assert world.state(file) is S.NEGATIVE_PENDING
    assert world.last(file, "desk-changed")["node_kind"] == "REGION"
    world.do(AnswerNegative, file, world.applicant(file), text="（样例）已补充证明。")
    decision = {"outcome": NegativeOutcome.UPHELD, "text": "（样例）核对属实，予以采纳。"}
    with pytest.raises(ForbiddenError):
        world.do(DecideNegative, file, world.someone(Role.FINAL_LEADER, "地区人社局"), **decision)
    world.do(DecideNegative, file, leader(world), **decision)
    status = world.status(file)
    assert status.state is S.NOT_SELECTED
    assert status.negatives[0].contest_until is not None
    assert "delisted" not in world.names(file)
    world.clock.advance(timedelta(days=30))
    assert negatives.settle_refusals(world.app) == 1
    assert world.last(file, "delisted")["reason"] == "refused"


def test_a_refusal_that_is_not_upheld_leaves_the_file_before_the_region(world: World) -> None:
    (file,) = gone_up(world)
    world.do(ProposeNegative, file, officer(world, Track.INLAND), text=FACTS)
    world.do(AnswerNegative, file, world.applicant(file), text="（样例）已补充证明。")
    dismissed = {"outcome": NegativeOutcome.DISMISSED, "text": "（样例）证明已经齐全，继续。"}
    world.do(DecideNegative, file, leader(world), **dismissed)
    assert world.state(file) is S.REGION_REVIEW
    determine(world, [file])
    assert world.state(file) is S.MOHRSS_PENDING


def test_an_applicant_withdraws_from_the_region_and_reads_that_it_knows(world: World) -> None:
    (file,) = gone_up(world)
    determine(world, [file])
    world.withdraw(file)
    assert world.state(file) is S.WITHDRAWN
    assert "withdrawn" in world.names(file)
    assert taken(world) == 0
    (notice,) = read_desk(world, officer(world, Track.INLAND)).withdrawals
    assert notice.application_id == file
    with pytest.raises(NotFoundError):
        world.do(ReceiveWithdrawal, file, officer(world, Track.IN_REGION))
    with pytest.raises(ForbiddenError):
        world.do(ReceiveWithdrawal, file, leader(world))
    world.do(ReceiveWithdrawal, file, officer(world, Track.INLAND))
    assert world.status(file).history[-1].kind_label == "自治区收到撤回"
    assert read_desk(world, officer(world, Track.INLAND)).withdrawals == ()
    with pytest.raises(StaleVersionError):
        world.do(ReceiveWithdrawal, file, officer(world, Track.INLAND))
