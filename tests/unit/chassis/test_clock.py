"""Business time is real time plus one offset that a file may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from services.chassis.clock import BEIJING, FixedClock, SystemClock, real_now

INSTANT = datetime(2019, 3, 30, 16, 0, tzinfo=UTC)


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Monotonic seconds that the test moves."""
    seconds = [100.0]
    monkeypatch.setattr("services.chassis.clock.monotonic", lambda: seconds[0])
    return seconds


def offset_of(clock: SystemClock) -> int:
    return round((clock.now() - real_now()).total_seconds())


def test_instants_are_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
    assert real_now().tzinfo is UTC


def test_the_file_moves_the_clock_at_most_a_second_later(
    tmp_path: Path, ticks: list[float]
) -> None:
    file = tmp_path / "offset"
    clock = SystemClock(timedelta(seconds=60), file)
    assert offset_of(clock) == 60
    file.write_text("3600\n", "ascii")
    assert offset_of(clock) == 60
    ticks[0] += 1.0
    assert offset_of(clock) == 3600


@pytest.mark.parametrize("content", ["", "tomorrow", "1.5"])
def test_a_file_without_an_integer_leaves_the_last_offset(
    content: str, tmp_path: Path, ticks: list[float]
) -> None:
    file = tmp_path / "offset"
    file.write_text("-120", "ascii")
    clock = SystemClock(timedelta(), file)
    assert offset_of(clock) == -120
    file.write_text(content, "ascii")
    ticks[0] += 2
    assert offset_of(clock) == -120
    file.unlink()
    ticks[0] += 2
    assert offset_of(clock) == -120


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(INSTANT.astimezone(timezone(timedelta(hours=8))))
    assert (clock.now(), clock.now().tzinfo) == (INSTANT, UTC)
    clock.advance(timedelta(seconds=1))
    assert clock.now() == INSTANT + timedelta(seconds=1)


def test_a_fixed_clock_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2019, 3, 31))  # noqa: DTZ001 -- the point of the test


def test_days_are_counted_in_beijing() -> None:
    assert INSTANT.astimezone(BEIJING).date().isoformat() == "2019-03-31"
