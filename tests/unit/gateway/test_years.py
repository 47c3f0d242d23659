"""Which year a browser shows while several cycles run side by side (R01)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.contracts.requests.quotas import CycleView
from services.gateway.pages.core.year import chosen


def _cycle(year: int) -> CycleView:
    opens, closes = datetime(year, 2, 15, tzinfo=UTC), datetime(year, 3, 15, tzinfo=UTC)
    return cast("CycleView", SimpleNamespace(year=year, open_at=opens, close_at=closes))


CYCLES = [_cycle(2021), _cycle(2020), _cycle(2019)]
IN_2020 = datetime(2020, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "now", "shown"),
    [
        (None, IN_2020, 2020),
        ("2019", IN_2020, 2019),
        ("2021", IN_2020, 2021),
        ("1999", IN_2020, 2020),
        ("二〇一九", IN_2020, 2020),
        (None, datetime(2018, 1, 1, tzinfo=UTC), 2021),
    ],
)
def test_the_chosen_year_else_the_one_at_work(
    wanted: str | None, now: datetime, shown: int
) -> None:
    found: Any = chosen(CYCLES, wanted, now)
    assert found.year == shown


def test_without_a_cycle_none_is_shown() -> None:
    assert chosen([], "2019", IN_2020) is None


def test_of_two_open_windows_the_first_to_close_is_shown() -> None:
    later: Any = _cycle(2020)
    later.open_at, later.close_at = CYCLES[2].open_at, IN_2020
    shown: Any = chosen([later, CYCLES[2]], None, datetime(2019, 3, 1, tzinfo=UTC))
    assert shown.year == 2019
