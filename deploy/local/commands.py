"""The command line of the native stack: one function per command, one table for all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Checkout, Instance, instance_of, this_checkout

Command = Callable[[Instance, argparse.Namespace], None]


def setup(instance: Instance, arguments: argparse.Namespace) -> None:
    """Install what is missing."""
    from deploy.local.setup import ensure_setup

    ensure_setup(instance.checkout, arguments.words)


def infra(instance: Instance, arguments: argparse.Namespace) -> None:
    """Start RabbitMQ, PostgreSQL and the S3 server of an instance with all accounts."""
    from deploy.local.start import start_servers
    from deploy.local.locking import only_one

    with only_one(instance.record / "lock", 120):
        start_servers(instance)
    print(f"已就绪：实例 {instance.name}，见 {instance.record / 'stack.json'}")


def down(instance: Instance, arguments: argparse.Namespace) -> None:
    """Stop everything of an instance."""
    from deploy.local.orders import stop_everything

    ran = stop_everything(instance)
    print(f"实例 {instance.name}：{'已全部停止' if ran else '没有在运行'}")


COMMANDS: dict[str, Command] = {
    "setup": setup,
    "infra": infra,
    "down": down,
}

NEEDS_ENVIRONMENT = frozenset({"infra", "up"})


def main(words: Sequence[str]) -> int:
    """Run a command.

    Returns:
        The exit code, see :class:`ExitCode`.
    """
    parser = argparse.ArgumentParser(prog="python3 -m deploy.local")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--instance", default="main")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args(words)
    checkout = this_checkout()
    try:
        instance = instance_of(checkout, arguments.instance)
        if arguments.command in NEEDS_ENVIRONMENT:
            enter_environment(checkout, words)
        COMMANDS[arguments.command](instance, arguments)
    except StackError as fault:
        print(f"错误：{fault.message}", file=sys.stderr)
        return fault.code
    except ValueError as fault:
        parser.error(str(fault))
    return 0


def enter_environment(checkout: Checkout, words: Sequence[str]) -> None:
    """Set up what is missing and go on under the virtual environment's Python."""
    from deploy.local.setup import ensure_setup

    if Path(sys.prefix).resolve() == checkout.venv.resolve():
        return
    ensure_setup(checkout)
    os.execv(checkout.python, [str(checkout.python), "-m", "deploy.local", *words])
