"""A renderer process on the real broker, database and store: a job goes in, a file comes out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from uuid import uuid4

import pytest

from deploy.local.client import Stack
from services.chassis.causes import WorkJob
from services.chassis.messaging.connection import (
    Address,
    close_quietly,
    message_of,
    open_channel,
    open_connection,
)
from services.chassis.objects import MinioObjectStore
from services.chassis.topology import declare
from services.contracts.requests.applications_prints import PrintCopy
from services.contracts.requests.documents import DocumentState
from services.contracts.routing import RENDER_BULK_QUEUE, jobs_exchange
from services.documents.app import BUCKET, DocumentsApp, DocumentsSettings
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow
from tests.factories.documents import a_print_copy
from tests.integration.documents.neighbour import neighbour
from tests.integration.documents.story import Story, hear
from tests.support.scratch_database import ScratchDatabase, running_stack

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def stack() -> Stack:
    stack = running_stack()
    connection = open_connection(Address.parse(stack.broker_admin_url, "topology of the tests"))
    declare(connection)
    close_quietly(connection)
    return stack


@pytest.fixture
def quiet(stack: Stack) -> Iterator[None]:
    """Nobody else takes the job or answers the question, should the services run as well."""
    with ExitStack() as stopped:
        for name, part in stack.status().items():
            if part["pid"] and name.startswith(("renderer.", "applications")):
                stopped.enter_context(stack.stopped(name))
        yield


@pytest.fixture
def environment(stack: Stack, scratch: ScratchDatabase) -> dict[str, str]:
    """What the supervisor gives a renderer, but on the scratch database."""
    return {
        **stack.environment("renderer.1"),
        "PATH": os.environ["PATH"],
        "TEPEI_MODE": "test",
        "TEPEI_PROGRAMMES_DIR": str(ROOT / "programmes"),
        "DOCUMENTS_DATABASE_URL": scratch.runtime_url,
    }


@contextmanager
def renderer(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "services.documents.render", "--ops-port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(lambda: is_ready(port), seconds=40)
        yield process, port
    finally:
        process.kill()
        process.wait()


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(done: Callable[[], bool], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def enqueue(stack: Stack, row: PrintRow) -> None:
    job = WorkJob(
        uuid4(), RENDER_BULK_QUEUE.name, "k", "a-story", {"document_id": str(row.document_id)}
    )
    connection = open_connection(Address.parse(stack.broker_admin_url, "relay of the tests"))
    body = json.dumps(job.to_wire()).encode()
    channel = open_channel(connection)
    properties = {"content_type": "application/json", "delivery_mode": 2}
    channel.basic_publish(
        message_of(body, **properties), jobs_exchange("documents"), RENDER_BULK_QUEUE.name
    )
    close_quietly(connection)


def the_print(app: DocumentsApp, story: Story) -> PrintRow:
    with app.uow() as tx:
        return documents.of_application(tx.session, story.application_id)[0]


@pytest.mark.usefixtures("quiet")
def test_a_job_becomes_a_file_in_the_store_and_sigterm_ends_cleanly(
    app: DocumentsApp, stack: Stack, environment: dict[str, str]
) -> None:
    story = Story()
    hear(app, story.submitted())
    asked = the_print(app, story)
    with (
        renderer(environment) as (process, port),
        neighbour(stack.broker_admin_url, PrintCopy, a_print_copy) as tokens,
    ):
        enqueue(stack, asked)
        wait_for(lambda: the_print(app, story).state is not DocumentState.PENDING, seconds=30)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:
            metrics = page.read().decode()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=25) == 0

    made = the_print(app, story)
    assert (made.state, made.pages) == (DocumentState.READY, 4)
    assert len(tokens) == 1
    for key in ("DATABASE_URL", "BROKER_URL", "ACTOR_PRIVATE_KEY", "S3_SECRET_KEY"):
        assert environment[f"DOCUMENTS_{key}"] not in metrics
    assert 'documents_renders_total{kind="APPLICANT_COPY",outcome="ready"} 1.0' in metrics
    store = MinioObjectStore.from_settings(settings_from(environment), BUCKET)
    content = store.get(str(made.object_key))
    assert content.startswith(b"%PDF")
    assert len(content) == made.size_bytes
    store.delete(str(made.object_key))


def settings_from(environment: dict[str, str]) -> DocumentsSettings:
    given = {
        key.removeprefix("DOCUMENTS_").removeprefix("TEPEI_").lower(): value
        for key, value in environment.items()
        if key in {"DOCUMENTS_DATABASE_URL", "DOCUMENTS_BROKER_URL", "DOCUMENTS_S3_ACCESS_KEY",
                   "DOCUMENTS_S3_SECRET_KEY", "TEPEI_S3_ENDPOINT", "TEPEI_S3_SECURE"}
    }  # fmt: skip
    return DocumentsSettings.model_validate(given)
