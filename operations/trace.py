"""The story of one application across all services, from their logs: `make trace ID=…`.

ID is an application id or number. Lines that name it give the correlation ids of its story; all
lines of those are shown in order of time.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.local.client import Stack

HIDDEN = {"timestamp", "service", "event", "level", "logger", "correlation_id"}
"""Fields that have a place of their own in a line, or say nothing here."""

Line = dict[str, Any]


def lines(folder: Path) -> Iterator[Line]:
    """Every structured line of every log, rotated ones included."""
    for path in sorted(folder.glob("*.log*")):
        for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if raw.startswith("{"):
                try:
                    line = json.loads(raw)
                except ValueError:
                    continue
                if isinstance(line, dict) and "timestamp" in line:
                    yield line


def story(everything: list[Line], wanted: str) -> list[Line]:
    """The lines that name the application, and those of the same requests, in order."""
    naming = [line for line in everything if wanted in json.dumps(line, ensure_ascii=False)]
    told = {line["correlation_id"] for line in naming if line.get("correlation_id")}
    belonging = [
        line
        for line in everything
        if line.get("correlation_id") in told or any(line is other for other in naming)
    ]
    return sorted(belonging, key=lambda line: str(line["timestamp"]))


def shown(line: Line) -> str:
    """One line for people."""
    rest = " ".join(f"{key}={value}" for key, value in line.items() if key not in HIDDEN)
    when = str(line["timestamp"])[11:23]
    who = str(line.get("service", "?"))
    return f"{when}  {who:<13}{line.get('event', '')!s:<34} {rest}"


def main(arguments: list[str]) -> int:
    """Print the story; 1 when nothing is known."""
    if len(arguments) != 1:
        print("用法：make trace ID=申报编号或标识")
        return 2
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    found = story(list(lines(stack.logs)), arguments[0])
    print("\n".join(shown(line) for line in found) or "日志中没有这份申报。")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
