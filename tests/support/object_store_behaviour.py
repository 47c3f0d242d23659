"""What every object store does, the real one and the fake alike."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from services.chassis.objects import ObjectNotFoundError, ObjectStore, PresignedPost

HOUR = timedelta(hours=1)
KIB = 1024


@dataclass(frozen=True, slots=True)
class Browser:
    """How a browser reaches the store: both give the HTTP status first."""

    upload: Callable[[PresignedPost, bytes], int]
    download: Callable[[str], tuple[int, bytes, str, str]]


class ObjectStoreBehaviour:
    """Subclasses give the fixtures `store` and `browser`."""

    @pytest.fixture
    def key(self) -> str:
        return f"quarantine/{uuid4()}"

    def test_what_was_put_can_be_read_with_its_size_and_type(
        self, store: ObjectStore, key: str
    ) -> None:
        store.put(key, b"abc", content_type="image/png")
        found = store.stat(key)
        assert store.get(key) == b"abc"
        assert (found.key, found.size, found.content_type) == (key, 3, "image/png")
        assert found.modified_at.tzinfo is not None

    def test_a_stream_is_put_and_read_in_pieces(self, store: ObjectStore, key: str) -> None:
        data = bytes(range(256)) * 4096
        store.put(key, io.BytesIO(data), content_type="application/pdf", length=len(data))
        with store.open(key) as stream:
            assert stream.read(10) == data[:10]
            assert stream.read() == data[10:]

    def test_a_stream_without_a_length_is_refused(self, store: ObjectStore, key: str) -> None:
        with pytest.raises(ValueError, match="length"):
            store.put(key, io.BytesIO(b"abc"), content_type="application/pdf")

    def test_an_object_larger_than_a_multipart_limit_is_one_object(
        self, store: ObjectStore, key: str
    ) -> None:
        store.put(key, b"x" * (6 * KIB * KIB), content_type="application/pdf")
        assert store.stat(key).size == 6 * KIB * KIB

    def test_what_is_not_there_is_said_to_be_missing(self, store: ObjectStore, key: str) -> None:
        for ask in (store.get, store.stat):
            with pytest.raises(ObjectNotFoundError):
                ask(key)
        with pytest.raises(ObjectNotFoundError), store.open(key):
            pytest.fail("there is nothing to read")

    def test_what_was_deleted_is_gone_and_may_be_deleted_again(
        self, store: ObjectStore, key: str
    ) -> None:
        store.put(key, b"abc", content_type="image/png")
        store.delete(key)
        store.delete(key)
        with pytest.raises(ObjectNotFoundError):
            store.stat(key)

    def test_a_listing_holds_what_lies_below_the_prefix_in_order(self, store: ObjectStore) -> None:
        folder = f"list-{uuid4()}"
        names = ["b", "a", "c/d"]
        for name in names:
            store.put(f"{folder}/{name}", b"abc", content_type="image/png")
        store.put(f"other-{uuid4()}", b"noise", content_type="image/png")
        found = [(item.key, item.size) for item in store.list(f"{folder}/")]
        assert found == [(f"{folder}/{name}", 3) for name in sorted(names)]

    def test_a_browser_uploads_with_a_signed_form(
        self, store: ObjectStore, browser: Browser, key: str
    ) -> None:
        post = self._form(store, key)
        assert browser.upload(post, b"x" * 200) == 204
        found = store.stat(key)
        assert (found.size, found.content_type) == (200, "image/png")

    @pytest.mark.parametrize(("size", "status"), [(99, 400), (301, 400)])
    def test_an_upload_of_another_size_is_refused(
        self, store: ObjectStore, browser: Browser, key: str, size: int, status: int
    ) -> None:
        assert browser.upload(self._form(store, key), b"x" * size) == status
        with pytest.raises(ObjectNotFoundError):
            store.stat(key)

    @pytest.mark.parametrize(
        "change", [{"key": "other"}, {"Content-Type": "text/html"}, {"policy": "forged"}]
    )
    def test_an_upload_to_another_place_or_type_is_refused(
        self, store: ObjectStore, browser: Browser, key: str, change: dict[str, str]
    ) -> None:
        post = self._form(store, key)
        forged = PresignedPost(post.url, post.fields | change)
        assert browser.upload(forged, b"x" * 200) in (400, 403)
        with pytest.raises(ObjectNotFoundError):
            store.stat(key)

    def test_an_expired_form_and_an_expired_address_are_refused(
        self, store: ObjectStore, browser: Browser, key: str
    ) -> None:
        store.put(key, b"abc", content_type="image/png")
        second = timedelta(seconds=1)
        post = store.presign_post(
            f"{key}-2", content_type="image/png", min_size=1, max_size=9, expires=second
        )
        url = store.presign_get(key, filename="a", content_type="image/png", expires=second)
        time.sleep(2.1)
        assert browser.upload(post, b"abc") == 403
        assert browser.download(url)[0] == 403

    def test_a_browser_downloads_with_the_headers_that_were_signed(
        self, store: ObjectStore, browser: Browser, key: str
    ) -> None:
        store.put(key, b"<script>", content_type="text/html")
        url = store.presign_get(
            key, filename='报名表".pdf\r\nX: y', content_type="application/pdf", expires=HOUR
        )
        status, body, content_type, disposition = browser.download(url)
        assert (status, body, content_type) == (200, b"<script>", "application/pdf")
        assert disposition == (
            "attachment; filename=\"____.pdf__X__y\"; filename*=UTF-8''"
            "%E6%8A%A5%E5%90%8D%E8%A1%A8%22.pdf%0D%0AX%3A%20y"
        )

    def test_an_address_of_nothing_is_not_found(
        self, store: ObjectStore, browser: Browser, key: str
    ) -> None:
        url = store.presign_get(key, filename="a", content_type="image/png", expires=HOUR)
        assert browser.download(url)[0] == 404

    @staticmethod
    def _form(store: ObjectStore, key: str) -> PresignedPost:
        return store.presign_post(
            key, content_type="image/png", min_size=100, max_size=300, expires=HOUR
        )
