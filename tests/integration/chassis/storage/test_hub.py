"""The hub of a nameko service never blocks: on queries, on the object store, on sign-ins.

Each probe is a process of its own, because eventlet patches the whole process.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.local.client import Stack
from tests.support.mail_server import MailServer, own_certificate
from tests.support.scratch_database import ScratchDatabase

STALL_LIMIT_SECONDS = 0.05


def probe(name: str, argument: str = "", **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.hub_probe", name, argument],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_hub_ticks_on_during_four_sleeping_queries(scratch: ScratchDatabase) -> None:
    run = probe("sleeping_queries", scratch.runtime_url)
    assert run["answer"] == 4
    assert run["seconds"] < 1.5, "the queries must run beside each other"
    assert run["stall"] < STALL_LIMIT_SECONDS


def test_answers_are_read_while_statements_are_still_being_sent(scratch: ScratchDatabase) -> None:
    """Or both sides wait for ever: `executemany` sends ahead of the answers."""
    assert probe("full_buffers", scratch.runtime_url)["answer"] == 200 * 200_000


def test_the_operators_door_answers_while_a_query_sleeps(scratch: ScratchDatabase) -> None:
    run = probe("operators_door", scratch.runtime_url)
    assert run["answer"] == [200, 200, 200, 0], "the last 0 says: the query was still asleep"


def test_a_server_that_never_answers_ends_in_an_error_and_not_in_a_stall() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        run = probe("connecting_to_nobody", f"postgresql+psycopg://u:p@127.0.0.1:{port}/d")
    assert run["answer"] == "OperationalError"
    assert 4 < run["seconds"] < 8
    assert run["stall"] < STALL_LIMIT_SECONDS


def test_the_hub_ticks_on_during_sign_ins() -> None:
    run = probe("password_hashes")
    assert run["answer"] == 4
    assert run["stall"] < STALL_LIMIT_SECONDS


def test_the_hub_ticks_on_during_uploads(stack: Stack) -> None:
    access, secret = stack.s3_account("documents")
    place = json.dumps([stack.s3_endpoint, access, secret, stack.bucket("documents")])
    run = probe("objects", place)
    assert run["answer"] == 4 * 8_000_000
    assert run["stall"] < STALL_LIMIT_SECONDS, "signing 8 MB holds the hub for its digest"


def test_the_hub_ticks_on_while_a_mail_server_thinks(tmp_path: Path) -> None:
    tls, trusted = own_certificate(tmp_path)
    with MailServer(tls=tls) as server:
        server.seconds = 0.5
        run = probe("slow_mail", str(server.port), SSL_CERT_FILE=str(trusted))
        assert len(server.mails) == 5
    assert run["answer"] == ["sent"] * 4
    assert run["seconds"] < 1.5, "the mails must go out beside each other"
    assert run["stall"] < STALL_LIMIT_SECONDS


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        ("import eventlet; eventlet.monkey_patch()", "HubBlockedError"),
        ("from services.chassis import hub; hub.prepare()", "started"),
        ("", "started"),
    ],
)
def test_a_process_in_which_queries_would_block_the_hub_refuses_to_start(
    first: str, outcome: str
) -> None:
    code = f"""
{first}
import psycopg.waiting
if {bool(first)} and {outcome == "HubBlockedError"}:
    psycopg.waiting.wait = psycopg.waiting.wait_c
from services.chassis.database import Database, HubBlockedError
try:
    Database("postgresql+psycopg://u@127.0.0.1/d")
    print("started")
except HubBlockedError as error:
    print(type(error).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [outcome]
