"""The environment of every process: one file each, holding only its own secrets."""

from __future__ import annotations

import json
import os
from pathlib import Path

from deploy.local.part import Part, Ready, Stage
from deploy.local.processes import PROCESSES, SECRETS, Process, copies
from deploy.local.runas import make_folder, write_private
from deploy.local.secrets_file import SIGNERS, public_key
from deploy.local.servers import mail, objects, postgres
from deploy.local.setting import LOOPBACK, Setting
from deploy.local.stack_file import clock_file

PASSED_THROUGH = ("TEPEI_LOG_LEVEL", "TEPEI_LOG_FORMAT", "TEPEI_CLOCK_OFFSET_SECONDS")
"""Settings the caller of `make up` may give for all processes."""


def mode_of(instance: str) -> str:
    """Mode of an instance: the main one is for showing, every other for tests."""
    return os.environ.get("TEPEI_MODE") or ("demo" if instance == "main" else "test")


def shared_environment(setting: Setting) -> dict[str, str]:
    """What all processes read; nothing of it is secret."""
    instance = setting.instance
    home = instance.state / "home"
    keys = {name: public_key(setting.secrets[f"{name}.actor_key"]) for name in SIGNERS}
    mode = mode_of(instance.name)
    clock = {} if mode == "production" else {"TEPEI_CLOCK_OFFSET_FILE": clock_file(instance)}
    given = {name: os.environ[name] for name in PASSED_THROUGH if name in os.environ}
    password_cost = "standard" if mode == "production" else "light"
    return {
        "TEPEI_MODE": mode,
        "ACCOUNTS_PASSWORD_COST": password_cost,
        "TEPEI_PROGRAMMES_DIR": str(instance.programmes),
        "TEPEI_S3_ENDPOINT": objects.address(setting),
        "TEPEI_S3_PUBLIC_ENDPOINT": objects.address(setting),
        "TEPEI_S3_SECURE": "false",
        "TEPEI_S3_REGION": objects.REGION,
        "TEPEI_ACTOR_PUBLIC_KEYS": json.dumps(keys, separators=(",", ":")),
        "TEPEI_PUBLIC_URL": f"http://{LOOPBACK}:{setting.ports['gateway']}",
        "TEPEI_AUDIT_HEAD_DIR": str(instance.state / "audit"),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TMPDIR": str(instance.state / "tmp"),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
        **clock,
        **given,
    }


def prepare(setting: Setting) -> None:
    """Make the folders of the services; the clock's is readable by them and writable by us."""
    state, owner = setting.instance.state, setting.services
    for name in ("home", "tmp", "audit"):
        make_folder(state / name, owner)
    make_folder(state / "environment", owner)
    clock = Path(clock_file(setting.instance))
    make_folder(clock.parent, None, 0o755)
    if not clock.exists():
        clock.write_text("0\n", encoding="utf-8")
        clock.chmod(0o644)


def process_parts(setting: Setting) -> list[Part]:
    """The supervised parts of all processes, their environment files written."""
    shared = shared_environment(setting)
    return [
        process_part(setting, process, name, shared)
        for process in PROCESSES
        for name in copies(process)
    ]


def process_part(setting: Setting, process: Process, name: str, shared: dict[str, str]) -> Part:
    """One process as the supervisor runs it."""
    checkout = setting.instance.checkout
    port = setting.ports[f"ops.{name}"]
    own = {f"{process.prefix}{process.ops}": str(port)}
    if process.name == "gateway":
        own["GATEWAY_PORT"] = str(setting.ports["gateway"])
    if process.name == "notices" and mail.is_wanted():
        own |= mail.settings_of_sender(setting)
    return Part(
        name=name,
        argv=(str(checkout.python), "-m", *process.module),
        stage=Stage.SERVICES,
        ready=Ready("http", port, "/readyz"),
        folder=checkout.code,
        log=setting.log(name),
        environment=shared | own,
        environment_file=secrets_of(setting, process, name),
        user=setting.services,
    )


def secrets_of(setting: Setting, process: Process, name: str) -> Path:
    """Write the file with a process's secrets and return its path."""
    path = setting.instance.state / "environment" / f"{name}.env"
    lines = [
        f"{process.prefix}{variable}={SECRETS[variable](setting, process.service)}\n"
        for variable in process.holds
    ]
    write_private(path, "".join(lines), setting.services)
    return path


def migration_environment(setting: Setting, service: str) -> dict[str, str]:
    """What a migration of a service holds: the owner's address and nothing else."""
    variable = f"{service.upper()}_MIGRATION_DATABASE_URL"
    return {variable: postgres.url(setting, service, owner=True)}
