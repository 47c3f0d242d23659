"""The child that does the jobs: imports what is heavy once, then takes one job after the other.

    python -m services.chassis.worker.child FD NAME HANDLE MEMORY_MB [WARM]

It dies with its parent, ignores SIGTERM (the parent lets it finish) and has a limit on its address
space. Its parent kills it when a job takes too long; should the parent itself be stopped by then,
an alarm does.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from services.chassis import metrics
from services.chassis.causes import WorkJob
from services.chassis.logs import bound, configure_logging, get_logger
from services.chassis.messaging.outcomes import FailureKind, classify
from services.chassis.settings import SharedSettings
from services.chassis.worker import wire

log = get_logger(__name__)

_PR_SET_PDEATHSIG = 1
_ALARM_GRACE_SECONDS = 5.0


def main(arguments: list[str]) -> int:
    """Serve the parent until it closes the socket."""
    fd, name, handle, memory_mb, *warm = arguments
    _live_within_limits(int(memory_mb))
    end = socket.socket(fileno=int(fd))
    configure_logging(SharedSettings(), name)
    try:
        handler = resolve(handle)
        for path in warm:
            resolve(path)()
    except Exception as error:
        log.exception("worker_child_cannot_start")
        wire.send(end, {"fatal": f"{type(error).__name__}: {error}"})
        return 1
    gc.collect()
    gc.freeze()
    wire.send(end, {"ready": os.getpid()})
    try:
        while True:
            wire.send(end, _perform(handler, wire.receive(end)))
    except (wire.ChildGoneError, OSError):
        return 0


def resolve(path: str) -> Callable[..., Any]:
    """The callable named `module:name`.

    Raises:
        ImportError, AttributeError: there is none.
    """
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _live_within_limits(memory_mb: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _perform(handler: Callable[[WorkJob], None], message: dict[str, Any]) -> dict[str, Any]:
    job = WorkJob.from_wire(message["job"])
    signal.setitimer(signal.ITIMER_REAL, float(message["seconds"]) + _ALARM_GRACE_SECONDS)
    answer: dict[str, Any] = {"ok": True}
    with bound(correlation_id=job.correlation_id, job_id=str(job.job_id)):
        try:
            handler(job)
        except Exception as error:
            failure = classify(error)
            answer = {"kind": failure.kind.value, "reason": failure.reason}
            if isinstance(error, MemoryError):
                answer["worn"] = True
            unexpected = failure.kind is FailureKind.FAILED
            log.warning("job_failed", reason=failure.reason, exc_info=unexpected)
    signal.setitimer(signal.ITIMER_REAL, 0)
    answer["metrics"] = metrics.exposition().decode()
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
