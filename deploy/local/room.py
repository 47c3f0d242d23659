"""Whether the machine has room for an instance."""

from __future__ import annotations

import shutil
from pathlib import Path

from deploy.local.faults import ExitCode, StackError

LEAST_DISK = 1536 * 1024 * 1024
LEAST_MEMORY = 1536 * 1024 * 1024


def check_room(folder: Path, *, disk: int = LEAST_DISK, memory: int = LEAST_MEMORY) -> None:
    """Refuse to start where disk or memory would run out at once.

    Args:
        folder: Where the instance's data will lie.
        disk: Bytes that must be free there.
        memory: Bytes that must be available.
    """
    free = shutil.disk_usage(folder).free
    if free < disk:
        raise StackError(
            ExitCode.DISK,
            f"磁盘空间不足：{folder} 只剩 {megabytes(free)}，至少需要 {megabytes(disk)}。",
        )
    available = available_memory()
    if available < memory:
        raise StackError(
            ExitCode.MEMORY,
            f"内存不足：可用 {megabytes(available)}，至少需要 {megabytes(memory)}。",
        )


def available_memory(meminfo: Path = Path("/proc/meminfo")) -> int:
    """MemAvailable in bytes."""
    rows = (line.split() for line in meminfo.read_text(encoding="utf-8").splitlines())
    return next(int(row[1]) * 1024 for row in rows if row[0] == "MemAvailable:")


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size // 1024 // 1024} MB"
