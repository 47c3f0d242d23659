"""Start an instance: the servers, then what they need to hold, then the services."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor

from deploy.local import environment
from deploy.local.code_copy import prepare_code
from deploy.local.current import Steps, fingerprint
from deploy.local.orders import Supervision, start_supervisor
from deploy.local.part import Part, Stage, dump_parts
from deploy.local.places import Instance
from deploy.local.readiness import answers, wait_until_ready
from deploy.local.room import check_room
from deploy.local.runas import write_private
from deploy.local.schema import migrate_and_declare
from deploy.local.servers import objects, postgres, rabbitmq
from deploy.local.setting import Setting, settle
from deploy.local.stack_file import write_stack_file

SERVER_PATIENCE = 90.0
SERVICE_PATIENCE = 120.0


def start_servers(instance: Instance) -> Setting:
    """Start the three servers of an instance with every account the services need.

    Returns:
        The instance's setting, for whatever is started next.
    """
    setting = settle(instance)
    if not Supervision(instance.record).is_running():
        check_room(instance.state)
    environment.prepare(setting)
    with ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(prepare, setting) for prepare in (postgres.prepare, objects.prepare)]
        changed = rabbitmq.prepare(setting)
    for preparing in slow:
        preparing.result()
    parts = all_parts(setting)
    broker_ran = any(answers(part) for part in parts if part.name == "rabbitmq")
    write_private(instance.record / "parts.json", dump_parts(parts))
    write_stack_file(setting)
    supervision = start_supervisor(instance)
    for stage in (Stage.NAMES, Stage.SERVERS):
        supervision.order("stage", stage.name)
        wait_until_ready([part for part in parts if part.stage == stage], SERVER_PATIENCE)
    if changed and broker_ran:
        rabbitmq.import_accounts(setting)
    provision(setting)
    return setting


def start_services(setting: Setting, only: Collection[str] = ()) -> list[Part]:
    """Start the services above running servers, migrated and declared, and wait for all.

    Args:
        setting: Of the instance.
        only: Start these alone; all when empty.

    Returns:
        The parts that were started.
    """
    prepare_code(setting.instance.checkout)
    migrate_and_declare(setting)
    supervision = Supervision(setting.instance.record)
    chosen = [
        part
        for part in environment.process_parts(setting)
        if not only or part.name in only or part.name.partition(".")[0] in only
    ]
    for part in chosen:
        supervision.order("start", part.name)
    wait_until_ready(chosen, SERVICE_PATIENCE)
    return chosen


def all_parts(setting: Setting) -> list[Part]:
    """Every part of the instance: name server, servers, services."""
    return [
        *rabbitmq.parts(setting),
        postgres.part(setting),
        objects.part(setting),
        *environment.process_parts(setting),
    ]


def provision(setting: Setting) -> None:
    """Give every service its accounts; what is current is left alone."""
    steps = Steps(setting.instance.record / "steps.json")
    own = "".join(f"{name}={secret}" for name, secret in sorted(setting.secrets.items()))
    states = {
        "postgres": fingerprint(own, setting.deploy / "postgres" / "service.sql"),
        "objects": fingerprint(own, setting.deploy / "minio" / "buckets.toml"),
    }
    acts: dict[str, Callable[[Setting], None]] = {
        "postgres": postgres.provision,
        "objects": objects.provision,
    }
    due = [name for name, state in states.items() if not steps.is_current(name, state)]
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(acts[name], setting) for name in due}
    for name, done in running.items():
        done.result()
        steps.note(name, states[name])
