"""The story of one application across all services, from their logs: `make trace ID=…`.

ID is an application's number or id, or the reference a person was told with an error, which is a
correlation id. A number is looked up in the applications' database, because numbers are not logged.
Lines that name the application give the correlation ids of its story, the services' event logs and
audit trails give those whose lines do not name it; all lines of these are shown in order of time.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from deploy.local.client import Stack
from deploy.local.faults import StackError
from services.contracts.routing import SERVICES

BEIJING = ZoneInfo("Asia/Shanghai")
HIDDEN = {"timestamp", "service", "event", "level", "logger", "correlation_id"}
"""Fields that have a place of their own in a line, or say nothing here."""

_CORRELATION = re.compile(r'"correlation_id": "([^"]+)"')
_NUMBER = re.compile(r"TP\d{4}-\d{6}-\d{5}")

_BY_NUMBER = "SELECT id::text FROM application WHERE application_no = :wanted"
_CAUSES = """
SELECT correlation_id FROM outbox WHERE aggregate_id::text = :wanted
UNION SELECT correlation_id FROM audit_event WHERE object_id = :wanted
"""
_MORE_CAUSES = {
    "applications": (
        """
SELECT a.correlation_id FROM audit_event a JOIN scan s ON s.id::text = a.object_id
WHERE s.application_id::text = :wanted
""",
    ),
    "review": (
        """
SELECT a.correlation_id FROM audit_event a JOIN list_row l ON l.list_id::text = a.object_id
WHERE l.application_id::text = :wanted
""",
    ),
}
"""What concerns an application's scans and the list it is on."""

Line = dict[str, Any]

USAGE = """用法：make trace ID=…
  申报编号（如 TP2019-650203-00003）、申报标识，或报错时告知的查询编号"""
NOTHING = """没有找到 {wanted}。
  请核对申报编号（如 TP2019-650203-00003）、申报标识或查询编号；太久以前的日志已被轮换。"""
NO_DATABASE = """注意：数据库读不到，只按日志查找，草稿阶段的请求可能不全。
  申报编号不在日志中，此时只能按申报标识或查询编号查找。"""


@dataclass
class Wanted:
    """What is looked for: words that name the thing in a line, and causes known beforehand."""

    words: set[str]
    causes: set[str] = field(default_factory=set)
    complete: bool = True


def look_up(stack: Stack, wanted: str) -> Wanted:
    """Ask the databases which id a number means, and which requests concerned that id."""
    found = Wanted({wanted})
    try:
        if _NUMBER.fullmatch(wanted):
            found.words = set(_ask(stack, "applications", _BY_NUMBER, wanted))
        for service in SERVICES:
            for word in found.words:
                for query in (_CAUSES, *_MORE_CAUSES.get(service, ())):
                    found.causes.update(_ask(stack, service, query, word))
    except SQLAlchemyError:
        found.complete = False
    return found


def _ask(stack: Stack, service: str, query: str, wanted: str) -> list[str]:
    engine = create_engine(stack.owner_url(service), connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            return list(connection.execute(text(query), {"wanted": wanted}).scalars())
    finally:
        engine.dispose()


def raw_lines(folder: Path) -> Iterator[str]:
    """Every structured line of every log as it was written, rotated ones included."""
    for path in sorted(folder.glob("*.log*")):
        with path.open(encoding="utf-8", errors="replace") as log:
            yield from (line for line in log if line.startswith("{"))


def story(folder: Path, wanted: Wanted) -> list[Line]:
    """The lines that name what is wanted, and those of the same requests, in order of time."""
    causes = set(wanted.causes) | wanted.words
    for raw in raw_lines(folder):
        if any(word in raw for word in wanted.words):
            causes.update(_CORRELATION.findall(raw))
    return sorted(_belonging(folder, wanted, causes), key=lambda line: str(line["timestamp"]))


def _belonging(folder: Path, wanted: Wanted, causes: set[str]) -> Iterator[Line]:
    for raw in raw_lines(folder):
        caused = not causes.isdisjoint(_CORRELATION.findall(raw))
        if caused or any(word in raw for word in wanted.words):
            try:
                line = json.loads(raw)
            except ValueError:
                continue
            if isinstance(line, dict) and "timestamp" in line:
                yield line


def shown(line: Line, words: set[str]) -> str:
    """One line for people, in Beijing time; what everybody knows from the question is left out."""
    rest = " ".join(
        f"{key}={_last_line(value)}"
        for key, value in line.items()
        if not (key in HIDDEN or value in words)
    )
    when = datetime.fromisoformat(str(line["timestamp"])).astimezone(BEIJING)
    who, cause = str(line.get("service", "?")), str(line.get("correlation_id", "-"))
    mark = "" if line.get("level", "info") in {"info", "debug"} else f"【{line['level']}】"
    return f"{when:%m-%d %H:%M:%S.%f}"[:-3] + (
        f"  {cause:<16}  {who:<12} {mark}{line.get('event', '')!s:<17} {rest}"
    )


def _last_line(value: object) -> str:
    """Of a stack trace what went wrong; the way there stays in the log."""
    return (str(value).strip().splitlines() or [""])[-1]


def summary(lines: Iterable[Line]) -> str:
    """The last line: how much there is, and what went wrong."""
    lines = list(lines)
    causes = {line.get("correlation_id") for line in lines}
    services = sorted({str(line.get("service", "?")) for line in lines})
    wrong = sum(line.get("level") in {"warning", "error", "critical"} for line in lines)
    return (
        f"共 {len(lines)} 行，{len(causes)} 个请求，{'、'.join(services)}；"
        f"警告和错误 {wrong} 行。时间为北京时间。"
    )


def main(arguments: list[str]) -> int:
    """Print the story; 1 when nothing is known, 2 when it cannot be told."""
    if len(arguments) != 1:
        print(USAGE)
        return 2
    try:
        stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    except StackError as fault:
        print(f"错误：{fault.message}")
        return 2
    wanted = look_up(stack, arguments[0].strip())
    found = story(stack.logs, wanted) if wanted.words else []
    for line in found:
        print(shown(line, wanted.words))
    if not wanted.complete:
        print(NO_DATABASE)
    print(summary(found) if found else NOTHING.format(wanted=arguments[0]))
    if found:
        return 0
    return 1 if wanted.complete else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
