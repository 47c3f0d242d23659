"""Start an instance: the servers, then what they need to hold, then the services."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor

from deploy.local import environment
from deploy.local.code_copy import prepare_code, prepare_programmes
from deploy.local.current import Steps, fingerprint
from deploy.local.orders import Supervision, start_supervisor
from deploy.local.part import Part, Stage, dump_parts, load_parts
from deploy.local.places import Instance
from deploy.local.readiness import answers, wait_until_ready
from deploy.local.room import check_room
from deploy.local.runas import write_private
from deploy.local.schema import is_current, migrate_and_declare
from deploy.local.servers import mail, objects, postgres, rabbitmq
from deploy.local.setting import Setting, settle
from deploy.local.stack_file import write_stack_file

SERVER_PATIENCE = 90.0
SERVICE_PATIENCE = 120.0


def start_servers(instance: Instance) -> Setting:
    """Start the three servers of an instance with every account the services need.

    Returns:
        The instance's setting, for whatever is started next.
    """
    setting, broker_changed = lay_out(instance)
    supervision = start_supervisor(instance)
    parts = load_parts(instance.record / "parts.json")
    broker_ran = any(answers(part) for part in parts if part.name == "rabbitmq")
    for stage in (Stage.NAMES, Stage.SERVERS):
        supervision.order("stage", stage.name)
        wait_until_ready([part for part in parts if part.stage == stage], SERVER_PATIENCE)
    if broker_changed and broker_ran:
        rabbitmq.import_accounts(setting)
    provision(setting)
    return setting


def start_all(instance: Instance, only: Collection[str] = ()) -> Setting:
    """Start servers and services and wait until every one answers.

    Where accounts, schema and topology are current, the services start while the broker still
    boots: they wait for what they need by themselves.

    Args:
        instance: What to start.
        only: Start these services alone; all when empty.
    """
    setting, broker_changed = lay_out(instance)
    prepare_code(instance.checkout)
    prepare_programmes(instance)
    supervision = start_supervisor(instance)
    if not broker_changed and not due_accounts(setting) and is_current(setting):
        parts = load_parts(instance.record / "parts.json")
        servers = [part for part in parts if part.stage != Stage.SERVICES]
        started = servers + chosen_services(setting, only)
        for part in started:
            supervision.order("start", part.name)
        wait_until_ready(started, SERVICE_PATIENCE)
        return setting
    setting = start_servers(instance)
    migrate_and_declare(setting)
    services = chosen_services(setting, only)
    for part in services:
        supervision.order("start", part.name)
    wait_until_ready(services, SERVICE_PATIENCE)
    return setting


def lay_out(instance: Instance) -> tuple[Setting, bool]:
    """Everything that can be prepared while nothing runs.

    Returns:
        The setting, and whether the broker's accounts are other ones than before.
    """
    setting = settle(instance)
    if not Supervision(instance.record).is_running():
        check_room(instance.state)
    environment.prepare(setting)
    mail.prepare(setting)
    with ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(prepare, setting) for prepare in (postgres.prepare, objects.prepare)]
        broker_changed = rabbitmq.prepare(setting)
    for preparing in slow:
        preparing.result()
    write_private(instance.record / "parts.json", dump_parts(all_parts(setting)))
    write_stack_file(setting)
    return setting, broker_changed


def chosen_services(setting: Setting, only: Collection[str]) -> list[Part]:
    """The services named, or all of them; ``renderer`` stands for every renderer."""
    parts = load_parts(setting.instance.record / "parts.json")
    return [
        part
        for part in parts
        if part.stage == Stage.SERVICES
        and (not only or part.name in only or part.name.partition(".")[0] in only)
    ]


def all_parts(setting: Setting) -> list[Part]:
    """Every part of the instance: name server, servers, services."""
    return [
        *rabbitmq.parts(setting),
        postgres.part(setting),
        objects.part(setting),
        *([mail.part(setting)] if mail.is_wanted() else []),
        *environment.process_parts(setting),
    ]


ACCOUNTS: dict[str, tuple[Callable[[Setting], None], str]] = {
    "postgres": (postgres.provision, "postgres/service.sql"),
    "objects": (objects.provision, "minio/buckets.toml"),
}
"""Server → how its accounts are made, and from which file below ``deploy``."""


def provision(setting: Setting) -> None:
    """Give every service its accounts; what is current is left alone."""
    steps = Steps(setting.instance.record / "steps.json")
    due = due_accounts(setting)
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(ACCOUNTS[name][0], setting) for name in due}
    for name, done in running.items():
        done.result()
        steps.note(name, due[name])


def due_accounts(setting: Setting) -> dict[str, str]:
    """Servers whose accounts are not made from the present secrets and files, with their state."""
    steps = Steps(setting.instance.record / "steps.json")
    own = "".join(f"{name}={secret}" for name, secret in sorted(setting.secrets.items()))
    states = {
        name: fingerprint(own, setting.deploy / source) for name, (_, source) in ACCOUNTS.items()
    }
    return {name: state for name, state in states.items() if not steps.is_current(name, state)}
