"""The entrypoint of a periodic job."""

from __future__ import annotations

import random
import threading
from types import TracebackType
from typing import Any

from nameko.extensions import Entrypoint
from typing_extensions import override

from services.chassis.entrypoints import TimerMark
from services.chassis.logs import get_logger
from services.chassis.messaging.outcomes import dependency_is_down

log = get_logger(__name__)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class TimerEntrypoint(Entrypoint):
    """Runs one method again and again; the pause begins when the run has ended."""

    def __init__(self, mark: TimerMark, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Exception,), **kwargs)
        self.mark = mark
        self._seconds = mark.seconds
        self._stopping = threading.Event()
        self._ran = threading.Event()
        self._thread: Any = None

    @override
    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._run, identifier="timer")

    @override
    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.wait()

    @override
    def kill(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        # Replicas that start together should not run together.
        pause = self._seconds * random.uniform(0.5, 1.0)  # noqa: S311 -- jitter, no secret
        while not self._stopping.wait(pause):
            self._ran.clear()
            self.container.spawn_worker(self, (), {}, context_data={}, handle_result=self._finish)
            self._ran.wait()
            pause = self._seconds

    def _finish(
        self, _worker: object, result: object, exc_info: ExcInfo | None
    ) -> tuple[object, ExcInfo | None]:
        if exc_info is not None:
            known = dependency_is_down(exc_info[1])
            log.warning("timer_failed", method=self.method_name, exc_info=not known and exc_info)
        self._ran.set()
        return result, exc_info
