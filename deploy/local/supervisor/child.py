"""One supervised part: started, watched, restarted with growing pauses, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from deploy.local.part import Part
from deploy.local.supervisor import tree

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
CALM_AFTER = 30.0
"""Seconds a part must have run before its next death counts as a first one again."""

PASSED_ON = ("PATH", "LANG", "TZ")
"""What a part inherits of the supervisor's environment; everything else is its own."""

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class State(StrEnum):
    """What is going on with a part."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    WAITING = "waiting"
    HELD = "held"


@dataclass
class Child:
    """A part with its present process.

    Attributes:
        wanted: Whether the part ought to run.
        restarts: How often it was started again after dying by itself or by a kill.
    """

    part: Part
    wanted: bool = False
    restarts: int = 0
    pid: int = 0
    start: int | None = None
    paused: bool = False
    last_exit: int | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _began: float = 0.0
    _pause: float = FIRST_PAUSE
    _retry_at: float = 0.0
    _kill_at: float = 0.0

    @property
    def state(self) -> State:
        """The state as shown to people."""
        if self.pid:
            return self._running_state()
        return State.WAITING if self.wanted else State.HELD

    def _running_state(self) -> State:
        if self.paused:
            return State.PAUSED
        return State.STOPPING if self._kill_at else State.RUNNING

    def tick(self, now: float) -> None:
        """Do what is due: start the part, or kill what does not stop."""
        if self.pid and self._kill_at and now >= self._kill_at:
            tree.signal_tree(self.pid, signal.SIGKILL)
        if not self.pid and self.wanted and now >= self._retry_at:
            self._spawn(now)

    def due_in(self, now: float) -> float:
        """Seconds until :meth:`tick` has something to do again."""
        if self.pid:
            return max(self._kill_at - now, 0.0) if self._kill_at else 60.0
        return max(self._retry_at - now, 0.0) if self.wanted else 60.0

    def want(self) -> None:
        """Start the part at the next tick, without any pause."""
        self.wanted = True
        self._pause, self._retry_at = FIRST_PAUSE, 0.0

    def stop(self) -> None:
        """Ask the part once to finish; it is killed when its time is over."""
        self.wanted = False
        self.resume()
        if self.pid and not self._kill_at:
            self._kill_at = time.monotonic() + self.part.stop_seconds
            tree.signal_one(self.pid, signal.Signals(self.part.stop_signal))

    def hold(self) -> None:
        """Leave the part down when it dies next."""
        self.wanted = False

    def kill(self) -> None:
        """SIGKILL the part with everything below it; it is started again if it is wanted."""
        if self.pid:
            tree.signal_tree(self.pid, signal.SIGKILL)

    def pause(self) -> None:
        """Freeze the part with everything below it."""
        if self.pid:
            self.paused = True
            tree.signal_tree(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen part go on."""
        if self.pid and self.paused:
            tree.signal_tree(self.pid, signal.SIGCONT)
        self.paused = False

    def exited(self, status: int, now: float) -> None:
        """Note that the process is gone.

        Args:
            status: As ``waitpid`` gives it.
            now: Monotonic seconds.
        """
        for pid in tree.session_members(self.pid):
            tree.signal_one(pid, signal.SIGKILL)
        self.last_exit = os.waitstatus_to_exitcode(status)
        if self._process:
            self._process.returncode = self.last_exit
        calm = now - self._began >= CALM_AFTER
        pause = FIRST_PAUSE if calm else self._pause
        self._pause, self._retry_at = min(pause * 2, LONGEST_PAUSE), now + pause
        self.restarts += self.wanted
        self.pid, self.start, self._process = 0, None, None
        self.paused, self._kill_at = False, 0.0

    def _spawn(self, now: float) -> None:
        part = self.part
        with part.log.open("ab") as log:
            self._process = subprocess.Popen(
                part.argv,
                cwd=part.folder,
                env=environment_of(part),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=part.user.uid if part.user else None,
                group=part.user.gid if part.user else None,
                extra_groups=[] if part.user else None,
                umask=0o077,
            )
        self.pid, self._began = self._process.pid, now
        self.start = tree.started(self.pid)


def environment_of(part: Part) -> dict[str, str]:
    """The whole environment of a part."""
    inherited = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    secret = read_environment(part.environment_file) if part.environment_file else {}
    return {"PATH": SEARCH_PATH, **inherited, **part.environment, **secret}


def read_environment(path: Path) -> dict[str, str]:
    """KEY=VALUE lines of a file; values are taken as they stand."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}
