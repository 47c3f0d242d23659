"""Withdrawing what was submitted: any time up to LISTED, no reason, and nobody reads on."""

from __future__ import annotations

import pytest

from services.contracts.errors import ForbiddenError, IllegalTransitionError, NotFoundError
from services.contracts.requests.review import WithdrawApplication
from services.contracts.vocabulary import ApplicationState as S
from tests.integration.review.world import World


@pytest.mark.requirement("F12")
@pytest.mark.parametrize(
    "state",
    [
        S.UNIT_REVIEW,
        S.MID_REVIEW,
        S.FINAL_REVIEW,
        S.PAPER_CHECK,
        S.READY_TO_LIST,
        S.NOMINATING,
        S.LISTED,
    ],
)
def test_the_applicant_withdraws_wherever_the_file_is(world: World, state: S) -> None:
    file = world.bring_to(world.submit(), state)
    officer = world.officer(file)
    answer = world.withdraw(file)
    assert answer.state is S.WITHDRAWN
    assert world.names(file)[-2:] == ["withdrawn", "desk-changed"]
    assert world.last(file, "desk-changed")["readers"] == []
    with pytest.raises(NotFoundError):
        world.read(file, officer)


def test_a_returned_file_is_withdrawn_too_and_never_comes_due(world: World) -> None:
    file = world.submit()
    world.send_back(file)
    world.withdraw(file)
    assert world.status(file).due_at is None


def test_nobody_withdraws_for_another(world: World) -> None:
    file = world.submit()
    with pytest.raises(ForbiddenError):
        world.do(WithdrawApplication, file, world.officer(file))
    with pytest.raises(NotFoundError):
        world.do(WithdrawApplication, file, world.applicant(world.submit()))


def test_a_withdrawn_file_stays_withdrawn(world: World) -> None:
    file = world.submit()
    world.withdraw(file)
    with pytest.raises(IllegalTransitionError, match="申报人撤回"):
        world.withdraw(file)
