"""How many messages are worked on at the same moment, and which of them must be alone.

A lane is shared by the queues of one kind (events, or requests). It is a plain state machine
without threads: `offer` and `finished` start what may start. A message that was delivered three
times without an outcome may be what kills the process, so it runs when nothing else does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import amqp


@dataclass(eq=False, slots=True)
class Incoming:
    """One delivered message on its way through the process."""

    message: amqp.Message
    queue: str
    handle: Callable[[Incoming], None]
    """Starts the work and returns; the lane must be told `finished` when it is over."""
    suspect: bool = False
    done: Callable[[bool], None] | None = None
    """Told whether the message left the queue for good."""


class Budget:
    """What all lanes of a process may run together; what one leaves free the others take."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._lanes: list[Lane] = []

    def share(self, lane: Lane) -> None:
        """Let a lane draw on it; earlier lanes are served first when something ends."""
        self._lanes.append(lane)

    @property
    def left(self) -> bool:
        """Whether one more may start."""
        return sum(lane.running for lane in self._lanes) < self._total

    def released(self) -> None:
        """Something ended."""
        for lane in self._lanes:
            lane.start_what_may()


class Lane:
    """Starts at most `limit` messages at a time, in the order of arrival."""

    def __init__(self, limit: int, budget: Budget | None = None) -> None:
        self._limit = limit
        self._budget = budget or Budget(limit)
        self._budget.share(self)
        self._waiting: deque[Incoming] = deque()
        self._running: set[Incoming] = set()
        self._alone: Incoming | None = None

    @property
    def idle(self) -> bool:
        """Nothing runs and nothing waits."""
        return not self._running and not self._waiting

    @property
    def running(self) -> int:
        """How many are being worked on."""
        return len(self._running)

    def in_hand(self) -> list[Incoming]:
        """Everything that runs or waits, at this moment."""
        return [*self._running, *self._waiting]

    def offer(self, incoming: Incoming) -> None:
        """Take a message; it starts now or when there is room."""
        self._waiting.append(incoming)
        self.start_what_may()

    def finished(self, incoming: Incoming) -> None:
        """The work on a message is over."""
        self._running.discard(incoming)
        if self._alone is incoming:
            self._alone = None
        self._budget.released()

    def forget(self, belongs: Callable[[Incoming], Any]) -> None:
        """Drop waiting messages whose connection is gone; the broker delivers them again."""
        self._waiting = deque(item for item in self._waiting if not belongs(item))
        self.start_what_may()

    def start_what_may(self) -> None:
        """Start waiting messages as far as the limits allow."""
        while self._waiting and self._may_start(self._waiting[0]):
            incoming = self._waiting.popleft()
            self._running.add(incoming)
            if incoming.suspect:
                self._alone = incoming
            incoming.handle(incoming)

    def _may_start(self, incoming: Incoming) -> bool:
        if self._alone is not None:
            return False
        if incoming.suspect:
            return not self._running
        return len(self._running) < self._limit and self._budget.left
