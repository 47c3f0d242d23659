"""The real object store keeps the promises the fake makes, and fails in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from deploy.local.client import Stack
from services.chassis.objects import MinioObjectStore, ObjectStoreUnavailableError, PresignedPost
from services.chassis.settings import ServiceSettings
from tests.support.object_store_behaviour import Browser, ObjectStoreBehaviour


def store_at(stack: Stack, endpoint: str, bucket: str) -> MinioObjectStore:
    access, secret = stack.s3_account("documents")
    settings = ServiceSettings.model_validate(
        {
            "database_url": "postgresql+psycopg://x",
            "broker_url": "amqp://x",
            "s3_endpoint": endpoint,
            "s3_secure": False,
            "s3_region": stack.s3_region,
            "s3_access_key": access,
            "s3_secret_key": secret,
        }
    )
    return MinioObjectStore.from_settings(settings, bucket)


def keys_in(store: MinioObjectStore, bucket: str) -> set[str]:
    """Every key of a bucket."""
    return {str(o.object_name) for o in store._client.list_objects(bucket, recursive=True)}


class TestMinioObjectStore(ObjectStoreBehaviour):
    @pytest.fixture
    def store(self, stack: Stack) -> Iterator[MinioObjectStore]:
        bucket = stack.bucket("documents")
        store = store_at(stack, stack.s3_endpoint, bucket)
        before = keys_in(store, bucket)
        yield store
        for key in keys_in(store, bucket) - before:
            store.delete(key)

    @pytest.fixture
    def browser(self) -> Browser:
        def upload(post: PresignedPost, body: bytes) -> int:
            return httpx.post(post.url, data=post.fields, files={"file": body}).status_code

        def download(url: str) -> tuple[int, bytes, str, str]:
            found = httpx.get(url)
            headers = found.headers
            return (
                found.status_code,
                found.content,
                headers.get("content-type", ""),
                headers.get("content-disposition", ""),
            )

        return Browser(upload, download)


def test_a_store_that_is_down_is_unavailable_within_seconds(stack: Stack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(ObjectStoreUnavailableError):
        store_at(stack, f"127.0.0.1:{nobody}", "documents").get("key")
    assert time.monotonic() - began < 3


def test_a_large_object_is_put_in_one_request(stack: Stack) -> None:
    store = store_at(stack, stack.s3_endpoint, stack.bucket("documents"))
    key = f"large-{uuid4()}"
    store.put(key, b"x" * (6 * 1024 * 1024), content_type="application/pdf")
    found = store._client.stat_object(stack.bucket("documents"), key)
    store.delete(key)
    assert "-" not in str(found.etag), "an etag with a dash is that of a multipart upload"


def test_the_bucket_of_another_service_is_closed(stack: Stack) -> None:
    foreign = store_at(stack, stack.s3_endpoint, stack.bucket("applications"))
    with pytest.raises(Exception, match="AccessDenied"):
        foreign.get("quarantine/x")
