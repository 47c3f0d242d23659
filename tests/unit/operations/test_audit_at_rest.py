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


def nothing() -> list[Violation]:
    return []


def test_a_backlog_is_waited_for_as_long_as_it_shrinks(wall: Wall) -> None:
    assert program.at_rest(counts(*range(30, -1, -1)), nothing, wait_seconds=3.0) == []
    assert wall.seconds == 30.0


def test_what_does_not_shrink_is_told_after_the_wait(wall: Wall) -> None:
    look = counts(4)
    assert program.at_rest(counts(5, 4, 4), look, wait_seconds=3.0) == [PENDING] * 4
    assert wall.seconds == 4.0


def test_without_a_wait_one_look_is_enough(wall: Wall) -> None:
    assert program.at_rest(counts(2, 0), counts(2), wait_seconds=0.0) == [PENDING] * 2
    assert wall.seconds == 0.0


def test_what_only_the_whole_look_finds_is_told(wall: Wall) -> None:
    assert program.at_rest(nothing, counts(1), wait_seconds=2.0) == [PENDING]


def test_the_whole_look_is_spared_while_a_glance_finds_something(wall: Wall) -> None:
    looks = counts(0)
    seen: list[float] = []

    def look() -> list[Violation]:
        seen.append(wall.seconds)
        return looks()

    assert program.at_rest(counts(3, 2, 1, 0), look, wait_seconds=9.0) == []
    assert seen == [3.0]
