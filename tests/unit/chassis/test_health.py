"""The operators' door says alive, ready or why not, and shows metrics."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from services.chassis import health
from services.chassis.health import OpsServer, Readiness


class Dependency:
    def __init__(self) -> None:
        self.up = True
        self.asked = 0

    def __call__(self) -> None:
        self.asked += 1
        if not self.up:
            raise ConnectionRefusedError("postgresql://user:geheim@host")


@pytest.fixture(scope="module")
def database() -> Dependency:
    return Dependency()


@pytest.fixture(scope="module")
def server(database: Dependency) -> Iterator[OpsServer]:
    """One for all tests, because stopping takes half a second; readiness is never remembered."""
    server = OpsServer(0, {"database": database, "broker": lambda: None})
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "_READY_CACHE_SECONDS", 0)
        yield server
    server.stop()


def get(server: OpsServer, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    found = answer.status, answer.getheader("Content-Type") or "", answer.read()
    connection.close()
    return found


def test_a_living_process_answers(server: OpsServer, database: Dependency) -> None:
    database.up = False
    found = get(server, "/healthz")
    database.up = True
    assert found == (200, "text/plain; charset=utf-8", b"ok\n")


def test_a_process_is_ready_when_all_it_needs_is_there(server: OpsServer) -> None:
    status, content_type, body = get(server, "/readyz?verbose")
    assert (status, content_type) == (200, "application/json")
    assert json.loads(body) == {"ready": True, "checks": {"database": "ok", "broker": "ok"}}


def test_a_missing_dependency_is_named_without_its_address(
    server: OpsServer, database: Dependency
) -> None:
    database.up = False
    status, _, body = get(server, "/readyz")
    database.up = True
    assert status == 503
    assert json.loads(body) == {
        "ready": False,
        "checks": {"database": "ConnectionRefusedError", "broker": "ok"},
    }
    assert get(server, "/readyz")[0] == 200


def test_metrics_are_shown(server: OpsServer) -> None:
    status, content_type, body = get(server, "/metrics")
    assert status == 200
    assert content_type.startswith("text/plain; version=")
    assert b"# TYPE tepei_rpc_requests_total counter" in body


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("POST", "/healthz", 501)]
)
def test_nothing_else_is_served(server: OpsServer, method: str, path: str, status: int) -> None:
    assert get(server, path, method)[0] == status


def test_a_silent_client_holds_up_nobody(server: OpsServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as silent:
        silent.sendall(b"GET /hea")
        assert get(server, "/healthz")[0] == 200


def test_the_door_opens_on_the_loopback_address_only(server: OpsServer) -> None:
    assert server._server.server_address[0] == "127.0.0.1"


def test_dependencies_are_asked_once_a_second_whoever_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database, seconds = Dependency(), [0.0]
    monkeypatch.setattr("services.chassis.health.monotonic", lambda: seconds[0])
    monkeypatch.setattr(health, "_READY_CACHE_SECONDS", 1.0)
    readiness = Readiness({"database": database})
    for _ in range(3):
        assert readiness.ask() == (True, {"database": "ok"})
    assert database.asked == 1
    seconds[0] = 1.0
    readiness.ask()
    assert database.asked == 2
