"""Start an instance: the servers, then what they need to hold, then the services."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from deploy.local.current import Steps, fingerprint
from deploy.local.orders import Supervision, start_supervisor
from deploy.local.part import Part, Stage, dump_parts
from deploy.local.places import Instance
from deploy.local.readiness import wait_until_ready
from deploy.local.room import check_room
from deploy.local.runas import write_private
from deploy.local.servers import objects, postgres, rabbitmq
from deploy.local.setting import Setting, settle
from deploy.local.stack_file import write_stack_file

SERVER_PATIENCE = 90.0


def together(*acts: Callable[[], object]) -> None:
    """Run preparing steps side by side; the first failure is raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for future in [pool.submit(act) for act in acts]:
            future.result()


def server_parts(setting: Setting) -> list[Part]:
    """epmd, RabbitMQ, PostgreSQL and the S3 server."""
    return [*rabbitmq.parts(setting), postgres.part(setting), objects.part(setting)]


def start_servers(instance: Instance) -> Setting:
    """Start the three servers of an instance with every account the services need.

    Returns:
        The instance's setting, for whatever is started next.
    """
    setting = settle(instance)
    if not Supervision(instance.record).is_running():
        check_room(instance.state)
    together(
        lambda: postgres.prepare(setting),
        lambda: rabbitmq.prepare(setting),
        lambda: objects.prepare(setting),
    )
    parts = server_parts(setting)
    write_private(instance.record / "parts.json", dump_parts(parts))
    supervision = start_supervisor(instance)
    start_stage(supervision, parts, Stage.NAMES)
    start_stage(supervision, parts, Stage.SERVERS)
    provision(setting)
    write_stack_file(setting)
    return setting


def start_stage(supervision: Supervision, parts: list[Part], stage: Stage) -> None:
    """Start every part of a stage and wait until all of them answer."""
    supervision.order("stage", stage.name)
    wait_until_ready([part for part in parts if part.stage == stage], SERVER_PATIENCE)


def provision(setting: Setting) -> None:
    """Give every service its accounts; what is current is left alone."""
    steps = Steps(setting.instance.record / "steps.json")
    own = "".join(f"{name}={secret}" for name, secret in sorted(setting.secrets.items()))
    states = {
        "postgres": fingerprint(own, setting.deploy / "postgres" / "service.sql"),
        "objects": fingerprint(own, setting.deploy / "minio" / "buckets.toml"),
    }
    acts = {"postgres": postgres.provision, "objects": objects.provision}
    due = [name for name, state in states.items() if not steps.is_current(name, state)]
    if due:
        together(*(lambda name=name: acts[name](setting) for name in due))  # type: ignore[misc]
    for name in due:
        steps.note(name, states[name])


def timed(name: str, act: Callable[[], None]) -> float:
    """Run a step and say how long it took.

    Returns:
        Seconds.
    """
    before = time.monotonic()
    act()
    seconds = time.monotonic() - before
    print(f"{name}：{seconds:.1f} 秒", flush=True)
    return seconds
