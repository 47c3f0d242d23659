"""Parked messages of a native instance: `make dead-letters`, `make replay`, from make's variables.

S names a service, ID a message; the command itself is `services.chassis.dead_letters`.
"""

from __future__ import annotations

import os
import sys

from deploy.local.client import Stack
from services.chassis.dead_letters import main as parked_messages


def main(arguments: list[str]) -> int:
    """`list|show|replay|drop [S=service] [ID=message]` with the operator's account."""
    action, *settings = arguments
    given = dict(setting.split("=", 1) for setting in settings)
    service, message = given.get("S"), given.get("ID")
    if action == "list" and message:
        action = "show"
    words = [action]
    if action != "list":
        words.append(message or "all")
    if service:
        words += ["--service", service]
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    os.environ["TEPEI_BROKER_ADMIN_URL"] = stack.broker_admin_url
    return parked_messages(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
