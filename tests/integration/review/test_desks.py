"""How a desk shares its work: claims, handing over, deputies, notes and phrases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.chassis.testing.messaging import FakeRpc
from services.contracts.actors import Actor
from services.contracts.errors import (
    ClaimedByAnotherError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests.accounts_colleagues import (
    OrganisationColleague,
    OrganisationColleagues,
    ReadColleagues,
)
from services.contracts.requests.review import Mark, SetVerdicts
from services.contracts.requests.review_desk import (
    AddDeskNote,
    ClaimFiles,
    DeskFile,
    HandOverFiles,
    NameDeputy,
    ReadDeskFile,
    ReleaseFiles,
    SavePhrases,
    SelectionDone,
)
from services.contracts.requests.review_views import Claimed, ReadQueue
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, Verdict
from services.review import phrases
from services.review.handlers import claims
from tests.factories.causes import person
from tests.integration.review.world import World

BUREAU = "地区人社局"
Hired = Callable[..., None]


@pytest.fixture
def file(world: World) -> UUID:
    return world.bring_to(world.submit(), S.FINAL_REVIEW)


@pytest.fixture
def bureau(world: World) -> UUID:
    return world.organisation_id(BUREAU)


@pytest.fixture
def first(world: World) -> Actor:
    return world.someone(Role.FINAL_OFFICER, BUREAU)


@pytest.fixture
def second(first: Actor) -> Actor:
    return first.model_copy(update={"person_id": uuid4(), "name": "样例同事"})


@pytest.fixture
def works_there(rpc: FakeRpc, bureau: UUID) -> Hired:
    """Says who handles files at the bureau, as accounts answers for each."""

    def hire(*people: Actor) -> None:
        by_id = {one.person_id: one for one in people}

        def roles_of(ask: ReadColleagues) -> tuple[Role, ...]:
            return tuple(each for each in ask.roles if by_id[ask.person_id].holds(each))

        def answer(ask: ReadColleagues) -> OrganisationColleagues:
            assert (ask.organisation_id, Role.FINAL_OFFICER in ask.roles) == (bureau, True)
            assert ask.person_id is not None
            if ask.person_id not in by_id:
                return OrganisationColleagues(people=())
            found = OrganisationColleague(
                person_id=ask.person_id, name=by_id[ask.person_id].name, roles=roles_of(ask)
            )
            return OrganisationColleagues(people=(found,))

        rpc.answers[ReadColleagues] = answer

    return hire


def test_who_works_elsewhere_learns_nothing_about_who_works_here(
    world: World, file: UUID, second: Actor, bureau: UUID, rpc: FakeRpc
) -> None:
    stranger = person(Role.FINAL_OFFICER)
    give = HandOverFiles(
        organisation_id=bureau, application_ids=(file,), to_person_id=second.person_id, note="出差"
    )
    with pytest.raises(NotFoundError):
        world.ask(give, stranger)
    assert rpc.calls == []


def _claim(world: World, actor: Actor, *files: UUID, **more: Any) -> SelectionDone:
    organisation_id = world.organisation_id(BUREAU)
    request = ClaimFiles(organisation_id=organisation_id, application_ids=files, **more)
    answer: SelectionDone = world.ask(request, actor)
    return answer


def _mark(world: World, actor: Actor, file: UUID) -> None:
    mark = Mark(item_code="title", verdict=Verdict.PASS)
    world.do(SetVerdicts, file, actor, marks=(mark,))


def _desk_file(world: World, actor: Actor, file: UUID, bureau: UUID) -> DeskFile:
    answer: DeskFile = world.ask(ReadDeskFile(organisation_id=bureau, application_id=file), actor)
    return answer


def test_others_do_not_decide_on_a_claimed_file_until_they_take_it_over(
    world: World, file: UUID, first: Actor, second: Actor
) -> None:
    assert _claim(world, first, file).done == (file,)
    _mark(world, first, file)
    with pytest.raises(ClaimedByAnotherError, match=first.name):
        _mark(world, second, file)
    refused = _claim(world, second, file).refused
    assert [(row.application_id, first.name in row.reason) for row in refused] == [(file, True)]
    assert _claim(world, second, file, take_over=True).done == (file,)
    _mark(world, second, file)
    with pytest.raises(ClaimedByAnotherError):
        _mark(world, first, file)
    assert [act for act in world.audited(file) if act in {"claimed", "taken_over"}] == [
        "claimed",
        "taken_over",
    ]


def test_a_file_without_a_claim_is_open_to_every_officer(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID
) -> None:
    _mark(world, second, file)
    _claim(world, first, file)
    world.ask(ReleaseFiles(organisation_id=bureau, application_ids=(file,)), first)
    _mark(world, second, file)


def test_of_two_who_claim_at_once_one_gets_the_file(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID
) -> None:
    request = ClaimFiles(organisation_id=bureau, application_ids=(file,))

    def claim(actor: Actor) -> SelectionDone:
        return claims.claim_files(world.app, world.call(request, actor))

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(claim, (first, second)))
    assert sorted(len(answer.done) for answer in answers) == [0, 1]


def test_a_selection_does_what_it_can_and_names_the_rest(
    world: World, file: UUID, first: Actor
) -> None:
    other = world.bring_to(world.submit(), S.FINAL_REVIEW)
    elsewhere = world.submit()
    done = _claim(world, first, file, other, elsewhere)
    assert set(done.done) == {file, other}
    assert [row.application_id for row in done.refused] == [elsewhere]


def test_a_file_is_handed_over_with_a_note_to_who_never_opened_the_desk(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID, *, works_there: Hired
) -> None:
    _claim(world, first, file)
    give = HandOverFiles(
        organisation_id=bureau, application_ids=(file,), to_person_id=second.person_id, note="出差"
    )
    with pytest.raises(NotFoundError, match="本单位办理申报的同事"):
        world.ask(give, first)
    works_there(second)
    assert world.ask(give, first).done == (file,)
    seen = _desk_file(world, second, file, bureau)
    assert seen.claim is not None
    assert (seen.claim.person_name, seen.claim.mine) == (second.name, True)
    assert [note.text for note in seen.notes] == [f"交{second.name}办理：出差"]


def test_a_deputy_sees_and_handles_the_files_of_who_is_away(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID, *, works_there: Hired
) -> None:
    _claim(world, first, file)
    works_there(second)
    away = NameDeputy(
        organisation_id=bureau,
        deputy_id=second.person_id,
        from_day=date(2019, 2, 21),
        to_day=date(2019, 2, 22),
    )
    world.ask(away, first)
    mine = ReadQueue(organisation_id=bureau, claimed=Claimed.MINE)
    for days, may in ((0, False), (1, True), (2, True)):
        world.clock.advance(timedelta(days=days and 1))
        assert (world.ask(mine, second).total == 1) is may
        if may:
            _mark(world, second, file)
        else:
            with pytest.raises(ClaimedByAnotherError):
                _mark(world, second, file)
    world.clock.advance(timedelta(days=1))
    with pytest.raises(ClaimedByAnotherError):
        _mark(world, second, file)


def test_a_deputy_is_somebody_else_of_the_desk_for_days_to_come(
    world: World, first: Actor, second: Actor, bureau: UUID, *, works_there: Hired
) -> None:
    works_there(first, second)
    days = {"from_day": date(2019, 2, 1), "to_day": date(2019, 2, 19)}
    with pytest.raises(ValidationFailedError):
        world.ask(NameDeputy(organisation_id=bureau, deputy_id=second.person_id, **days), first)
    for wrong in (uuid4(), first.person_id):
        with pytest.raises(NotFoundError):
            world.ask(NameDeputy(organisation_id=bureau, deputy_id=wrong, **days), first)


def test_the_queue_says_who_has_what(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID
) -> None:
    world.bring_to(world.submit(), S.FINAL_REVIEW)
    _claim(world, first, file)

    def found(claimed: Claimed | None, actor: Actor) -> list[str | None]:
        queue = world.ask(ReadQueue(organisation_id=bureau, claimed=claimed), actor)
        return [item.claimed_by for item in queue.items]

    assert found(None, second) == [first.name, None]
    assert found(Claimed.MINE, first) == [first.name]
    assert found(Claimed.MINE, second) == []
    assert found(Claimed.NOBODY, second) == [None]


def test_notes_are_for_the_own_organisation_only(
    world: World, file: UUID, first: Actor, bureau: UUID
) -> None:
    note = AddDeskNote(organisation_id=bureau, application_id=file, text="电话核实过毕业证编号")
    world.ask(note, first)
    assert [n.text for n in _desk_file(world, first, file, bureau).notes] == [note.text]
    unit = world.read(file, first).unit_id
    hr = world.someone(Role.UNIT_HR, unit)
    assert _desk_file(world, hr, file, unit).notes == ()
    for stranger, where in ((hr, bureau), (world.applicant(file), bureau)):
        with pytest.raises(NotFoundError):
            _desk_file(world, stranger, file, where)
        with pytest.raises(NotFoundError):
            world.ask(note.model_copy(update={"organisation_id": where}), stranger)
    assert note.text not in world.status(file).model_dump_json()


def test_phrases_are_ones_own(
    world: World, file: UUID, first: Actor, second: Actor, bureau: UUID
) -> None:
    phrases = ("证书扫描件不清晰，请重新扫描。", "请补充证书背面。")
    world.ask(SavePhrases(organisation_id=bureau, phrases=phrases), first)
    assert _desk_file(world, first, file, bureau).phrases == phrases
    assert _desk_file(world, second, file, bureau).phrases == ()


def test_only_those_who_handle_files_claim(world: World, file: UUID, bureau: UUID) -> None:
    leader = world.someone(Role.FINAL_LEADER, BUREAU)
    with pytest.raises(NotFoundError):
        _claim(world, leader, file)
    assert not _desk_file(world, leader, file, bureau).may_handle


def test_who_is_another_desk_of_the_same_organisation_does_not_handle_the_file(
    world: World, file: UUID, first: Actor, bureau: UUID, works_there: Hired
) -> None:
    clerk = world.someone(Role.UNIT_HR, BUREAU)
    assert [row.application_id for row in _claim(world, clerk, file).refused] == [file]
    works_there(clerk)
    give = HandOverFiles(
        organisation_id=bureau, application_ids=(file,), to_person_id=clerk.person_id, note="出差"
    )
    [refused] = world.ask(give, first).refused
    assert refused.reason == phrases.NOT_THEIRS
    assert _desk_file(world, first, file, bureau).claim is None
