"""The parent's side of a child: starts it, hands it a job, notices when it is gone or too slow."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from services.chassis.causes import WorkJob
from services.chassis.logs import get_logger
from services.chassis.messaging.outcomes import Failure, FailureKind
from services.chassis.worker import wire
from services.chassis.worker.child_metrics import ChildMetrics
from services.chassis.worker.limits import JobLimits

log = get_logger(__name__)

Target = Callable[..., object] | str


class ChildCannotStartError(RuntimeError):
    """A new child does not become ready; the message says why."""


def path_of(target: Target) -> str:
    """`module:name` of a callable, so that a fresh interpreter finds it.

    Raises:
        ValueError: it is not defined at the top level of a module.
    """
    if isinstance(target, str):
        return target
    module, name = target.__module__, target.__qualname__
    if module == "__main__":
        spec = getattr(sys.modules["__main__"], "__spec__", None)
        module = "" if spec is None else spec.name
    if not module or "." in name or "<" in name:
        raise ValueError(f"{target!r} must be a function at the top level of a module")
    return f"{module}:{name}"


class Child:
    """One child, replaced when it dies, hangs or has done enough."""

    def __init__(self, name: str, handle: Target, warm: Target | None, limits: JobLimits) -> None:
        self._name = name
        self._paths = (path_of(handle), *(() if warm is None else (path_of(warm),)))
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._end: socket.socket | None = None
        self._jobs = 0
        self._metrics = ChildMetrics()

    @property
    def alive(self) -> bool:
        """Whether there is a child that is ready."""
        return self._process is not None and self._process.poll() is None

    @property
    def end(self) -> socket.socket | None:
        """The socket on which its answer will come."""
        return self._end

    def start(self) -> None:
        """Start a child and wait until it is warm.

        Raises:
            ChildCannotStartError: it never was.
        """
        self.kill()
        ours, theirs = socket.socketpair()
        memory = str(self._limits.memory_mb)
        handle, *warm = self._paths
        command = [sys.executable, "-m", "services.chassis.worker.child"]
        command += [str(theirs.fileno()), self._name, handle, memory, *warm]
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL
        )
        theirs.close()
        ours.settimeout(self._limits.start_seconds)
        self._end, self._jobs = ours, 0
        try:
            told = wire.receive(ours)
        except wire.ChildGoneError:
            told = {"fatal": "it died or took too long"}
        if "ready" not in told:
            self.kill()
            raise ChildCannotStartError(str(told.get("fatal")))

    def begin(self, job: WorkJob) -> float:
        """Hand over a job.

        Returns:
            The monotonic instant by which it must be done.

        Raises:
            ChildCannotStartError: there is no child and none can be had.
        """
        if not self.alive or self._jobs >= self._limits.jobs_per_child:
            self.start()
        self._jobs += 1
        if self._end is not None:
            with contextlib.suppress(OSError):  # a child that has just died is noticed by `answer`
                wire.send(self._end, {"job": job.to_wire(), "seconds": self._limits.seconds})
        return time.monotonic() + self._limits.seconds

    def answer(self) -> Failure | None:
        """Read the answer to the job; its socket must be readable. None means: done."""
        end = self._end
        if end is None:
            return Failure(FailureKind.FAILED, "no worker child")
        end.settimeout(self._limits.seconds)
        try:
            told = wire.receive(end)
        except wire.ChildGoneError:
            return Failure(FailureKind.FAILED, f"worker child died: {self._cause_of_death()}")
        self._metrics.take(str(told.get("metrics", "")))
        if told.get("worn"):
            self.kill()
        if told.get("ok"):
            return None
        return Failure(FailureKind(told["kind"]), str(told["reason"]))

    def overdue(self) -> Failure:
        """Kill a child whose job takes too long."""
        self.kill()
        return Failure(FailureKind.FAILED, f"took longer than {self._limits.seconds:g} s")

    def kill(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        end, self._end = self._end, None
        if end is not None:
            end.close()
        if process is not None:
            process.kill()
            process.wait()

    def _cause_of_death(self) -> str:
        process = self._process
        code = None if process is None else process.wait()
        self.kill()
        if code is None or code >= 0:
            return f"exit code {code}"
        return signal.Signals(-code).name
