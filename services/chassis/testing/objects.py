"""An object store in memory that keeps what the real one promises, policies included.

The behaviour suite in `tests/support/object_store_behaviour.py` runs on this and on the real one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import BinaryIO

from services.chassis.clock import real_now
from services.chassis.objects import (
    Disposition,
    ObjectNotFoundError,
    ObjectStat,
    ObjectStoreUnavailableError,
    PresignedPost,
    ReadableStream,
    content_disposition,
)


@dataclass(frozen=True, slots=True)
class _Stored:
    data: bytes
    content_type: str
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class _Policy:
    key: str
    content_type: str
    min_size: int
    max_size: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FakeDownload:
    """What a browser gets from a presigned address."""

    status: int
    body: bytes = b""
    content_type: str = ""
    content_disposition: str = ""


class FakeObjectStore:
    """One bucket in memory; `available = False` makes every call fail as if the store were down."""

    def __init__(self) -> None:
        self.available = True
        self._objects: dict[str, _Stored] = {}
        self._policies: dict[str, _Policy] = {}
        self._downloads: dict[str, tuple[str, datetime, str, str]] = {}
        self._numbers = count(1)

    def put(
        self, key: str, data: bytes | BinaryIO, *, content_type: str, length: int | None = None
    ) -> None:
        """Store an object, overwriting silently as the real store does."""
        self._answer()
        if not isinstance(data, bytes):
            if length is None:
                raise ValueError("a stream needs its length")
            data = data.read(length)
        self._objects[key] = _Stored(data, content_type, real_now())

    def get(self, key: str) -> bytes:
        """The whole object."""
        return self._stored(key).data

    @contextmanager
    def open(self, key: str) -> Iterator[ReadableStream]:
        """The object as a stream."""
        yield io.BytesIO(self._stored(key).data)

    def stat(self, key: str) -> ObjectStat:
        """Size and type of the object."""
        stored = self._stored(key)
        return ObjectStat(key, len(stored.data), stored.modified_at, stored.content_type)

    def delete(self, key: str) -> None:
        """Remove the object."""
        self._answer()
        self._objects.pop(key, None)

    def list(self, prefix: str = "") -> Iterator[ObjectStat]:
        """All objects below the prefix."""
        self._answer()
        for key in sorted(self._objects):
            if key.startswith(prefix):
                stored = self._objects[key]
                yield ObjectStat(key, len(stored.data), stored.modified_at)

    def presign_get(
        self,
        key: str,
        *,
        filename: str,
        content_type: str,
        expires: timedelta,
        disposition: Disposition = "attachment",
    ) -> str:
        """An address for `download`."""
        url = f"https://objects.test/download/{next(self._numbers)}"
        header = content_disposition(disposition, filename)
        self._downloads[url] = (key, real_now() + expires, content_type, header)
        return url

    def presign_post(
        self, key: str, *, content_type: str, min_size: int, max_size: int, expires: timedelta
    ) -> PresignedPost:
        """A form for `upload`."""
        policy = str(next(self._numbers))
        expires_at = real_now() + expires
        self._policies[policy] = _Policy(key, content_type, min_size, max_size, expires_at)
        fields = {"policy": policy, "key": key, "Content-Type": content_type}
        return PresignedPost("https://objects.test/upload", fields)

    def upload(self, fields: dict[str, str], body: bytes) -> int:
        """Post a form as a browser would; returns the HTTP status."""
        policy = self._policies.get(fields.get("policy", ""))
        if policy is None or real_now() >= policy.expires_at:
            return 403
        if (fields.get("key"), fields.get("Content-Type")) != (policy.key, policy.content_type):
            return 403
        if not policy.min_size <= len(body) <= policy.max_size:
            return 400
        self.put(policy.key, body, content_type=policy.content_type)
        return 204

    def download(self, url: str) -> FakeDownload:
        """Open a presigned address as a browser would."""
        key, expires_at, content_type, header = self._downloads[url]
        if real_now() >= expires_at:
            return FakeDownload(403)
        if key not in self._objects:
            return FakeDownload(404)
        return FakeDownload(200, self._objects[key].data, content_type, header)

    def _answer(self) -> None:
        if not self.available:
            raise ObjectStoreUnavailableError("made unavailable by the test")

    def _stored(self, key: str) -> _Stored:
        self._answer()
        if key not in self._objects:
            raise ObjectNotFoundError(key)
        return self._objects[key]
