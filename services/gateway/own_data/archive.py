"""The archive as it goes out: the data first, then each file, then what could not be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from services.chassis.presigned import PresignedFiles
from services.contracts.errors import TepeiError
from services.gateway.errors import TooManyRequestsError
from services.gateway.gateway import Gateway
from services.gateway.own_data.collecting import Collector, OwnData
from services.gateway.own_data.zipping import StreamedZip

DATA = "我的数据.json"
MISSING = "未能下载的文件.txt"
_ROOM = asyncio.Semaphore(4)
"""Downloads at once: each holds a thread while it reads."""


def check_room() -> None:
    """Refuse while as many downloads as there is room for are under way.

    Raises:
        TooManyRequestsError: so it is.
    """
    if _ROOM.locked():
        raise TooManyRequestsError


async def archive(gateway: Gateway, collector: Collector, data: OwnData) -> AsyncIterator[bytes]:
    """The bytes of the ZIP.

    A file whose address is not given is named in the archive. One that does not come or stops in
    the middle ends the download: better none than one that looks whole.
    """
    async with _ROOM:
        files = PresignedFiles(gateway.settings)
        zipped = StreamedZip(gateway.clock.now())
        missing: list[str] = []
        yield zipped.whole(DATA, data.as_json)
        for piece in data.pieces:
            try:
                link = await collector.ask(piece.link)
            except TepeiError:
                missing.append(piece.name)
                continue
            async for part in zipped.streamed(piece.name, files.read(link["url"])):
                yield part
        if missing:
            yield zipped.whole(MISSING, "\n".join(missing).encode())
        yield zipped.end()
