"""The command line of the native stack: one function per command, one table for all."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local import layers, show
from deploy.local.client import Stack
from deploy.local.demo_people import show_people
from deploy.local.faults import StackError
from deploy.local.locking import only_one
from deploy.local.orders import stop_everything
from deploy.local.places import Checkout, Instance, instance_of, this_checkout
from deploy.local.reset import reset_checkout, reset_instance
from deploy.local.servers import rabbitmq
from deploy.local.setting import settle
from deploy.local.setup import ensure_setup
from deploy.local.start import start_all, start_servers
from deploy.local.virtualenv import compile_locks

LOCK_PATIENCE = 240.0


@dataclass(frozen=True)
class Call:
    """What a command was called with."""

    instance: Instance
    words: list[str]


def setup(call: Call) -> int:
    """Install what is missing."""
    ensure_setup(call.instance.checkout, call.words)
    return 0


def infra(call: Call) -> int:
    """Start RabbitMQ, PostgreSQL and the S3 server of an instance with all accounts."""
    instance = call.instance
    with only_one(instance.record / "lock", LOCK_PATIENCE):
        start_servers(instance)
    print(f"实例 {instance.name} 的服务器已就绪，地址见 {instance.record / 'stack.json'}")
    return 0


def up(call: Call) -> int:
    """Start everything of an instance, or only the services named."""
    began = time.monotonic()
    with only_one(call.instance.record / "lock", LOCK_PATIENCE):
        setting = start_all(call.instance, call.words)
    show.show_addresses(call.instance)
    show_people(setting)
    print(f"用时 {time.monotonic() - began:.1f} 秒")
    return 0


def down(call: Call) -> int:
    """Stop everything of an instance."""
    ran = stop_everything(call.instance)
    print(f"实例 {call.instance.name}：{'已全部停止' if ran else '没有在运行'}")
    return 0


def status(call: Call) -> int:
    """Show a table of the parts."""
    show.show_status(call.instance)
    return 0


def logs(call: Call) -> int:
    """Follow the log of one part."""
    show.follow_log(call.instance, "".join(call.words[:1]))
    return 0


def reset(call: Call) -> int:
    """Forget one instance, or with ``all`` everything of the checkout."""
    if call.words == ["all"]:
        reset_checkout(call.instance.checkout)
    else:
        reset_instance(call.instance)
    return 0


def broker(call: Call) -> int:
    """Run ``rabbitmqctl`` against the instance's node."""
    print(rabbitmq.control(settle(call.instance), *call.words), end="")
    return 0


def run(call: Call) -> int:
    """Run a Python module under the environment, with ``TEPEI_INSTANCE`` set."""
    os.environ["TEPEI_INSTANCE"] = call.instance.name
    become(call.instance.checkout.python, ["-m", *call.words])
    return 0


def test(call: Call) -> int:
    """Run test layers, on an instance where they need one."""
    return layers.run_layers(call.instance, call.words)


def check(call: Call) -> int:
    """Run the static checks."""
    return layers.run_checks(call.instance.checkout)


def lock(call: Call) -> int:
    """Resolve the requirements again."""
    compile_locks(call.instance.checkout)
    return 0


Command = Callable[[Call], int]


def order(word: str) -> Command:
    """A command that tells the parts named something, by the method of :class:`Stack`."""

    def act(call: Call) -> int:
        stack = Stack.load(call.instance.name)
        for part in call.words:
            getattr(stack, word)(part)
        return 0

    return act


@dataclass(frozen=True)
class Entry:
    """A command and whether it runs under the virtual environment."""

    act: Command
    in_environment: bool = True


ORDERS = ("start", "stop", "kill", "pause", "resume", "restart")

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
    **{word: Entry(order(word), in_environment=False) for word in ORDERS},
}


def main(words: Sequence[str]) -> int:
    """Run a command.

    Returns:
        The exit code, see :class:`deploy.local.faults.ExitCode`.
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
        return entry.act(Call(instance, arguments.words))
    except StackError as fault:
        print(f"错误：{fault.message}", file=sys.stderr)
        return fault.code


def enter_environment(checkout: Checkout, words: Sequence[str]) -> None:
    """Set up what is missing and go on under the virtual environment's Python."""
    if Path(sys.prefix).resolve() == checkout.venv.resolve():
        return
    ensure_setup(checkout)
    become(checkout.python, ["-m", "deploy.local", *words])


def become(program: Path, arguments: Sequence[str]) -> None:
    """Put a program in the place of this one."""
    sys.stdout.flush()
    os.execv(program, [str(program), *arguments])  # noqa: S606 - there is nothing for a shell here
