"""The gateway as it runs: real sign-in, real sessions, honest errors, limits on real sockets."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack
from tests.factories.people import fresh_id_number

API_GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
CLIENT = re.compile(r"```python\n(.+?)```", re.DOTALL)


def sign_in(browser: httpx.Client, applicant: dict[str, Any]) -> dict[str, Any]:
    credentials = {key: applicant[key] for key in ("login", "password")}
    answer = browser.post("/api/v1/session", json=credentials)
    assert answer.status_code == 201, answer.text
    me: dict[str, Any] = answer.json()
    browser.headers["x-csrf-token"] = me["csrf_token"]
    return me


SECOND_ANSWER_SECONDS = 0.3


def raw_exchange(stack: Stack, request: bytes) -> bytes:
    """All that the server answers to exactly these bytes, a second answer included."""
    address = urlsplit(stack.gateway_url)
    answer = b""
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request)
        while more := received(connection):
            answer += more
            if is_whole(answer):
                connection.settimeout(SECOND_ANSWER_SECONDS)
    return answer


def received(connection: socket.socket) -> bytes:
    """The next bytes; none at the end, or when nothing came in time."""
    try:
        return connection.recv(65536)
    except TimeoutError:
        return b""


def is_whole(answer: bytes) -> bool:
    """Whether head and announced body have come."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(end) and (length is None or len(body) >= int(length[1]))


def test_the_client_of_the_guide_has_five_lines_and_works(
    stack: Stack, applicant: dict[str, Any], tmp_path: Path
) -> None:
    found = CLIENT.search(API_GUIDE.read_text(encoding="utf-8"))
    assert found is not None
    assert len(found[1].splitlines()) == 5
    program = tmp_path / "client.py"
    program.write_text(found[1], encoding="utf-8")
    words = [sys.executable, str(program), stack.gateway_url, applicant["login"]]
    done = subprocess.run(
        [*words, applicant["password"]], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("样例·买买提 {'applications': []")


def test_a_session_lives_in_the_database_and_dies_with_signing_out(
    stack: Stack, browser: httpx.Client, applicant: dict[str, Any]
) -> None:
    me = sign_in(browser, applicant)
    engine = create_engine(stack.service_url("gateway"), poolclass=NullPool)
    query = text("SELECT count(*) FROM web_session WHERE person_id = :person")
    with engine.connect() as connection:
        assert connection.scalar(query, {"person": me["person_id"]}) == 1
    assert browser.get("/api/v1/session").json()["login"] == applicant["login"]
    assert browser.delete("/api/v1/session").status_code == 204
    with engine.connect() as connection:
        assert connection.scalar(query, {"person": me["person_id"]}) == 0


def test_a_foreign_or_unknown_thing_is_not_found(
    browser: httpx.Client, applicant: dict[str, Any]
) -> None:
    sign_in(browser, applicant)
    unknown = "3f0c8c1e-6f1a-4b0e-9a54-2f6a1c0d7e11"
    for path in (f"/documents/{unknown}", f"/applications/{unknown}", f"/people/{unknown}"):
        answer = browser.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


def test_the_same_key_is_the_same_answer_and_other_content_is_refused(
    stack: Stack, browser: httpx.Client
) -> None:
    login = f"sample.{id(browser)}"
    body = {
        "login": login,
        "password": "Tianshan-2019-peixun",
        "name": "样例·古丽",
        "id_number": fresh_id_number(),
    }
    headers = {"idempotency-key": f"sign-up-{login}"}
    first = browser.post("/api/v1/people", json=body, headers=headers)
    again = browser.post("/api/v1/people", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201), (first.text, again.text)
    assert first.json() == again.json()
    other = browser.post("/api/v1/people", json={**body, "name": "样例"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


def test_a_chunked_body_is_refused_not_lost(stack: Stack) -> None:
    answer = raw_exchange(
        stack,
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert b"length_required" in answer


def test_two_lengths_are_refused(stack: Stack) -> None:
    answer = raw_exchange(
        stack,
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
        b"Content-Length: 20\r\n\r\n{}",
    )
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_length_and_a_transfer_encoding_are_refused(stack: Stack) -> None:
    answer = raw_exchange(
        stack,
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    )
    assert answer[9:12] in {b"400", b"411"}
    assert answer.count(b"HTTP/1.1") == 1


def test_operators_pages_are_on_their_own_port(stack: Stack, browser: httpx.Client) -> None:
    ops = stack.ops_url("gateway")
    assert httpx.get(f"{ops}/readyz").json() == {
        "ready": True,
        "checks": {"broker": "ok", "sessions": "ok"},
    }
    browser.get("/api/v1/cycles")
    metrics = httpx.get(f"{ops}/metrics").text
    assert 'gateway_requests_total{method="GET",route="/api/v1/cycles",status="2xx"}' in metrics
    assert "gateway_broker_connected 1.0" in metrics
    assert browser.get("/metrics").status_code == 404
