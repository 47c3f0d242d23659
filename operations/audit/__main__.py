"""Run the audit on an instance of the native stack and tell what it found."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator

from operations.audit import events, objects, prints, seats, trail, walks
from operations.audit.addresses import of_instance
from operations.audit.stores import StoreAddresses, Stores, opened
from operations.audit.violation import Violation

Check = Callable[[Stores], Iterator[Violation]]

CHECKS: tuple[Check, ...] = (
    events.unpublished,
    events.effects,
    events.sequences,
    walks.under_review,
    walks.versions,
    walks.decisions,
    seats.counters,
    seats.ledger,
    seats.plan,
    seats.lists,
    prints.current,
    prints.codes,
    objects.scans,
    objects.documents,
    trail.chains,
)

QUIET_SECONDS = 1.0


def audit(addresses: StoreAddresses, *, wait_seconds: float = 0.0) -> list[Violation]:
    """All violations; waits that long for a busy system to come to rest."""
    until = time.monotonic() + wait_seconds
    while True:
        with opened(addresses) as stores:
            found = [violation for check in CHECKS for violation in check(stores)]
        if not found or time.monotonic() >= until:
            return found
        time.sleep(QUIET_SECONDS)


def main(arguments: list[str]) -> int:
    """Print the violations; 0 = clean, 1 = violations."""
    parser = argparse.ArgumentParser(prog="operations.audit", description=__doc__)
    parser.add_argument("--instance", default="main")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--wait", type=float, default=20.0, help="seconds to wait for rest")
    options = parser.parse_args(arguments)
    found = audit(of_instance(options.instance), wait_seconds=options.wait)
    if options.json:
        report = {"clean": not found, "violations": [v.record() for v in found]}
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print("\n".join(violation.line() for violation in found))
        print(f"{len(CHECKS)} checks, {len(found)} violation(s)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
