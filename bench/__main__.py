"""Run the bench: all rows, or those named; write the report and the page.

Exit code 0 when every row asked for was measured, whether its target is reached or not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from bench import page, report
from bench.instance import running
from bench.measures import consumer, footprint, nominations, relay, submissions, upload
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
        for group in groups:
            print(f"measuring {group}", flush=True)
            told = report.record(MEASURES[group](stack))
            print("\n".join(map(report.line, told.items())), flush=True)
    page.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
