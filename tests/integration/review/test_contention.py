"""Two people at the same moment: one transition, no deadlock, no lost row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from services.contracts.errors import IllegalTransitionError, StaleVersionError, TepeiError
from services.contracts.requests.review import WithdrawApplication
from services.contracts.requests.review_lists import NominateApplication, ReadList, SubmitList
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from services.review.handlers import listing, lists, withdrawal
from tests.integration.review.test_lists import BUREAU, _freeze, _list
from tests.integration.review.world import World


def test_two_clicks_at_once_nominate_a_file_once(world: World) -> None:
    file = world.bring_to(world.submit(), S.READY_TO_LIST)
    request = NominateApplication(application_id=file, version=world.version(file))
    officer = world.officer(file)

    def click(_: int) -> str:
        try:
            listing.nominate(world.app, world.call(request, officer))
        except (StaleVersionError, IllegalTransitionError) as refused:
            return refused.code
        return "nominated"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(click, range(8)))
    assert outcomes == ["nominated", *["stale_version"] * 7]
    assert world.names(file).count("nominated") == 1


def test_many_files_reach_one_new_list_at_once(world: World) -> None:
    files = [world.bring_to(world.submit(), S.READY_TO_LIST) for _ in range(8)]
    calls = [
        world.call(
            NominateApplication(application_id=file, version=world.version(file)),
            world.officer(file),
        )
        for file in files
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda call: listing.nominate(world.app, call), calls))
    view = _list(world)
    assert view.summary.nominating == 8
    assert {row.application_id for row in view.rows} == set(files)


def test_withdrawing_and_sending_up_at_once_never_sends_the_withdrawn(world: World) -> None:
    files = [world.bring_to(world.submit(), S.LISTED) for _ in range(4)]
    list_id = _freeze(world)
    code = world.last(list_id, "list-frozen")["verify_code"]
    leader = world.someone(Role.FINAL_LEADER, BUREAU, "样例局长")
    submit = SubmitList(list_id=list_id, version=_list(world).summary.version, verify_code=code)
    steps: list[Callable[[], object]] = [
        partial(lists.submit_list, world.app, world.call(submit, leader))
    ]
    for file in files[:2]:
        away = WithdrawApplication(application_id=file, version=world.version(file))
        call = world.call(away, world.applicant(file))
        steps.append(partial(withdrawal.withdraw, world.app, call))

    def attempt(step: Callable[[], object]) -> bool:
        try:
            step()
        except TepeiError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        sent, *withdrawn = pool.map(attempt, steps)
    states = [world.state(file) for file in files]
    if sent:
        assert states == [S.REGION_REVIEW] * 4
        assert withdrawn == [False, False]
    else:
        assert states == [S.WITHDRAWN] * 2 + [S.LISTED] * 2
    view = world.ask(ReadList(list_id=list_id), leader)
    assert len(view.rows) == (4 if sent else 2)
