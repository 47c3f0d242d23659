"""A ZIP that is sent while it is made: nothing of it is stored, little of it is in memory."""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import IO

from services.chassis.clock import BEIJING


class _Sink:
    """Takes what the archive writes; it cannot go back, so sizes follow the contents."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep the bytes until they are sent."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def close(self) -> None:
        """Nothing is held open."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


class StreamedZip:
    """The archive: add entries, send what they give, send the end."""

    def __init__(self, now: datetime) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)
        local = now.astimezone(BEIJING)
        self._stamp = (local.year, local.month, local.day, local.hour, local.minute, local.second)

    def whole(self, name: str, content: bytes) -> bytes:
        """An entry that is known already, packed."""
        entry = self._entry(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)
        return self._sink.taken()

    async def streamed(self, name: str, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """An entry that arrives in pieces; pictures and PDFs are packed already."""
        target: IO[bytes]
        with self._zip.open(self._entry(name), "w") as target:
            async for chunk in chunks:
                target.write(chunk)
                yield self._sink.taken()
        yield self._sink.taken()

    def end(self) -> bytes:
        """The table of contents."""
        self._zip.close()
        return self._sink.taken()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name, self._stamp)
