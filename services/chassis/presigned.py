"""Bytes of presigned objects, fetched at the store's inner address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import urllib3

from services.chassis.settings import SharedSettings

CHUNK = 256 * 1024
_OK = 200


class FileAwayError(ConnectionError):
    """The store does not give the file now."""


class PresignedFiles:
    """The store as its presigned addresses open it.

    They are signed for the address that browsers use; from inside the store is reached at another
    one, so that host goes along as a header.
    """

    def __init__(self, settings: SharedSettings) -> None:
        scheme = "https" if settings.s3_secure else "http"
        self._inner = f"{scheme}://{settings.s3_endpoint}"
        timeout = urllib3.Timeout(connect=3, read=20)
        self._pool = urllib3.PoolManager(maxsize=4, timeout=timeout, retries=False)

    async def read(self, url: str) -> AsyncIterator[bytes]:
        """The file in pieces.

        Raises:
            FileAwayError: it is not given, or stops before its end.
        """
        address = urlsplit(url)
        inner = f"{self._inner}{address.path}?{address.query}"
        try:
            answer = await asyncio.to_thread(self._open, inner, address.netloc)
            try:
                while chunk := await asyncio.to_thread(answer.read, CHUNK):
                    yield chunk
            finally:
                answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise FileAwayError(type(error).__name__) from error

    def _open(self, url: str, host: str) -> urllib3.BaseHTTPResponse:
        answer = self._pool.request(
            "GET", url, headers={"host": host}, preload_content=False, redirect=False
        )
        if answer.status != _OK:
            answer.release_conn()
            raise FileAwayError(f"status {answer.status}")
        return answer
