"""The machine in words: what a reader needs to compare figures, and nothing that names it."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

_GIB = 1024 * 1024

LOAD_BEFORE = os.getloadavg()[1]
"""Of the five minutes before the bench began: well above 0 means that others used the cores."""


def in_words() -> str:
    """Processor, cores, memory, system."""
    cores = len(os.sched_getaffinity(0))
    processor = _found("/proc/cpuinfo", r"model name\s*:\s*(.+)") or "unknown processor"
    return (
        f"{cores} cores ({processor}), "
        f"{_memory()} GiB memory, Linux {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}; clients, servers and services share it; "
        f"load average before the run {LOAD_BEFORE:.1f}"
    )


def _memory() -> int:
    return round(int(_found("/proc/meminfo", r"MemTotal:\s+(\d+)") or 0) / _GIB)


def _found(file: str, pattern: str) -> str | None:
    match = re.search(pattern, Path(file).read_text(encoding="utf-8"))
    return match[1].strip() if match else None
