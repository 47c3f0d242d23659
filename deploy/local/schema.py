"""Bring databases and broker to what the code expects; nothing is done twice."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

from deploy.local.current import Steps, fingerprint
from deploy.local.environment import migration_environment, shared_environment
from deploy.local.runas import run_quietly
from deploy.local.secrets_file import DATABASES
from deploy.local.servers import rabbitmq
from deploy.local.setting import Setting
from deploy.local.supervisor.child import SEARCH_PATH

AT_ONCE = 2
"""Programs side by side; each is busy importing, so more than cores would not help."""


def migrate_and_declare(setting: Setting) -> None:
    """Run every migration and the broker's topology that are not current."""
    steps = Steps(setting.instance.record / "steps.json")
    acts = {f"migrate.{service}": migration(setting, service) for service in DATABASES}
    acts["topology"] = topology(setting)
    states = {step: state for step, (state, _, _) in acts.items()}
    due = [step for step, state in states.items() if not steps.is_current(step, state)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {step: pool.submit(run_module, setting, *acts[step][1:]) for step in due}
    for step, done in running.items():
        done.result()
        steps.note(step, states[step])


def is_current(setting: Setting) -> bool:
    """Whether :func:`migrate_and_declare` would find nothing to do."""
    steps = Steps(setting.instance.record / "steps.json")
    migrations = (
        steps.is_current(f"migrate.{service}", migration(setting, service)[0])
        for service in DATABASES
    )
    return steps.is_current("topology", topology(setting)[0]) and all(migrations)


Program = tuple[str, list[str], dict[str, str]]
"""Fingerprint of what it depends on, words behind ``python -m``, secrets."""


def migration(setting: Setting, service: str) -> Program:
    """The migration of one service; renewed each month, because it makes the coming partitions."""
    services = setting.instance.checkout.root / "services"
    state = fingerprint(
        time.strftime("%Y-%m", time.gmtime()),
        services / service / "migrations",
        services / "chassis" / "schema.py",
        services / "chassis" / "migrate.py",
    )
    words = ["services.chassis.migrate", service]
    return state, words, migration_environment(setting, service)


def topology(setting: Setting) -> Program:
    """The declaration of every exchange, queue and binding."""
    services = setting.instance.checkout.root / "services"
    state = fingerprint(
        services / "contracts" / "routing.py",
        services / "contracts" / "events",
        services / "chassis" / "topology.py",
        services / "chassis" / "messaging" / "names.py",
    )
    address = {"TEPEI_BROKER_ADMIN_URL": rabbitmq.admin_url(setting)}
    return state, ["services.chassis.topology"], address


def run_module(setting: Setting, words: list[str], secrets: dict[str, str]) -> str:
    """Run a module of the services once, as their user, and return what it prints."""
    checkout = setting.instance.checkout
    environment = {"PATH": os.environ.get("PATH", SEARCH_PATH)}
    environment |= shared_environment(setting) | secrets
    return run_quietly(
        [str(checkout.python), "-m", *words],
        setting.services,
        cwd=checkout.code,
        env=environment,
    )
