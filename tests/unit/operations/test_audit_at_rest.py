"""The audit tells work under way from a fault by looking again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from operations.audit import __main__ as program
from operations.audit.violation import Invariant, Violation

PENDING = Violation(Invariant.PRINTS, "current prints", "LIST_PDF/1", "PENDING: not made yet")


class Wall:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    monkeypatch.setattr(program, "time", wall)
    return wall


def counts(*numbers: int) -> Callable[[], list[Violation]]:
    """Looks that find these numbers one after the other, and the last for ever."""
    left = list(numbers)

    def look() -> list[Violation]:
        return [PENDING] * (left.pop(0) if len(left) > 1 else left[0])

    return look


def test_a_backlog_is_waited_for_as_long_as_it_shrinks(wall: Wall) -> None:
    assert program.at_rest(counts(*range(30, -1, -1)), wait_seconds=3.0) == []
    assert wall.seconds == 30.0


def test_what_does_not_shrink_is_told_after_the_wait(wall: Wall) -> None:
    assert program.at_rest(counts(5, 4, 4), wait_seconds=3.0) == [PENDING] * 4
    assert wall.seconds == 4.0


def test_without_a_wait_one_look_is_enough(wall: Wall) -> None:
    assert program.at_rest(counts(2, 0), wait_seconds=0.0) == [PENDING] * 2
    assert wall.seconds == 0.0
