"""A thread beside a service that does one thing again and again until it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

_STOP_SECONDS = 5.0


class Periodic:
    """Does the work after each period; the thread is green where threads are.

    Args:
        name: What the thread is called.
        period: Seconds between the end of one round and the next.
        work: One round; it deals with its own failures, or the thread ends with it.
        once_more: Whether a last round is done when it is stopped.
    """

    def __init__(
        self, name: str, period: float, work: Callable[[], object], *, once_more: bool = False
    ) -> None:
        self._period = period
        self._work = work
        self._once_more = once_more
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin, with a pause."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait a while for the round in hand; one that never began is no error."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(self._period):
            self._work()
        if self._once_more:
            self._work()
