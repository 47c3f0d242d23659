"""Parked messages of a native instance: `make dead-letters`, `make replay`, from make's variables.

    python -m operations.parked list|show|replay|drop [S=service] [ID=message] [--yes] [--json]

S names a service, ID a message; the command itself is `services.chassis.dead_letters`.
"""

from __future__ import annotations

import os
import sys

from deploy.local.client import Stack
from deploy.local.faults import StackError
from services.chassis.dead_letters import Exit
from services.chassis.dead_letters import main as parked_messages


def words_for(arguments: list[str]) -> list[str]:
    """The words of `dead_letters` for make's variables; empty ones say nothing."""
    action, *rest = arguments
    given = dict(word.split("=", 1) for word in rest if not word.startswith("-"))
    options = [word for word in rest if word.startswith("-")]
    service, message = given.get("S"), given.get("ID")
    if action == "list" and message:
        action = "show"
    words = [action, *([message] if message else [])]
    return [*words, *(["--service", service] if service else []), *options]


def main(arguments: list[str]) -> int:
    """Run the command with the operator's account; see `Exit` for what is returned."""
    try:
        stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    except StackError as fault:
        print(f"错误：{fault.message}")
        return Exit.NO_BROKER
    os.environ["TEPEI_BROKER_ADMIN_URL"] = stack.broker_admin_url
    return parked_messages(words_for(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
