"""What runs beside a service goes on until it is stopped, and ends when it is."""

from __future__ import annotations

from typing import cast

from services.chassis.periodic import Periodic
from services.chassis.sweeping import KeySweeper, Sweeping
from tests.support.rounds import FOR_EVER, Rounds


def test_rounds_follow_each_other_until_it_is_stopped() -> None:
    rounds = Rounds()
    periodic = Periodic("rounds", 0.001, rounds.one)
    periodic.start()
    assert rounds.reach(3)
    periodic.stop()
    assert not periodic._thread.is_alive()


def test_stopping_does_not_wait_for_the_period_and_does_one_last_round_if_asked() -> None:
    quiet, thorough = Rounds(), Rounds()
    for rounds, once_more in ((quiet, False), (thorough, True)):
        periodic = Periodic("rounds", FOR_EVER, rounds.one, once_more=once_more)
        periodic.start()
        periodic.stop()
        assert not periodic._thread.is_alive()
    assert (quiet.count, thorough.count) == (0, 1)


def test_what_never_began_can_be_stopped() -> None:
    rounds = Rounds()
    Periodic("rounds", FOR_EVER, rounds.one, once_more=True).stop()
    assert rounds.count == 0


class _Sweeper(Rounds):
    """Sweeps nothing, in rounds."""

    sweep = Rounds.one


def test_a_sweep_that_fails_does_not_end_the_sweeping() -> None:
    broken = _Sweeper(failures=1)
    sweeping = Sweeping(cast("KeySweeper", broken), period=0.001)
    sweeping.start()
    assert broken.reach(2)
    sweeping.stop()
