"""`make dead-letters S=review`: what could not be handled and waits for people.

`ARGS="show ID"`, `ARGS=--json` and so on are the words of `services.chassis.dead_letters`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from deploy.local.client import Stack
from services.chassis import dead_letters


def main(words: Sequence[str], action: str = "list") -> int:
    """Act on the parked messages of the running instance; `S` and `ID` come from make."""
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "demo"))
    given = list(words) if words and not words[0].startswith("-") else [action, *words]
    if os.environ.get("ID"):
        given.insert(1, os.environ["ID"])
    if os.environ.get("S"):
        given += ["--service", os.environ["S"]]
    return dead_letters.main([*given, "--broker", stack.broker_admin_url])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
