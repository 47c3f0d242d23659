"""The stall meter remembers the longest delay of the last minute."""

from __future__ import annotations

import time

import pytest

from services.chassis.chassis_metrics import HUB_STALL_SECONDS
from services.chassis.offload import run_in_thread
from services.chassis.stall import StallMeter


@pytest.fixture
def seconds() -> list[float]:
    return [1000.0]


@pytest.fixture
def meter(seconds: list[float]) -> StallMeter:
    return StallMeter(monotonic=lambda: seconds[0])


def test_the_longest_delay_counts_for_a_minute(meter: StallMeter, seconds: list[float]) -> None:
    for delay in (0.1, 0.5, 0.2):
        meter.note(delay)
        seconds[0] += 10
    assert meter.longest() == 0.5
    seconds[0] += 41
    assert meter.longest() == 0.2
    seconds[0] += 60
    assert meter.longest() == 0.0


def test_what_can_never_matter_again_is_forgotten(meter: StallMeter) -> None:
    for _ in range(1000):
        meter.note(0.0)
    assert len(meter._late) == 1


def test_a_ticking_meter_is_exposed() -> None:
    meter = StallMeter(period=0.001)
    meter.start()
    time.sleep(0.02)
    meter.stop()
    assert 0 <= HUB_STALL_SECONDS.value() < 5


def test_without_a_hub_work_is_done_directly() -> None:
    assert run_in_thread(int, "ff", base=16) == 255
