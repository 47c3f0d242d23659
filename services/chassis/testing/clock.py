"""A clock for tests: stands still in the window of the sample cycle until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime

from services.chassis.clock import FixedClock

START = datetime(2019, 2, 15, 1, 0, tzinfo=UTC)
"""Where it stands unless told otherwise: 09:00 北京时间."""


class FakeClock(FixedClock):
    """Stands at `START`; move it with `advance` or by setting `now_value`."""

    def __init__(self, now_value: datetime = START) -> None:
        super().__init__(now_value)
