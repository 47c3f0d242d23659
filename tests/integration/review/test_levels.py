"""Marks, opinions and passing: what each person may do, and what remains of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.chassis.work import Replayed
from services.contracts.errors import (
    ChecklistIncompleteError,
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    OpinionMissingError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.review import (
    LevelOpinion,
    Mark,
    PassLevel,
    SetVerdicts,
    SignUnitOpinion,
    WriteUnitOpinion,
)
from services.contracts.requests.review_views import ReadCase
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, Verdict
from tests.integration.review.world import OPINION, World

GIVEN = LevelOpinion(text=OPINION, author_post="科员", leader_name="样例局长")


@pytest.mark.requirement("R33")
def test_marks_are_kept_with_reviewer_and_time_and_seen_by_later_levels(world: World) -> None:
    file = world.submit()
    mark = Mark(
        item_code="photo", verdict=Verdict.PROBLEM, reason_code="other", text="照片不是近期拍摄的"
    )
    with pytest.raises(ValidationFailedError):
        world.do(SetVerdicts, file, world.officer(file), marks=(mark,))
    whole = mark.model_copy(update={"text": "照片不是近期拍摄的，请更换"})
    world.do(SetVerdicts, file, world.officer(file), marks=(whole,))
    item = next(i for i in world.read(file).checklist if i.item_code == "photo")
    assert item.mark is not None
    assert (item.mark.verdict, item.mark.reviewer_name) == (Verdict.PROBLEM, "样例甲")
    assert item.mark.reviewer_id == world.officer(file).person_id
    assert item.mark.reviewed_at == world.clock.now()
    world.bring_to(file, S.MID_REVIEW)
    earlier = {m.item_code: m.verdict for m in world.read(file).earlier_marks}
    assert earlier["photo"] is Verdict.PASS
    assert len(earlier) == 18


def test_passing_is_refused_until_every_item_is_marked(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.FINAL_REVIEW)
    marks = tuple(
        Mark(item_code=item.item_code, verdict=Verdict.PASS)
        for item in world.read(file).checklist[1:]
    )
    world.do(SetVerdicts, file, world.officer(file), marks=marks)
    with pytest.raises(ChecklistIncompleteError) as refused:
        world.do(PassLevel, file, world.officer(file), opinion=GIVEN)
    assert [finding.field for finding in refused.value.findings] == ["identity"]
    assert "PASS" not in world.read(file).actions


@pytest.mark.requirement("R52", "R09", "F1")
def test_the_unit_needs_an_opinion_signed_by_another_person(world: World) -> None:
    file = world.submit()
    unit = world.desk(file)
    world.mark_all(file)
    officer = world.officer(file)
    with pytest.raises(OpinionMissingError):
        world.do(PassLevel, file, officer)
    opinion = {
        "text": OPINION, "author_post": "人事科科长", "health_fit": True, "release_agreed": True,
    }  # fmt: skip
    world.do(WriteUnitOpinion, file, officer, **opinion)
    both = officer.model_copy(
        update={"roles": (*officer.roles, *world.someone(Role.UNIT_LEADER, unit).roles)}
    )
    with pytest.raises(SeparationOfDutiesError):
        world.do(SignUnitOpinion, file, both)
    with pytest.raises(OpinionMissingError):
        world.do(PassLevel, file, officer)
    world.do(SignUnitOpinion, file, world.someone(Role.UNIT_LEADER, unit, "样例负责人"))
    world.do(PassLevel, file, officer)
    assert world.state(file) is S.MID_REVIEW


@pytest.mark.requirement("R09", "F3")
def test_the_applicant_reads_the_whole_opinion_once_it_is_signed(world: World) -> None:
    file = world.submit()
    world.write_and_sign(file)
    (seen,) = world.status(file).opinions
    assert (seen.text, seen.author_name, seen.author_post, seen.leader_name) == (
        OPINION,
        "样例甲",
        "人事科科长",
        "样例负责人",
    )


def test_an_unsigned_opinion_is_read_at_its_desk_only(world: World) -> None:
    file = world.submit()
    data = {
        "text": OPINION, "author_post": "人事科", "health_fit": True, "release_agreed": True,
    }  # fmt: skip
    world.do(WriteUnitOpinion, file, world.officer(file), **data)
    assert world.status(file).opinions == ()
    assert [opinion.text for opinion in world.read(file).opinions] == [OPINION]


def test_rewriting_takes_the_signature_away(world: World) -> None:
    file = world.submit()
    world.mark_all(file)
    world.write_and_sign(file)
    data = {
        "text": OPINION + "（更正）", "author_post": "人事科", "health_fit": True,
        "release_agreed": True,
    }  # fmt: skip
    world.do(WriteUnitOpinion, file, world.officer(file), **data)
    with pytest.raises(OpinionMissingError):
        world.do(PassLevel, file, world.officer(file))
    assert world.status(file).opinions == ()


@pytest.mark.requirement("F2")
def test_an_identical_opinion_on_another_file_gives_the_author_a_hint(world: World) -> None:
    data = {
        "text": OPINION, "author_post": "人事科", "health_fit": True, "release_agreed": True,
    }  # fmt: skip
    first, second = world.submit(), world.submit()
    answer = world.do(WriteUnitOpinion, first, world.officer(first), **data)
    assert answer.hint is None
    repeated = world.do(WriteUnitOpinion, second, world.officer(second), **data)
    assert "完全相同" in repeated.hint


def test_blanks_do_not_make_an_opinion_long_enough(world: World) -> None:
    file = world.submit()
    data = {
        "text": "同意推荐" + " " * 40, "author_post": "人事科", "health_fit": True,
        "release_agreed": True,
    }  # fmt: skip
    with pytest.raises(ValidationFailedError):
        world.do(WriteUnitOpinion, file, world.officer(file), **data)


def test_a_stale_version_is_refused_and_changes_nothing(world: World) -> None:
    file = world.submit()
    seen = world.version(file)
    world.mark_all(file)
    before = world.names(file)
    with pytest.raises(StaleVersionError) as refused:
        world.ask(PassLevel(application_id=file, version=seen), world.officer(file))
    assert refused.value.params == {"expected": seen, "current": seen + 1}
    assert world.names(file) == before


def test_the_same_click_twice_makes_one_transition(world: World) -> None:
    file = world.submit()
    world.mark_all(file)
    world.write_and_sign(file)
    officer = world.officer(file)
    request = PassLevel(application_id=file, version=world.version(file))
    answer = world.ask(request, officer, key="click")
    with pytest.raises(Replayed) as again:
        world.ask(request, officer, key="click")
    assert again.value.response == answer.model_dump(mode="json")
    with pytest.raises((StaleVersionError, IllegalTransitionError)):
        world.ask(request, officer, key="second click")
    assert world.names(file).count("approved") == 1


def test_a_level_opinion_is_required_above_the_unit_and_refused_at_it(world: World) -> None:
    file = world.submit(RouteLine.B)
    world.mark_all(file)
    world.write_and_sign(file)
    with pytest.raises(ValidationFailedError):
        world.do(PassLevel, file, world.officer(file), opinion=GIVEN)
    world.do(PassLevel, file, world.officer(file))
    world.mark_all(file)
    with pytest.raises(ValidationFailedError):
        world.do(PassLevel, file, world.officer(file))


def test_one_person_with_two_roles_decides_only_one_level(world: World) -> None:
    file = world.submit(RouteLine.C)
    unit = world.desk(file)
    world.bring_to(file, S.FINAL_REVIEW)
    hr = world.someone(Role.UNIT_HR, unit)
    both = hr.model_copy(
        update={"roles": (*hr.roles, *world.someone(Role.FINAL_OFFICER, unit).roles)}
    )
    mark = Mark(item_code="photo", verdict=Verdict.PASS)
    with pytest.raises(SeparationOfDutiesError):
        world.do(SetVerdicts, file, both, marks=(mark,))


def test_nobody_reviews_the_own_application(world: World) -> None:
    file = world.submit()
    officer = world.officer(file)
    own = world.applicant(file).model_copy(update={"roles": officer.roles})
    mark = Mark(item_code="photo", verdict=Verdict.PASS)
    with pytest.raises(SeparationOfDutiesError):
        world.do(SetVerdicts, file, own, marks=(mark,))


def test_a_foreign_file_is_not_found_and_a_wrong_role_forbidden(world: World) -> None:
    file = world.submit()
    stranger = world.someone(Role.UNIT_HR, "单位B")
    with pytest.raises(NotFoundError):
        world.ask(ReadCase(application_id=file), stranger)
    with pytest.raises(NotFoundError):
        world.do(PassLevel, file, stranger)
    with pytest.raises(NotFoundError):
        world.ask(ReadCase(application_id=uuid4()), world.officer(file))
    with pytest.raises(ForbiddenError):
        world.do(PassLevel, file, world.someone(Role.UNIT_LEADER, world.desk(file)))


@pytest.mark.requirement("D05")
def test_each_decision_and_reading_leaves_an_audit_row(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.FINAL_REVIEW)
    acts = world.audited(file)
    assert acts.count("case_read") == 1
    assert [act for act in acts if act != "case_read"] == [
        "submitted",
        "marked",
        "opinion_written",
        "opinion_signed",
        "passed",
    ]
