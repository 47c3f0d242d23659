"""The archive of one's own data: a whole ZIP, sent in pieces, that names what it lacks."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_scans import ReadScan
from services.gateway.own_data import archive as archiving
from services.gateway.own_data.archive import DATA, MISSING, archive
from services.gateway.own_data.collecting import OwnData, Piece
from services.gateway.own_data.zipping import StreamedZip
from tests.unit.gateway.fakes import NOW

PICTURE = bytes(range(256)) * 4_000


async def pieces_of(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 100_000):
        yield content[start : start + 100_000]


class Store:
    """Gives every file, in pieces."""

    def __init__(self, _settings: object) -> None:
        self.asked: list[str] = []

    def read(self, url: str) -> AsyncIterator[bytes]:
        self.asked.append(url)
        return pieces_of(PICTURE)


class Asking:
    """Gives the address of the first file only."""

    def __init__(self, first: Piece) -> None:
        self.first = first

    async def ask(self, request: Any) -> Any:
        if request != self.first.link:
            raise NotFoundError
        return {"url": "http://store/scan"}


def test_an_archive_is_sent_in_pieces_and_can_be_read() -> None:
    async def story() -> tuple[list[int], bytes]:
        zipped = StreamedZip(NOW)
        parts = [zipped.whole("数据.json", b"{}")]
        parts += [part async for part in zipped.streamed("扫描件/01.jpg", pieces_of(PICTURE))]
        parts.append(zipped.end())
        return [len(part) for part in parts], b"".join(parts)

    sizes, content = asyncio.run(story())
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        assert found.namelist() == ["数据.json", "扫描件/01.jpg"]
        assert found.read("扫描件/01.jpg") == PICTURE
    assert max(sizes) < 101_000, "nothing is kept until the end"


@pytest.mark.requirement("D12")
def test_what_is_not_given_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "PresignedFiles", Store)
    given, refused = (
        Piece(f"扫描件/{name}.jpg", ReadScan(scan_id=uuid4())) for name in ("照片", "证书")
    )
    data = OwnData("TP2019-653201-00017", {"申报表": {}}, (given, refused))
    gateway = cast("Any", SimpleNamespace(settings=None, clock=SimpleNamespace(now=lambda: NOW)))
    asking = cast("Any", Asking(given))

    async def story() -> bytes:
        return b"".join([part async for part in archive(gateway, asking, data)])

    with zipfile.ZipFile(io.BytesIO(asyncio.run(story()))) as found:
        assert found.namelist() == [DATA, given.name, MISSING]
        assert found.read(MISSING).decode() == refused.name
        assert found.read(given.name) == PICTURE
