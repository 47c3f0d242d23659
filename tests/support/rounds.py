"""Work that comes round again in a thread of its own, counted so that a test can wait for it."""

from __future__ import annotations

import threading

FOR_EVER = 3600.0
"""A period no test lives to see the end of."""


class Rounds:
    """Counts rounds; the first `failures` of them fail."""

    def __init__(self, failures: int = 0) -> None:
        self.count = 0
        self._failures = failures
        self._changed = threading.Condition()

    def one(self) -> int:
        """Do a round, as a sealer or a sweeper with nothing to do would."""
        with self._changed:
            self.count += 1
            self._changed.notify_all()
        if self.count <= self._failures:
            raise ConnectionRefusedError
        return 0

    def reach(self, count: int) -> bool:
        """Wait until so many rounds were done; False when they do not come."""
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, timeout=10)
