"""Process trees as /proc shows them; nothing is ever found by its name."""

from __future__ import annotations

import os
import signal
from collections import defaultdict
from pathlib import Path


def parents() -> dict[int, int]:
    """Parent of every process of the machine."""
    table = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            fields = stat_fields(int(entry.name))
            if fields:
                table[int(entry.name)] = int(fields[1])
    return table


def stat_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the program name; empty when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def started(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; with the pid it names a process for ever.

    None when it is gone or a zombie.
    """
    fields = stat_fields(pid)
    return int(fields[19]) if fields and fields[0] != "Z" else None


def is_alive(pid: int, start: int | None) -> bool:
    """Whether the very process that had this pid and start still runs."""
    return start is not None and started(pid) == start


def descendants(root: int) -> list[int]:
    """All processes below ``root``, parents before children."""
    children = defaultdict(list)
    for pid, parent in parents().items():
        children[parent].append(pid)
    found = list(children[root])
    for pid in found:  # grows while it is walked
        found.extend(children[pid])
    return found


def session_members(leader: int) -> list[int]:
    """Processes still in the session a dead leader had opened."""
    members = []
    for pid in parents():
        fields = stat_fields(pid)
        if fields and int(fields[3]) == leader and pid != leader and fields[0] != "Z":
            members.append(pid)
    return members


def signal_tree(root: int, number: signal.Signals) -> None:
    """Send a signal to a process and everything below it, the root first."""
    for pid in [root, *descendants(root)]:
        signal_one(pid, number)


def signal_one(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
