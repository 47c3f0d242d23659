"""The processes above the servers, as data: what runs, with which settings, holding which secrets.

The container files are compared with this table by a test.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from deploy.local.faults import ExitCode, StackError
from deploy.local.ports import MOST_WORKERS
from deploy.local.secrets_file import BUCKET_OF, SERVICES
from deploy.local.servers import postgres, rabbitmq
from deploy.local.setting import Setting

Source = Callable[[Setting, str], str]
"""Finds the value of a secret for one service."""


def kept(name: str) -> Source:
    """A source that looks up ``<service>.<name>`` among the instance's secrets."""
    return lambda setting, service: setting.secrets[f"{service}.{name}"]


SECRETS: dict[str, Source] = {
    "DATABASE_URL": postgres.url,
    "BROKER_URL": rabbitmq.url,
    "ACTOR_PRIVATE_KEY": kept("actor_key"),
    "AUDIT_KEY": kept("audit_key"),
    "S3_ACCESS_KEY": lambda _setting, service: service,
    "S3_SECRET_KEY": kept("s3"),
    "ID_KEY": kept("id_key"),
    "ID_INDEX_KEY": kept("id_index_key"),
    "SESSION_KEY": kept("session_key"),
}
"""Every secret a process can hold, by the part of its variable behind ``<SERVICE>_``."""

OWN = ("DATABASE_URL", "BROKER_URL", "ACTOR_PRIVATE_KEY", "AUDIT_KEY")
OBJECTS = ("S3_ACCESS_KEY", "S3_SECRET_KEY")
FURTHER = {"applications": ("ID_KEY", "ID_INDEX_KEY"), "accounts": ("ID_INDEX_KEY",)}


@dataclass(frozen=True)
class Process:
    """One row of the process table.

    Attributes:
        name: What people call it; also the name of its log.
        module: Words behind ``python -m``.
        service: Whose settings, database and broker user it has.
        holds: Its secrets, keys of :data:`SECRETS`.
        ops: Variable that names the port of its health and metrics pages.
        count: Variable that says how many of them run, where several may.
    """

    name: str
    module: tuple[str, ...]
    service: str
    holds: tuple[str, ...]
    ops: str
    count: str = ""

    @property
    def prefix(self) -> str:
        """Prefix of its settings."""
        return f"{self.service.upper()}_"


def service_row(service: str) -> Process:
    """The row of a nameko service."""
    objects = OBJECTS if service in BUCKET_OF else ()
    return Process(
        name=service,
        module=("services.chassis.runner", service),
        service=service,
        holds=(*OWN, *objects, *FURTHER.get(service, ())),
        ops="OPS_PORT",
    )


PROCESSES: tuple[Process, ...] = (
    *(service_row(service) for service in SERVICES),
    Process(
        name="checker",
        module=("services.applications.checker",),
        service="applications",
        holds=(*OWN, *OBJECTS, *FURTHER["applications"]),
        ops="CHECKER_OPS_PORT",
        count="TEPEI_CHECKERS",
    ),
    Process(
        name="renderer",
        module=("services.documents.render",),
        service="documents",
        holds=(*OWN, *OBJECTS),
        ops="RENDERER_OPS_PORT",
        count="TEPEI_RENDERERS",
    ),
    Process(
        name="gateway",
        module=("services.gateway",),
        service="gateway",
        holds=("DATABASE_URL", "BROKER_URL", "ACTOR_PRIVATE_KEY", "SESSION_KEY"),
        ops="OPS_PORT",
    ),
)


def copies(process: Process) -> list[str]:
    """Names of the part or parts a row stands for: ``gateway``, or ``renderer.1``, ….

    Raises:
        StackError: The number asked for is not between 1 and 16.
    """
    if not process.count:
        return [process.name]
    asked = os.environ.get(process.count, "1")
    if not asked.isdigit() or not 1 <= int(asked) <= MOST_WORKERS:
        raise StackError(ExitCode.PART, f"{process.count} 应为 1 至 {MOST_WORKERS} 的整数。")
    return [f"{process.name}.{number + 1}" for number in range(int(asked))]
