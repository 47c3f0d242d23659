"""Forgets the commands that nobody repeats any more: old rows of the `idempotency` table.

They hold answers, hence personal data, and would grow for ever. Seven days are longer than a
browser or a client system goes on repeating; after that a repeated command is a new one and meets
the guards of its own (versions, states, unique rows).
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from services.chassis.clock import real_now
from services.chassis.database import Database
from services.chassis.logs import get_logger
from services.chassis.periodic import Periodic

KEPT = timedelta(days=7)
BATCH = 500
MOST_BATCHES = 20
"""In one round; the rest waits for the next, so that no round holds a connection for long."""

_PERIOD_SECONDS = 300.0

# Replicas sweep at the same time: each takes the rows the others do not have in hand.
_SWEEP = text(
    "DELETE FROM idempotency WHERE (actor, method, key) IN ("
    " SELECT actor, method, key FROM idempotency WHERE created_at < :cutoff"
    " ORDER BY created_at LIMIT :batch FOR UPDATE SKIP LOCKED)"
)

log = get_logger(__name__)


class KeySweeper:
    """Deletes what is older than `KEPT`, in transactions of at most `BATCH` rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sweep(self) -> int:
        """Do one round; returns how many commands were forgotten."""
        cutoff = real_now() - KEPT
        total = 0
        for _ in range(MOST_BATCHES):
            count = self._sweep_batch({"cutoff": cutoff, "batch": BATCH})
            total += count
            if count < BATCH:
                break
        return total

    def _sweep_batch(self, bounds: dict[str, object]) -> int:
        with self._database.engine.begin() as connection:
            return connection.execute(_SWEEP, bounds).rowcount


class Sweeping(Periodic):
    """Sweeps beside a service, every five minutes, whatever happens."""

    def __init__(self, sweeper: KeySweeper, period: float = _PERIOD_SECONDS) -> None:
        super().__init__("key-sweeper", period, self._sweep)
        self._sweeper = sweeper

    def _sweep(self) -> None:
        try:
            count = self._sweeper.sweep()
        except Exception:
            log.exception("keys_not_swept")
            return
        if count:
            log.info("keys_swept", count=count)
