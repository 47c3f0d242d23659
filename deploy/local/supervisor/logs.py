"""Keep log files from growing without end.

The parts hold their log file open for appending, so a full one is copied aside and emptied.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

LARGEST = 16 * 1024 * 1024
KEPT = 3


def rotate(logs: Iterable[Path], largest: int = LARGEST, kept: int = KEPT) -> None:
    """Rotate each file that is larger than ``largest`` bytes; ``kept`` older ones stay."""
    for log in logs:
        if log.exists() and log.stat().st_size > largest:
            shift(log, kept)


def shift(log: Path, kept: int) -> None:
    """x.log → x.log.1 → … → x.log.``kept``; the oldest goes."""
    for number in range(kept, 1, -1):
        older = log.with_name(f"{log.name}.{number - 1}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number}"))
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)
