"""Run the audit on an instance of the native stack and tell what it found."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from enum import IntEnum
from typing import Any

from deploy.local.faults import StackError
from operations.audit import (
    contents,
    determinations,
    events,
    ledger,
    objects,
    prints,
    seats,
    trail,
    walks,
)
from operations.audit.addresses import of_instance
from operations.audit.stores import UNREADABLE, StoreAddresses, Stores, opened
from operations.audit.violation import Violation

Check = Callable[[Stores], Iterator[Violation]]
Look = Callable[[], list[Violation]]

CHECKS: dict[str, Check] = {
    "events.unpublished": events.unpublished,
    "events.effects": events.effects,
    "events.sequences": events.sequences,
    "walks.under_review": walks.under_review,
    "walks.versions": walks.versions,
    "walks.decisions": walks.decisions,
    "walks.audited": walks.audited,
    "seats.counters": seats.counters,
    "seats.plan": seats.plan,
    "seats.lists": seats.lists,
    "determinations.determined": determinations.determined,
    "ledger.history": ledger.history,
    "prints.current": prints.current,
    "prints.codes": prints.codes,
    "contents.versions": contents.versions,
    "contents.lists": contents.lists,
    "contents.opinions": contents.opinions,
    "objects.scans": objects.scans,
    "objects.documents": objects.documents,
    "trail.chains": trail.chains,
}

SLOW = {"objects.scans", "objects.documents"}
"""They read every object; nobody does that while others still find something to wait for."""

QUIET_SECONDS = 1.0


class Outcome(IntEnum):
    """The exit code."""

    CLEAN = 0
    VIOLATIONS = 1
    NOT_CHECKED = 2


def findings(stores: Stores, *, besides: Collection[str] = ()) -> dict[str, list[Violation]]:
    """Check → what it found, for every check but those named."""
    return {name: list(check(stores)) for name, check in CHECKS.items() if name not in besides}


def audit(addresses: StoreAddresses, *, wait_seconds: float = 0.0) -> list[Violation]:
    """All violations; waits for a busy system to come to rest.

    Args:
        addresses: Of the stores.
        wait_seconds: How long to look again without seeing fewer violations. What falls is work
            under way, prints waiting for their turn for example, and no fault yet.
    """

    def look(besides: Collection[str] = ()) -> list[Violation]:
        with opened(addresses) as stores:
            found = findings(stores, besides=besides)
            return [each for some in found.values() for each in some]

    return at_rest(lambda: look(SLOW), look, wait_seconds)


def at_rest(glance: Look, look: Look, wait_seconds: float) -> list[Violation]:
    """Look until nothing is found, or no less for `wait_seconds`; rests as long as a look took.

    Args:
        glance: A cheap part of the look, for the time of waiting.
        look: All that is returned in the end comes from it.
        wait_seconds: See `audit`.
    """
    fewest = sys.maxsize
    patience = 0.0
    while True:
        began = time.monotonic()
        found = glance() or look()
        now = time.monotonic()
        if len(found) < fewest:
            fewest, patience = len(found), now + wait_seconds
        if not found:
            return []
        if now >= patience:
            return look()
        time.sleep(max(QUIET_SECONDS, now - began))


def main(arguments: list[str]) -> int:
    """Print the violations; see `Outcome` for what is returned."""
    parser = argparse.ArgumentParser(prog="operations.audit", description=__doc__)
    parser.add_argument("--instance", default=os.environ.get("TEPEI_INSTANCE", "main"))
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--wait", type=float, default=20.0, help="seconds to wait for rest")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    found: list[Violation] = []
    error = None
    try:
        found = audit(of_instance(options.instance), wait_seconds=options.wait)
    except StackError as fault:
        error = fault.message
    except UNREADABLE as fault:
        error = (
            f"有存储读不到（{type(fault).__name__}），没有审计。"
            f"请用 make status 查看数据库和对象存储是否在运行，用 make up 启动。"
        )
    told = report(options.instance, found, error, time.monotonic() - began)
    print(json.dumps(told, ensure_ascii=False, indent=1) if options.json else text(told, found))
    return Outcome[told["outcome"]]


def report(
    instance: str, found: list[Violation], error: str | None, seconds: float
) -> dict[str, Any]:
    """What a machine reads; the shape is part of the tests."""
    outcome = Outcome.NOT_CHECKED if error else Outcome(bool(found))
    return {
        "instance": instance,
        "outcome": outcome.name,
        "clean": outcome is Outcome.CLEAN,
        "error": error,
        "checks": list(CHECKS) if error is None else [],
        "counts": dict(Counter(str(each.invariant.value) for each in found)),
        "violations": [each.record() for each in found],
        "seconds": round(seconds, 1),
    }


def text(told: dict[str, Any], found: list[Violation]) -> str:
    """What a person reads."""
    if told["error"]:
        return f"错误：{told['error']}"
    last = f"{len(told['checks'])} checks, {len(found)} violation(s), {told['seconds']} s"
    return "\n".join([*(each.line() for each in found), last])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
