"""Measures how long nothing else could run: a ticker that notices when it comes late.

Under eventlet a late tick means that some handler held the hub; in a plain process that something
held the interpreter's lock.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from services.chassis.chassis_metrics import HUB_STALL_SECONDS
from services.chassis.logs import get_logger

_WINDOW_SECONDS = 60.0
_ALARM_SECONDS = 1.0

log = get_logger(__name__)


class StallMeter:
    """Ticks every `period` seconds and remembers the longest delays of the last minute."""

    def __init__(
        self, period: float = 0.1, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._period = period
        self._monotonic = monotonic
        self._late: deque[tuple[float, float]] = deque()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to tick, in a thread that is green where threads are."""
        HUB_STALL_SECONDS.watch(self.longest)
        threading.Thread(target=self._run, name="stall-meter", daemon=True).start()

    def stop(self) -> None:
        """Tick no more."""
        self._stopped.set()

    def note(self, seconds: float) -> None:
        """Remember one delay; only what is longer than all later ones can matter."""
        instant = self._monotonic()
        while self._late and self._late[-1][1] <= seconds:
            self._late.pop()
        self._late.append((instant, seconds))
        if seconds >= _ALARM_SECONDS:
            log.warning("hub_stalled", seconds=round(seconds, 3))

    def longest(self) -> float:
        """The longest delay of the last minute, in seconds."""
        oldest = self._monotonic() - _WINDOW_SECONDS
        while self._late and self._late[0][0] < oldest:
            self._late.popleft()
        return self._late[0][1] if self._late else 0.0

    def _run(self) -> None:
        while not self._stopped.is_set():
            began = self._monotonic()
            time.sleep(self._period)
            self.note(max(0.0, self._monotonic() - began - self._period))
