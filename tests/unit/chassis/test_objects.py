"""The fake object store keeps the same promises as the real one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.chassis.objects import (
    MinioObjectStore,
    ObjectStore,
    ObjectStoreUnavailableError,
    PresignedPost,
    content_disposition,
)
from services.chassis.settings import ServiceSettings
from services.chassis.testing.objects import FakeObjectStore
from tests.support.object_store_behaviour import Browser, ObjectStoreBehaviour


class TestFakeObjectStore(ObjectStoreBehaviour):
    @pytest.fixture
    def store(self) -> FakeObjectStore:
        return FakeObjectStore()

    @pytest.fixture
    def browser(self, store: FakeObjectStore) -> Browser:
        def upload(post: PresignedPost, body: bytes) -> int:
            return store.upload(post.fields, body)

        def download(url: str) -> tuple[int, bytes, str, str]:
            found = store.download(url)
            return found.status, found.body, found.content_type, found.content_disposition

        return Browser(upload, download)


def test_a_fake_store_can_be_made_unavailable() -> None:
    store = FakeObjectStore()
    store.available = False
    with pytest.raises(ObjectStoreUnavailableError):
        store.get("key")


def real_store(**changes: object) -> ObjectStore:
    given: dict[str, object] = {
        "database_url": "postgresql+psycopg://x",
        "broker_url": "amqp://x",
        "s3_access_key": "user",
        "s3_secret_key": "word",
        "s3_endpoint": "store.internal:9000",
        "s3_public_endpoint": "files.example.org",
        **changes,
    }
    return MinioObjectStore.from_settings(ServiceSettings.model_validate(given), "scans")


def test_browsers_are_sent_to_the_public_address_and_nothing_is_asked_for_it() -> None:
    store = real_store()
    hour = timedelta(hours=1)
    url = store.presign_get("k", filename="a.pdf", content_type="application/pdf", expires=hour)
    post = store.presign_post("k", content_type="image/png", min_size=1, max_size=2, expires=hour)
    assert url.startswith("https://files.example.org/scans/k?")
    assert post.url == "https://files.example.org/scans"
    assert "store.internal" not in url + str(post)


def test_tls_may_end_at_a_proxy_before_the_store() -> None:
    """Calls go in the clear to the store beside us, browsers come by TLS to the proxy."""
    store = real_store(s3_secure=False, s3_public_secure=True)
    hour = timedelta(hours=1)
    url = store.presign_get("k", filename="a.pdf", content_type="application/pdf", expires=hour)
    post = store.presign_post("k", content_type="image/png", min_size=1, max_size=2, expires=hour)
    assert url.startswith("https://files.example.org/scans/k?")
    assert post.url == "https://files.example.org/scans"
    assert isinstance(store, MinioObjectStore)
    assert not store._client._base_url.is_https


def test_browsers_use_tls_as_the_service_does_unless_told_otherwise() -> None:
    hour = timedelta(hours=1)
    post = real_store(s3_secure=False).presign_post(
        "k", content_type="image/png", min_size=1, max_size=2, expires=hour
    )
    assert post.url == "http://files.example.org/scans"


def test_a_service_without_an_object_store_user_is_told_so() -> None:
    with pytest.raises(ValueError, match="no object store user"):
        real_store(s3_secret_key=None)


def test_a_file_name_cannot_add_a_header() -> None:
    assert "\r" not in content_disposition("inline", "a\r\nSet-Cookie: b")
