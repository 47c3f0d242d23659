"""Runs the probe on the servers of the running instance and looks at what it left behind."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import BigInteger, Column, String, Table, Uuid, create_engine

from deploy.local.client import Stack
from services.chassis.actor import sign_actor
from services.chassis.clock import real_now
from services.chassis.database import metadata
from services.chassis.messaging import names
from services.chassis.messaging.connection import Address, open_channel, open_connection
from services.chassis.schema import create_chassis_tables, grant_runtime
from services.chassis.tables import chassis_tables
from services.contracts.actors import Actor, ActorKind
from services.contracts.envelope import Envelope, Event
from services.contracts.routing import events_exchange, rpc_queue
from tests.support.probe.contract import BULK, HAPPENED, JOBS, SERVICE
from tests.support.probe.hostile import hostile_message
from tests.support.scratch_database import ScratchDatabase

PERSON = Actor(kind=ActorKind.PERSON, person_id=uuid.UUID(int=7), name="样例甲")


EFFECTS = metadata()
chassis_tables(EFFECTS)
Table(
    "probe_effect",
    EFFECTS,
    Column("id", BigInteger, primary_key=True),
    Column("event_id", Uuid),
    Column("note", String),
)


def raw_keys() -> tuple[str, str]:
    """A fresh key pair, base64 of the raw bytes: private, public."""
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    return base64.b64encode(raw[0]).decode(), base64.b64encode(raw[1]).decode()


def eventually(check: Callable[[], Any], seconds: float = 15.0) -> Any:
    """Wait until something is true and return it; fail with what it was last."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < end, f"still {found!r} after {seconds} s"
        time.sleep(0.05)


