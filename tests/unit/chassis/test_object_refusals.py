"""What a store's refusals mean: whether trying again is worth it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from minio.error import S3Error
from typing_extensions import override

from services.chassis.objects import MinioObjectStore, ObjectStoreUnavailableError
from services.chassis.patience import ANSWERING
from services.chassis.settings import ServiceSettings


@contextmanager
def store_that_says(status: int, code: str) -> Iterator[MinioObjectStore]:
    """A store that answers every request with the same error."""

    class Refusal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = ServiceSettings.model_validate(
            {
                "database_url": "postgresql+psycopg://x",
                "broker_url": "amqp://x",
                "s3_access_key": "user",
                "s3_secret_key": "word",
                "s3_endpoint": f"127.0.0.1:{server.server_port}",
                "s3_secure": False,
            }
        )
        yield MinioObjectStore.from_settings(settings, "scans", ANSWERING)
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "InvalidAccessKeyId"), (500, "InternalError"), (503, "SlowDown")],
    ids=["just started", "no room", "busy"],
)
def test_what_passes_is_worth_trying_again(status: int, code: str) -> None:
    with store_that_says(status, code) as store, pytest.raises(ObjectStoreUnavailableError):
        list(store.list())


def test_what_we_may_not_do_stays_our_fault() -> None:
    with store_that_says(403, "AccessDenied") as store, pytest.raises(S3Error, match="Denied"):
        list(store.list())
