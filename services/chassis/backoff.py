"""How long to pause before a broker or database that went away is tried again."""

from __future__ import annotations

import random

PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""A refused connection costs next to nothing, and a server that is back is wanted at once: when a
whole stack starts, its services wait for the broker, and longer pauses would be added to that."""

LASTED_SECONDS = 10.0
"""A connection that held so long was a good one: the next pause is a short one again."""


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row; with jitter, that not all come at once."""
    longest = PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)]
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 -- jitter, no secret
