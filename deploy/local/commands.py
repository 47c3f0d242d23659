"""The command line of the native stack: one function per command, one table for all."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.faults import StackError
from deploy.local.locking import only_one
from deploy.local.places import Checkout, Instance, instance_of, this_checkout

Words = list[str]
LOCK_PATIENCE = 240.0


def setup(instance: Instance, words: Words) -> int:
    """Install what is missing."""
    from deploy.local.setup import ensure_setup

    ensure_setup(instance.checkout, words)
    return 0


def infra(instance: Instance, words: Words) -> int:
    """Start RabbitMQ, PostgreSQL and the S3 server of an instance with all accounts."""
    from deploy.local.start import start_servers

    with only_one(instance.record / "lock", LOCK_PATIENCE):
        start_servers(instance)
    print(f"实例 {instance.name} 的服务器已就绪，地址见 {instance.record / 'stack.json'}")
    return 0


def up(instance: Instance, words: Words) -> int:
    """Start everything of an instance, or only the services named."""
    from deploy.local import show
    from deploy.local.demo_people import show_people
    from deploy.local.start import start_servers, start_services

    began = time.monotonic()
    with only_one(instance.record / "lock", LOCK_PATIENCE):
        setting = start_servers(instance)
        start_services(setting, words)
    show.show_addresses(instance)
    show_people(setting)
    print(f"用时 {time.monotonic() - began:.1f} 秒")
    return 0


def down(instance: Instance, words: Words) -> int:
    """Stop everything of an instance."""
    from deploy.local.orders import stop_everything

    ran = stop_everything(instance)
    print(f"实例 {instance.name}：{'已全部停止' if ran else '没有在运行'}")
    return 0


def status(instance: Instance, words: Words) -> int:
    """Show a table of the parts."""
    from deploy.local.show import show_status

    show_status(instance)
    return 0


def logs(instance: Instance, words: Words) -> int:
    """Follow the log of one part."""
    from deploy.local.show import follow_log

    follow_log(instance, words[0] if words else "")
    return 0


def reset(instance: Instance, words: Words) -> int:
    """Forget one instance, or with ``all`` everything of the checkout."""
    from deploy.local.reset import reset_checkout, reset_instance

    if words == ["all"]:
        reset_checkout(instance.checkout)
    else:
        reset_instance(instance)
    return 0


def order(word: str) -> Command:
    """A command that tells one or more parts something."""

    def act(instance: Instance, words: Words) -> int:
        from deploy.local.client import Stack

        stack = Stack.load(instance.name)
        for part in words:
            getattr(stack, word)(part)
        return 0

    act.__doc__ = f"{word.capitalize()} the parts named."
    return act


def broker(instance: Instance, words: Words) -> int:
    """Run ``rabbitmqctl`` against the instance's node."""
    from deploy.local.servers.rabbitmq import control
    from deploy.local.setting import settle

    print(control(settle(instance), *words), end="")
    return 0


def run(instance: Instance, words: Words) -> int:
    """Run a Python module under the environment, with ``TEPEI_INSTANCE`` set."""
    python = instance.checkout.python
    os.environ["TEPEI_INSTANCE"] = instance.name
    os.execv(python, [str(python), "-m", *words])


def test(instance: Instance, words: Words) -> int:
    """Run test layers, on an instance where they need one."""
    from deploy.local.layers import run_layers

    return run_layers(instance, words)


def check(instance: Instance, words: Words) -> int:
    """Run the static checks."""
    from deploy.local.layers import run_checks

    return run_checks(instance.checkout)


def lock(instance: Instance, words: Words) -> int:
    """Resolve the requirements again."""
    from deploy.local.virtualenv import compile_locks

    compile_locks(instance.checkout)
    return 0


Command = Callable[[Instance, Words], int]


@dataclass(frozen=True)
class Entry:
    """A command and whether it runs under the virtual environment."""

    act: Command
    in_environment: bool = True


COMMANDS: dict[str, Entry] = {
    "setup": Entry(setup, in_environment=False),
    "infra": Entry(infra),
    "up": Entry(up),
    "down": Entry(down, in_environment=False),
    "status": Entry(status, in_environment=False),
    "logs": Entry(logs, in_environment=False),
    "reset": Entry(reset, in_environment=False),
    "broker": Entry(broker),
    "run": Entry(run),
    "test": Entry(test),
    "check": Entry(check),
    "lock": Entry(lock),
    **{
        word: Entry(order(word), in_environment=False)
        for word in ("start", "stop", "kill", "pause", "resume", "restart")
    },
}


def main(words: Sequence[str]) -> int:
    """Run a command.

    Returns:
        The exit code, see :class:`ExitCode`.
    """
    parser = argparse.ArgumentParser(prog="python3 -m deploy.local")
    parser.add_argument("--instance", default="main")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    arguments = parser.parse_args(words)
    entry = COMMANDS[arguments.command]
    try:
        checkout = this_checkout()
        instance = instance_of(checkout, arguments.instance)
        if entry.in_environment:
            enter_environment(checkout, words)
        return entry.act(instance, arguments.words)
    except StackError as fault:
        print(f"错误：{fault.message}", file=sys.stderr)
        return fault.code


def enter_environment(checkout: Checkout, words: Sequence[str]) -> None:
    """Set up what is missing and go on under the virtual environment's Python."""
    from deploy.local.setup import ensure_setup

    if Path(sys.prefix).resolve() == checkout.venv.resolve():
        return
    ensure_setup(checkout)
    os.execv(checkout.python, [str(checkout.python), "-m", "deploy.local", *words])
