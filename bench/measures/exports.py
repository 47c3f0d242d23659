"""Writing an export of ten thousand rows, against the fastest plain writer of the same rows."""

from __future__ import annotations

from collections.abc import Mapping

from bench.child import Child
from bench.measuring import Samples, in_turn
from deploy.local.client import Stack

ROUNDS = 5
ROWS = 10_000


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Ours and the bare writer in turn; the stack is idle."""
    del stack
    with (
        Child("bench.programs.exports") as ours,
        Child("bench.programs.exports", BENCH_BARE="1") as bare,
    ):

        def seconds(writer: Child) -> float:
            return float(writer.ask(rows=ROWS)["seconds"])

        seconds(ours)
        seconds(bare)
        return {"export-xlsx": in_turn(ROUNDS, lambda: seconds(ours), lambda: seconds(bare))}
