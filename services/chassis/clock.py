"""The one clock: business time is system time plus an offset that all processes share.

Deadlines, ages and every stored instant use business time. Transport security, tokens and
presigned requests use `real_now`, because the other side of them has no offset.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
"""Deadlines are shown, and calendar days are counted, in 北京时间."""

_REREAD_SECONDS = 1.0


class Clock(Protocol):
    """Something that tells business time."""

    def now(self) -> datetime:
        """Business time as an aware UTC instant."""
        ...


def real_now() -> datetime:
    """Wall time as an aware UTC instant: for TLS, tokens and presigned requests only."""
    return datetime.now(UTC)


class SystemClock:
    """System time plus an offset; a file may move the offset of all processes at once.

    The file holds one integer, seconds. While it is readable its value replaces `offset`; it is
    looked at no more than once a second. A file that is missing or does not hold an integer leaves
    the last good offset in force.
    """

    def __init__(self, offset: timedelta = timedelta(), offset_file: Path | None = None) -> None:
        self._offset = offset
        self._file = offset_file
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """Business time as an aware UTC instant."""
        if self._file is not None:
            self._reread(self._file)
        return real_now() + self._offset

    def _reread(self, file: Path) -> None:
        instant = monotonic()
        if instant - self._read_at < _REREAD_SECONDS:
            return
        self._read_at = instant
        try:
            self._offset = timedelta(seconds=int(file.read_text(encoding="ascii")))
        except (OSError, ValueError):
            return


class FixedClock:
    """A clock that stands still until it is moved: for tests and for judging past instants."""

    def __init__(self, now_value: datetime) -> None:
        if now_value.tzinfo is None:
            msg = "a clock needs an aware instant"
            raise ValueError(msg)
        self.now_value = now_value.astimezone(UTC)

    def now(self) -> datetime:
        """The instant the clock was set to."""
        return self.now_value

    def advance(self, delta: timedelta) -> None:
        """Move the clock by `delta`."""
        self.now_value += delta
