"""Objects in an S3 store: scans and documents, each service in its own bucket.

Plain S3 calls only, so that any S3 server works. Keys are random and never reused: the store has
no versions and overwrites silently. Browsers get at objects through presigned requests, which use
real time and must hold nothing personal: addresses end up in logs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Literal, Protocol, TypeVar
from urllib.parse import quote

import urllib3
from minio import Minio
from minio.datatypes import PostPolicy
from minio.error import InvalidResponseError, S3Error, ServerError

from services.chassis.clock import real_now
from services.chassis.patience import WORKING, Patience, http_pool
from services.chassis.settings import ServiceSettings

T = TypeVar("T")

Disposition = Literal["attachment", "inline"]

_PART_SIZE = 64 * 1024 * 1024
"""Larger than any object we store, so that a put is one request and not a multipart upload."""

_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})

_STARTING = frozenset({"InvalidAccessKeyId"})
"""A server that has just been started answers before it has read its accounts."""


class ObjectNotFoundError(Exception):
    """No object under this key."""


class ObjectStoreUnavailableError(ConnectionError):
    """The store does not answer or says it cannot now: try again later."""


@dataclass(frozen=True, slots=True)
class ObjectStat:
    """What the store knows of an object."""

    key: str
    size: int
    modified_at: datetime
    content_type: str | None = None
    """Unknown in listings."""


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """Where and with which form fields a browser may upload one object."""

    url: str
    fields: dict[str, str]


class ReadableStream(Protocol):
    """The bytes of an object as they arrive."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; empty at the end."""
        ...


