"""The containers' jobs and processes, run without an engine against the native servers.

Each gets exactly the words and the environment of docker-compose.yml. Only addresses and folders
are replaced, since the names of containers resolve nowhere here.
"""

from __future__ import annotations

import base64
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from deploy.compose.env import secret_variables
from deploy.images.ready import is_ready
from deploy.local.client import Stack
from deploy.local.ports import can_listen
from deploy.rabbitmq.definitions import hash_password
from tests.integration.stack.conftest import ROOT, started_instance
from tests.support.compose_file import CHOSEN, filled, written

ANOTHER_ADDRESS = "127.0.0.2"
"""Who listens on 127.0.0.1 alone does not answer here; who listens everywhere does."""

START_SECONDS = 60.0
IMAGE_VARIABLES = {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
SEARCH_PATH = f"{Path(sys.prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin"


class Containers:
    """What docker-compose.yml would run, with the secrets of a running instance."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        secrets = json.loads((stack.record / "secrets.json").read_text(encoding="utf-8"))
        self.values = CHOSEN | secret_variables(secrets) | {"GRAFANA_ADMIN_PASSWORD": "unused"}
        self.folder = folder
        ports = stack.facts["ports"]
        self._here = {
            "@postgres:5432": f"@127.0.0.1:{ports['postgres']}",
            "@rabbitmq:5672": f"@127.0.0.1:{ports['amqp']}",
            "minio:9000": f"127.0.0.1:{ports['s3']}",
            "/app/": f"{ROOT}/",
            "/var/lib/tepei/": f"{folder}/",
        }
        self._postgres = {"PGHOST": "127.0.0.1", "PGPORT": str(ports["postgres"])}
        self._services: dict[str, Any] = filled(written()["services"], self.values)

    def command(self, name: str) -> list[str]:
        """The words of a container; the image's entry point is `python -m`."""
        row = self._services[name]
        if "entrypoint" not in row:
            return [sys.executable, "-m", *map(self._local, row["command"])]
        script = row["entrypoint"][1]
        mounted = {v.split(":")[1]: v.split(":")[0] for v in row["volumes"]}
        return [row["entrypoint"][0], str(ROOT / mounted[script]), *row["command"]]

    def environment(self, name: str, changes: Mapping[str, str] | None = None) -> dict[str, str]:
        """The settings of a container, and nothing of this machine's but its search path."""
        given = {
            key: self._local(text) for key, text in self._services[name]["environment"].items()
        }
        place = self._postgres if "PGHOST" in given else {}
        home = {"HOME": str(self.folder), "TMPDIR": str(self.folder), "PATH": SEARCH_PATH}
        return {**IMAGE_VARIABLES, **home, **given, **place, **(changes or {})}

    def _local(self, text: str) -> str:
        for theirs, ours in self._here.items():
            text = text.replace(theirs, ours)
        return text

    def run(self, name: str) -> str:
        """Run a job to its end."""
        done = subprocess.run(
            self.command(name),
            cwd=ROOT,
            env=self.environment(name),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, name: str, changes: Mapping[str, str]) -> Iterator[None]:
        """A process is ready inside the block and stops cleanly after it."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                self.command(name),
                cwd=ROOT,
                env=self.environment(name, changes),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        port = int(next(changes[key] for key in changes if key.endswith("OPS_PORT")))
        try:
            wait_for(lambda: is_ready(ANOTHER_ADDRESS, port), process, log)
            yield
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, log.read_text(encoding="utf-8")
        finally:
            process.kill()
            process.wait()


def wait_for(done: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not done():
        said = log.read_text(encoding="utf-8")
        assert process.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    assert can_listen(port)
    return str(port)


@pytest.fixture(scope="module")
def servers() -> Iterator[Stack]:
    """An instance of its own: the jobs write its databases and broker."""
    yield from started_instance("containers")


@pytest.fixture(scope="module")
def containers(servers: Stack, tmp_path_factory: pytest.TempPathFactory) -> Containers:
    folder = tmp_path_factory.mktemp("containers")
    for mounted in ("audit", "broker"):
        (folder / mounted).mkdir()
    return Containers(servers, folder)


def test_the_definitions_are_for_the_brokers_eyes_only(containers: Containers) -> None:
    containers.run("broker-definitions")
    file = containers.folder / "broker" / "definitions.json"
    assert file.stat().st_mode & 0o777 == 0o640
    users = {user["name"]: user for user in json.loads(file.read_text("utf-8"))["users"]}
    for name, user in users.items():
        secret = containers.values[f"{name.upper()}_BROKER_PASSWORD"]
        salt = base64.b64decode(user["password_hash"])[:4]
        assert hash_password(secret, salt) == user["password_hash"]
    assert "guest" not in users


def test_the_databases_can_be_made_again_and_again(containers: Containers, servers: Stack) -> None:
    shown = containers.run("databases")
    assert containers.run("databases") == shown
    for service in ("accounts", "gateway"):
        with psycopg.connect(servers.service_url(service).replace("+psycopg", "")) as line:
            assert line.execute("SELECT current_user").fetchone() == (service,)


def test_the_buckets_can_be_made_again_and_again(containers: Containers) -> None:
    assert containers.run("buckets") == containers.run("buckets")


def test_a_job_without_its_secret_fails(containers: Containers) -> None:
    for name, lacking in (
        ("buckets", "S3_ROOT_PASSWORD"),
        ("databases", "QUOTAS_OWNER_PASSWORD"),
        ("broker-definitions", "QUOTAS_BROKER_PASSWORD"),
        ("migrate-quotas", "QUOTAS_MIGRATION_DATABASE_URL"),
        ("topology", "TEPEI_BROKER_ADMIN_URL"),
    ):
        given = containers.environment(name)
        del given[lacking]
        done = subprocess.run(
            containers.command(name), cwd=ROOT, env=given, capture_output=True, check=False
        )
        assert done.returncode != 0, name


def test_a_question_passes_from_the_gateway_to_a_service_and_back(containers: Containers) -> None:
    for job in ("migrate-quotas", "migrate-gateway", "topology"):
        containers.run(job)
    site = free_port()
    own = {"QUOTAS_OPS_PORT": free_port()}
    edge = {"GATEWAY_OPS_PORT": free_port(), "GATEWAY_PORT": site}
    with containers.running("quotas", own), containers.running("gateway", edge):
        address = f"http://{ANOTHER_ADDRESS}:{site}/api/v1/cycles"
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert json.loads(answer.read()) == {"cycles": []}


def test_the_database_server_understands_the_rules_of_containers(servers: Stack) -> None:
    file = Path(servers.facts["state"]) / "postgres" / "pg_hba.conf"
    own = file.read_text(encoding="utf-8")
    asked = "SELECT type, address, auth_method, error FROM pg_hba_file_rules"
    with psycopg.connect(servers.superuser_url.replace("+psycopg", "")) as line:
        try:
            rules = ROOT / "deploy" / "postgres" / "pg_hba.network.conf"
            file.write_text(rules.read_text(encoding="utf-8"), encoding="utf-8")
            found = line.execute(asked).fetchall()
        finally:
            file.write_text(own, encoding="utf-8")
    assert [row for row in found if row[2] != "scram-sha-256" or row[3]] == []
    assert {("local", None), ("host", "samenet")} <= {(row[0], row[1]) for row in found}
