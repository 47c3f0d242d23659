"""One command at a time on what two must not change together."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.faults import ExitCode, StackError


@contextmanager
def only_one(lock: Path, seconds: float) -> Iterator[None]:
    """Hold a lock file; the kernel lets go of it however the holder ends.

    Raises:
        StackError: Another command held it for longer than ``seconds``.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    with lock.open("a") as handle:
        while not taken(handle.fileno()):
            if time.monotonic() > deadline:
                raise StackError(ExitCode.BUSY, f"另一个命令正在使用 {lock.parent}，请稍后再试。")
            time.sleep(0.1)
        yield


def taken(handle: int) -> bool:
    """Take the lock if nobody holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
