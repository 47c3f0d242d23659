"""The operators' door of a process: /healthz, /readyz and /metrics.

It opens on the loopback address unless `TEPEI_OPS_HOST` says otherwise; it has no lock of its own.
`/healthz` says that the process answers at all; a supervisor restarts it when it does not.
`/readyz` says whether what it needs is there; a dependency that is down makes it 503 and is no
reason for a restart. Works in green threads under eventlet and in native threads elsewhere.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

from typing_extensions import override

from services.chassis import metrics
from services.chassis.logs import get_logger

Check = Callable[[], object]
"""Raises when the dependency is not there."""

_READY_CACHE_SECONDS = 1.0

log = get_logger(__name__)


class Readiness:
    """Asks all dependencies, at most once a second whoever asks."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks
        self._answer: tuple[bool, dict[str, str]] = (False, {})
        self._asked_at = float("-inf")

    def ask(self) -> tuple[bool, dict[str, str]]:
        """Whether all is there, and per dependency `ok` or the kind of error."""
        if monotonic() - self._asked_at >= _READY_CACHE_SECONDS:
            self._asked_at = monotonic()
            found = {name: _state(check) for name, check in self._checks.items()}
            self._answer = (all(state == "ok" for state in found.values()), found)
        return self._answer


def _state(check: Check) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 -- any failure means: not ready
        return type(error).__name__
    return "ok"


class OpsServer:
    """Serves the three pages until it is stopped."""

    def __init__(
        self, port: int, checks: Mapping[str, Check] | None = None, *, host: str = "127.0.0.1"
    ) -> None:
        self._readiness = Readiness(checks or {})
        pages: dict[str, Callable[[], tuple[int, str, bytes]]] = {
            "/healthz": _healthz,
            "/readyz": self._readyz,
            "/metrics": _metrics,
        }
        self._server = _Server((host, port), _handler_for(pages))
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="ops-server", daemon=True
        )

    @property
    def port(self) -> int:
        """The port it listens on; useful when 0 was asked for."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()

    def _readyz(self) -> tuple[int, str, bytes]:
        ready, found = self._readiness.ask()
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        body = json.dumps({"ready": ready, "checks": found}).encode()
        return status, "application/json", body


def _healthz() -> tuple[int, str, bytes]:
    return HTTPStatus.OK, "text/plain; charset=utf-8", b"ok\n"


def _metrics() -> tuple[int, str, bytes]:
    return HTTPStatus.OK, metrics.CONTENT_TYPE, metrics.exposition()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 16

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        # The base prints a traceback; a client that goes away is no event.
        log.debug("ops_request_failed", error=type(sys.exception()).__name__)


def _handler_for(
    pages: Mapping[str, Callable[[], tuple[int, str, bytes]]],
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5
        server_version = "tepei"
        sys_version = ""

        def do_GET(self) -> None:
            page = pages.get(self.path.partition("?")[0])
            if page is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            status, content_type, body = page()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, *_args: object) -> None:
            """Probes come every second; they are not worth a line."""

    return Handler
