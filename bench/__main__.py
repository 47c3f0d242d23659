"""Run the bench: all rows, or those named; write the report and the page.

Exit code 0 when every row asked for was measured, whether its target is reached or not.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

from bench import page, report
from bench.instance import running
from bench.measures import (
    consumer,
    exports,
    footprint,
    nominations,
    pages,
    relay,
    submissions,
    upload,
)
from bench.measuring import Samples
from bench.rows import UnknownRowError, chosen_groups
from deploy.local.client import Stack

Measure = Callable[[Stack], Mapping[str, Samples]]

MEASURES: dict[str, Measure] = {
    "footprint": footprint.measure,
    "relay": relay.measure,
    "consumer": consumer.measure,
    "nominations": nominations.measure,
    "upload": upload.measure,
    "submissions": submissions.measure,
    "exports": exports.measure,
    "pages": pages.measure,
}
"""Group of rows → how it is measured, on the running instance."""


def main(words: Sequence[str]) -> int:
    """Measure, write, tell."""
    try:
        groups = chosen_groups(words)
    except UnknownRowError as error:
        print(error, file=sys.stderr)
        return 2
    print("starting the instance", flush=True)
    with running() as stack:
        failed = [group for group in groups if not measured(group, stack)]
    page.write()
    if failed:
        print(f"not measured: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def measured(group: str, stack: Stack) -> bool:
    """Measure a group and tell; what goes wrong with one does not cost the others."""
    print(f"measuring {group}", flush=True)
    try:
        told = report.record(MEASURES[group](stack))
    except Exception:  # noqa: BLE001 -- whatever it was, it is shown and the run fails
        traceback.print_exc()
        return False
    print("\n".join(map(report.line, told.items())), flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