@dataclass
class Lab:
    """The probe's database, its corner of the broker, and its processes."""

    stack: Stack
    scratch: ScratchDatabase
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gateway_private, gateway_public = raw_keys()
        self.probe_private, probe_public = raw_keys()
        self.public_keys = {"gateway": gateway_public, SERVICE: probe_public}
        self.job_log = self.folder / "jobs.log"
        self.ops_port = _free_port()
        self.broker = open_connection(self.address)
        self.channel = open_channel(self.broker)
        self.channel.confirm_select()

    @property
    def address(self) -> Address:
        """The broker as administrator: the probe has no account of its own."""
        return Address.parse(self.stack.broker_admin_url, "lab")

    def environment(self, **more: str) -> dict[str, str]:
        """What the probe's processes read."""
        return {
            "PATH": os.environ["PATH"],
            "TEPEI_MODE": "test",
            "TEPEI_ACTOR_PUBLIC_KEYS": json.dumps(self.public_keys),
            "TEPEI_BROKER_ADMIN_URL": self.stack.broker_admin_url,
            "PROBE_DATABASE_URL": self.scratch.runtime_url,
            "PROBE_BROKER_URL": self.stack.broker_admin_url,
            "PROBE_ACTOR_PRIVATE_KEY": self.probe_private,
            "PROBE_OPS_PORT": str(self.ops_port),
            "PROBE_JOB_LOG": str(self.job_log),
            **more,
        }

    def start(self, part: str = "service", **environment: str) -> subprocess.Popen[bytes]:
        """Start a part of the probe and wait until it is ready."""
        process = self.launch(part, **environment)
        eventually(lambda: process.poll() is not None or self.page("/readyz")[0] == 200, 30)
        assert process.poll() is None, self.log(part)
        return process

    def launch(self, part: str = "service", **environment: str) -> subprocess.Popen[bytes]:
        """Start a part of the probe."""
        with (self.folder / f"{part}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.probe", part],
                env=self.environment(**environment),
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def supervise(self, process: subprocess.Popen[bytes], restarts: int) -> int:
        """Restart the service whenever it dies, at most so often; returns how often it did."""
        count = 0
        while count < restarts:
            try:
                process.wait(6)
            except subprocess.TimeoutExpired:
                return count
            count += 1
            process = self.launch()
        return count

    def stop(self, process: subprocess.Popen[bytes]) -> float:
        """One SIGTERM; returns the seconds until it was gone."""
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, self.log("service")
        return time.monotonic() - began

    def kill_all(self) -> None:
        """End everything that is still running."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.processes.clear()

    def log(self, part: str = "service") -> str:
        """What a part has written."""
        path = self.folder / f"{part}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def page(self, path: str) -> tuple[int, str]:
        """A page of the operators' door."""
        try:
            with urlopen(f"http://127.0.0.1:{self.ops_port}{path}", timeout=3) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, ""
        except (URLError, OSError):
            return 0, ""

    def metric(self, line: str) -> float:
        """The value of one sample, 0 when there is none."""
        for found in self.page("/metrics")[1].splitlines():
            if found.startswith(line + " "):
                return float(found.rsplit(" ", 1)[1])
        return 0.0

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the probe's database."""
        url = self.scratch.superuser_url.replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    def notes(self) -> list[str]:
        """The marks of handlers that were committed, timers left out."""
        found = self.rows("SELECT note FROM probe_effect WHERE note <> 'tick' ORDER BY id")
        return [row[0] for row in found]

    def depth(self, queue: str) -> int:
        """How many messages are ready in a queue."""
        return int(self.channel.queue_declare(queue, passive=True).message_count)

    def parked(self) -> int:
        """How many messages are parked."""
        return self.depth(names.parked_queue(SERVICE))

    def send(self, body: bytes, exchange: str, key: str, **properties: Any) -> None:
        """Publish raw bytes; properties as AMQP has them."""
        properties.setdefault("message_id", str(uuid.uuid4()))
        message = hostile_message(body, **properties)
        self.channel.basic_publish_confirm(message, exchange, key, mandatory=True)

    def tell(self, event: Event, *, event_id: uuid.UUID | None = None, sequence: int = 1) -> None:
        """Publish an event as the relay would."""
        envelope = Envelope(
            event_id=event_id or uuid.uuid4(),
            event=event.name,
            version=event.version,
            occurred_at=datetime.now(UTC),
            correlation_id="lab",
            aggregate_id=uuid.uuid4(),
            sequence=sequence,
            data=event.model_dump(mode="json"),
        )
        self.send(
            envelope.model_dump_json().encode(),
            events_exchange(event.source),
            event.name,
            message_id=str(envelope.event_id),
        )

    def token(self, actor: Actor = PERSON, *, issuer: str = "gateway") -> str:
        """A token as the gateway signs it."""
        key = self.gateway_private if issuer == "gateway" else self.probe_private
        return sign_actor(key, issuer, actor, real_now() - timedelta(seconds=1), "lab")

    def clean(self) -> None:
        """Empty the probe's queues and tables."""
        for queue in probe_queues():
            self.channel.queue_purge(queue)
        self.rows("TRUNCATE probe_effect, inbox, idempotency, outbox")
        self.job_log.unlink(missing_ok=True)
        for log in self.folder.glob("*.log"):
            log.unlink()


def probe_queues() -> list[str]:
    """All queues of the probe."""
    delays = [names.delay_queue(SERVICE, delay) for delay in names.DELAYS_MS]
    own = [HAPPENED.queue, JOBS.name, BULK.name, rpc_queue(SERVICE)]
    return [*own, *delays, names.parked_queue(SERVICE)]


@contextmanager
def laboratory(stack: Stack, scratch: ScratchDatabase) -> Iterator[Lab]:
    """Everything the probe needs; nothing is left of it at the end."""
    _create_tables(scratch)
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(stack, scratch, Path(folder))
        subprocess.run(
            [sys.executable, "-m", "tests.support.probe", "topology"],
            env=lab.environment(),
            check=True,
            capture_output=True,
        )
        try:
            yield lab
        finally:
            lab.kill_all()
            for queue in probe_queues():
                lab.channel.queue_delete(queue)
            for kind in ("events", "jobs", "parked", "delays", "returns"):
                lab.channel.exchange_delete(f"{SERVICE}.{kind}")
            lab.broker.close()


class _Operations:
    """As much of alembic's operations as the tables' creation needs."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sqltext: str) -> None:
        self._connection.exec_driver_sql(sqltext)

    def get_bind(self) -> Any:
        return self._connection


def _create_tables(scratch: ScratchDatabase) -> None:
    engine = create_engine(scratch.owner_url)
    with engine.begin() as connection:
        create_chassis_tables(_Operations(connection))
        EFFECTS.create_all(connection, tables=[EFFECTS.tables["probe_effect"]])
        grant_runtime(connection, scratch.role, EFFECTS)
    engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