class ObjectStore(Protocol):
    """One bucket.

    Every method raises `ObjectStoreUnavailableError` when the store cannot answer.
    """

    def put(
        self, key: str, data: bytes | BinaryIO, *, content_type: str, length: int | None = None
    ) -> None:
        """Store an object; a stream needs its length in bytes."""
        ...

    def get(self, key: str) -> bytes:
        """The whole object, or `ObjectNotFoundError`."""
        ...

    def open(self, key: str) -> AbstractContextManager[ReadableStream]:
        """The object as a stream, or `ObjectNotFoundError`."""
        ...

    def stat(self, key: str) -> ObjectStat:
        """Size and type of the object, or `ObjectNotFoundError`."""
        ...

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens when there is none."""
        ...

    def list(self, prefix: str = "") -> Iterator[ObjectStat]:
        """All objects whose key begins with the prefix, in the order of their keys."""
        ...

    def presign_get(
        self,
        key: str,
        *,
        filename: str,
        content_type: str,
        expires: timedelta,
        disposition: Disposition = "attachment",
    ) -> str:
        """An address that serves the object for a while, with these headers forced."""
        ...

    def presign_post(
        self, key: str, *, content_type: str, min_size: int, max_size: int, expires: timedelta
    ) -> PresignedPost:
        """A form that uploads exactly this key and type with a size in bytes within the bounds."""
        ...


class MinioObjectStore:
    """A bucket of an S3 server.

    Two clients: calls go to the internal endpoint, presigned requests are signed for the public
    one, because the host is part of the signature.
    """

    def __init__(self, client: Minio, public_client: Minio, bucket: str) -> None:
        self._client = client
        self._public = public_client
        self._bucket = bucket

    @classmethod
    def from_settings(
        cls, settings: ServiceSettings, bucket: str, patience: Patience = WORKING
    ) -> MinioObjectStore:
        """The bucket with the service's own S3 user.

        Raises:
            ValueError: the service has no S3 user.
        """
        if settings.s3_access_key is None or settings.s3_secret_key is None:
            raise ValueError(f"{settings.service} has no object store user")
        access, secret = settings.s3_access_key, settings.s3_secret_key
        pool = http_pool(settings.max_workers, patience)

        def client(endpoint: str, *, secure: bool) -> Minio:
            return Minio(
                endpoint,
                access_key=access.get_secret_value(),
                secret_key=secret.get_secret_value(),
                secure=secure,
                # Named, or the client asks the server for the region before each signature.
                region=settings.s3_region,
                http_client=pool,
            )

        own = client(settings.s3_endpoint, secure=settings.s3_secure)
        public = client(settings.s3_browser_endpoint, secure=settings.s3_browser_secure)
        return cls(own, public, bucket)

    def put(
        self, key: str, data: bytes | BinaryIO, *, content_type: str, length: int | None = None
    ) -> None:
        """Store an object in one request."""
        if isinstance(data, bytes):
            length = len(data)
            data = io.BytesIO(data)
        if length is None:
            raise ValueError("a stream needs its length")
        with _translated(key):
            self._client.put_object(
                self._bucket, key, data, length, content_type=content_type, part_size=_PART_SIZE
            )

    def get(self, key: str) -> bytes:
        """The whole object."""
        with self.open(key) as stream:
            return stream.read()

    @contextmanager
    def open(self, key: str) -> Iterator[ReadableStream]:
        """The object as a stream; its connection is given back at the end."""
        with _translated(key):
            response = self._client.get_object(self._bucket, key)
        try:
            with _translated(key):
                yield response
        finally:
            response.close()
            response.release_conn()

    def stat(self, key: str) -> ObjectStat:
        """Size and type of the object."""
        with _translated(key):
            found = self._client.stat_object(self._bucket, key)
        return ObjectStat(key, found.size or 0, _instant(found.last_modified), found.content_type)

    def delete(self, key: str) -> None:
        """Remove the object."""
        with _translated(key):
            self._client.remove_object(self._bucket, key)

    def list(self, prefix: str = "") -> Iterator[ObjectStat]:
        """All objects below the prefix; pages are fetched as they are needed."""
        with _translated(prefix):
            for item in self._client.list_objects(self._bucket, prefix, recursive=True):
                yield ObjectStat(
                    item.object_name or "", item.size or 0, _instant(item.last_modified)
                )

    def presign_get(
        self,
        key: str,
        *,
        filename: str,
        content_type: str,
        expires: timedelta,
        disposition: Disposition = "attachment",
    ) -> str:
        """Sign a download for the public endpoint; no request is made."""
        return str(
            self._public.presigned_get_object(
                self._bucket,
                key,
                expires=expires,
                response_headers={
                    "response-content-disposition": content_disposition(disposition, filename),
                    "response-content-type": content_type,
                    "response-cache-control": "private, no-store",
                },
            )
        )

    def presign_post(
        self, key: str, *, content_type: str, min_size: int, max_size: int, expires: timedelta
    ) -> PresignedPost:
        """Sign an upload form for the public endpoint; no request is made."""
        policy = PostPolicy(self._bucket, real_now() + expires)
        policy.add_equals_condition("key", key)
        policy.add_equals_condition("Content-Type", content_type)
        policy.add_content_length_range_condition(min_size, max_size)
        fields = dict(self._public.presigned_post_policy(policy))
        fields |= {"key": key, "Content-Type": content_type}
        return PresignedPost(self._public_url(), fields)

    def _public_url(self) -> str:
        base = self._public._base_url  # noqa: SLF001 -- the client tells its address no other way
        url = base.build(method="POST", region=base.region or "", bucket_name=self._bucket)
        return str(url.geturl())


def content_disposition(disposition: Disposition, filename: str) -> str:
    """The header for a file name in any script (RFC 6266), safe against header injection."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in filename)
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in _MISSING:
            raise ObjectNotFoundError(key) from error
        if error.response.status >= _SERVER_FAULT or error.code in _STARTING:
            raise ObjectStoreUnavailableError(error.code) from error
        raise
    except (ServerError, InvalidResponseError, urllib3.exceptions.HTTPError) as error:
        raise ObjectStoreUnavailableError(type(error).__name__) from error


_SERVER_FAULT = 500


def _instant(value: datetime | None) -> datetime:
    if value is None:
        raise ObjectStoreUnavailableError("the store gave no date")
    return value
