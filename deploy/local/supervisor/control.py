"""The supervisor's loopback page: restart counts for Prometheus, status and orders for us.

Everything but ``/metrics`` asks for the instance's token. Requests only put orders into the
supervisor's queue; its own loop carries them out.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from typing_extensions import override

Ask = Callable[[str, str], "Future[dict[str, Any]]"]
"""Queue an order (word, argument) and get its answer later."""

PATIENCE = 10.0


class Page(BaseHTTPRequestHandler):
    """GET /metrics, GET /status, POST /<word>/<argument>."""

    server_version = "tepei-supervisor"
    sys_version = ""
    ask: Ask
    token: str

    def do_GET(self) -> None:
        """Answer the two readable pages."""
        if self.path == "/metrics":
            text = str(self._wait("metrics", "")["text"])
            self._answer(200, text, "text/plain; version=0.0.4")
        elif self.path == "/status" and self._trusted():
            self._answer_json(self._wait("status", ""))
        else:
            self._answer(404, "", "text/plain")

    def do_POST(self) -> None:
        """Carry out an order."""
        if not self._trusted():
            self._answer(404, "", "text/plain")
            return
        word, _, argument = self.path.strip("/").partition("/")
        self._answer_json(self._wait(word, argument))

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the orders are in the supervisor's own log."""

    def _trusted(self) -> bool:
        shown = self.headers.get("Authorization", "")
        return hmac.compare_digest(shown, f"Bearer {self.token}")

    def _wait(self, word: str, argument: str) -> dict[str, Any]:
        return self.ask(word, argument).result(PATIENCE)

    def _answer_json(self, answer: dict[str, Any]) -> None:
        status = 400 if "error" in answer else 200
        self._answer(status, json.dumps(answer, ensure_ascii=False), "application/json")

    def _answer(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(port: int, token: str, ask: Ask) -> ThreadingHTTPServer:
    """Open the page on the loopback address and answer from a thread of its own."""
    bound = type("BoundPage", (Page,), {"ask": staticmethod(ask), "token": token})
    server = ThreadingHTTPServer(("127.0.0.1", port), bound)
    Thread(target=server.serve_forever, name="page", daemon=True).start()
    return server
