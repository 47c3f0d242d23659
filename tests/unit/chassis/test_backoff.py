"""How long a consumer, worker or relay waits before it asks for the broker again."""

from __future__ import annotations

import pytest

from services.chassis.backoff import pause_after


@pytest.mark.parametrize("failures", [1, 5, 500])
def test_a_broker_that_is_back_is_noticed_within_two_seconds(failures: int) -> None:
    assert max(pause_after(failures) for _ in range(100)) <= 2.0


def test_pauses_grow_and_are_not_the_same_for_everybody() -> None:
    first, later = ([pause_after(failures) for _ in range(20)] for failures in (0, 9))
    assert max(first) < min(later)
    assert len(set(later)) > 1
