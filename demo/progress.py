"""A line of progress that rewrites itself on a terminal and stays calm in a log."""

from __future__ import annotations

import sys
import time
from collections import Counter

QUIET_SECONDS = 10.0


class Progress:
    """Counts of what happened so far."""

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self.began = time.monotonic()
        self._steps: Counter[str] = Counter()
        self._shown = 0.0
        self._terminal = sys.stdout.isatty()

    def step(self, name: str) -> None:
        """One more of that."""
        self._steps[name] += 1
        pause = 0.2 if self._terminal else QUIET_SECONDS
        if time.monotonic() - self._shown >= pause:
            self.show()

    def show(self) -> None:
        """Print where things stand."""
        self._shown = time.monotonic()
        counted = "  ".join(f"{name} {count}" for name, count in self._steps.items())
        line = f"[{self.seconds:5.1f}s] {counted}"
        if self._terminal:
            sys.stdout.write(f"\r\x1b[K{line[:150]}")
        else:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """A sentence on its own line."""
        end = "\r\x1b[K" if self._terminal else ""
        sys.stdout.write(f"{end}[{self.seconds:5.1f}s] {text}\n")
        sys.stdout.flush()

    @property
    def seconds(self) -> float:
        """Seconds since the play began."""
        return time.monotonic() - self.began
