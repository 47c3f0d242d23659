"""Reach a running instance: addresses, accounts and orders to its parts.

Used by the integration, chaos and bench tests, the demo and the audit::

    stack = Stack.load("test")
    stack.service_url("review")          # SQLAlchemy address of its run-time role
    stack.kill("rabbitmq")               # SIGKILL; the supervisor starts it again
    with stack.stopped("postgres"): ...
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from deploy.local.faults import ExitCode, StackError
from deploy.local.orders import Supervision
from deploy.local.part import Part, load_parts
from deploy.local.places import instance_of, this_checkout
from deploy.local.readiness import answers, wait_until_ready
from deploy.local.supervisor.child import read_environment

Account = tuple[str, str]
"""S3 access key and secret key."""


@dataclass(frozen=True)
class Stack:
    """One instance, as ``stack.json`` describes it.

    Attributes:
        record: The instance's folder below ``.local``.
        facts: The content of ``stack.json``.
    """

    record: Path
    facts: dict[str, Any]

    @classmethod
    def load(cls, instance: str = "test") -> Self:
        """The instance of this checkout.

        Raises:
            StackError: It was never started.
        """
        record = instance_of(this_checkout(), instance).record
        path = record / "stack.json"
        if not path.exists():
            raise StackError(ExitCode.NOT_RUNNING, f"实例 {instance} 没有启动过。")
        return cls(record, json.loads(path.read_text(encoding="utf-8")))

    @property
    def gateway_url(self) -> str:
        """``http://127.0.0.1:…`` of the web gateway."""
        return str(self.facts["gateway_url"])

    @property
    def logs(self) -> Path:
        """Folder with ``<part>.log``."""
        return Path(self.facts["logs"])

    def service_url(self, service: str) -> str:
        """SQLAlchemy address of a service's database as its run-time role."""
        return str(self.facts["postgres"]["urls"][service])

    def owner_url(self, service: str) -> str:
        """The same as the owner, who may change the schema."""
        return str(self.facts["postgres"]["owner_urls"][service])

    @property
    def superuser_url(self) -> str:
        """SQLAlchemy address of the cluster as superuser."""
        return str(self.facts["postgres"]["superuser_url"])

    def broker_url(self, user: str) -> str:
        """AMQP address as a service or as ``gateway``."""
        return str(self.facts["broker"]["urls"][user])

    @property
    def broker_admin_url(self) -> str:
        """AMQP address as the administrator."""
        return str(self.facts["broker"]["admin_url"])

    @property
    def s3_endpoint(self) -> str:
        """Host and port of the S3 server."""
        return str(self.facts["s3"]["endpoint"])

    @property
    def s3_region(self) -> str:
        """Region that S3 signatures name."""
        return str(self.facts["s3"]["region"])

    def s3_account(self, service: str | None = None) -> Account:
        """Keys of a service's S3 user, or of the root user."""
        users = self.facts["s3"]
        access, secret = users["users"][service] if service else users["root"]
        return access, secret

    def bucket(self, service: str) -> str:
        """The bucket of a service."""
        return str(self.facts["s3"]["buckets"][service])

    def ops_url(self, process: str) -> str:
        """Base address of a process's health and metrics pages."""
        part = self.part(process)
        return f"http://127.0.0.1:{part.ready.port}"

    def environment(self, process: str) -> dict[str, str]:
        """The whole environment a process was started with; holds secrets."""
        part = self.part(process)
        file = part.environment_file
        return part.environment | (read_environment(file) if file else {})

    def parts(self) -> list[Part]:
        """Every part of the instance."""
        return load_parts(self.record / "parts.json")

    def part(self, name: str) -> Part:
        """One part.

        Raises:
            KeyError: There is none of that name.
        """
        return {part.name: part for part in self.parts()}[name]

    def status(self) -> dict[str, Any]:
        """State, pid, restarts and last exit code of every part."""
        parts: dict[str, Any] = self._supervision.status()["parts"]
        return parts

    def supervisor_pid(self) -> int:
        """Process id of the supervisor."""
        return int(self._supervision.status()["supervisor"]["pid"])

    def kill(self, name: str, *, hold: bool = False) -> None:
        """SIGKILL a part with everything below it.

        Args:
            name: The part.
            hold: Leave it dead until :meth:`start`; else the supervisor starts it again.
        """
        if hold:
            self._order("hold", name)
        self._order("kill", name)

    def stop(self, name: str, seconds: float = 30.0) -> None:
        """Ask a part to finish and wait until it has; it stays down until :meth:`start`."""
        self._order("stop", name)
        deadline = time.monotonic() + seconds
        while self.status()[name]["pid"]:
            if time.monotonic() > deadline:
                raise StackError(ExitCode.PART, f"{name} 在 {seconds:.0f} 秒内没有停下。")
            time.sleep(0.05)

    def start(self, name: str, seconds: float = 60.0) -> None:
        """Start a part and wait until it answers."""
        self._order("start", name)
        self.wait_ready(name, seconds=seconds)

    def restart(self, name: str) -> None:
        """Stop, then start."""
        self.stop(name)
        self.start(name)

    def pause(self, name: str) -> None:
        """SIGSTOP a part with everything below it."""
        self._order("pause", name)

    def resume(self, name: str) -> None:
        """Let a paused part go on."""
        self._order("resume", name)

    @contextmanager
    def stopped(self, name: str) -> Iterator[None]:
        """A part is down inside the block."""
        self.stop(name)
        try:
            yield
        finally:
            self.start(name)

    @contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """A part is frozen inside the block."""
        self.pause(name)
        try:
            yield
        finally:
            self.resume(name)

    def wait_ready(self, *names: str, seconds: float = 60.0) -> None:
        """Wait until the named parts answer; all of them when none is named."""
        wait_until_ready(
            [part for part in self.parts() if not names or part.name in names], seconds
        )

    def is_ready(self, name: str) -> bool:
        """Whether a part answers now."""
        return answers(self.part(name))

    def set_clock_offset(self, seconds: int) -> None:
        """Move the business time of all processes; they notice within a second."""
        path = Path(self.facts["clock_file"])
        fresh = path.with_suffix(".new")
        fresh.write_text(f"{seconds}\n", encoding="utf-8")
        fresh.chmod(0o644)
        fresh.replace(path)

    @property
    def _supervision(self) -> Supervision:
        return Supervision(self.record)

    def _order(self, word: str, name: str) -> None:
        self._supervision.order(word, name)
