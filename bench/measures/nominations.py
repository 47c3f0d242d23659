"""Rivals for one cell: the handler of quotas against a bare conditional UPDATE of the same row.

Each round has a cell of its own, in which every rival is refused once on average: a refusal is a
decision that is recorded and announced, to which the bare UPDATE has no counterpart. Afterwards the
ledger is counted: as many seats taken as there were, neither more nor fewer, or the run fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from bench.child import ROOT, Child
from bench.measuring import Samples, in_turn
from bench.programs.rivals import RIVALS
from bench.scratch import Scratch, service_database
from deploy.local.client import Stack

ROUNDS = 5
NOMINATIONS = 320
SEATS = NOMINATIONS - RIVALS
KINDS = ("INLAND", "LONG", "SHORT")

Cell = dict[str, str]


class MiscountedError(AssertionError):
    """Seats were sold that did not exist, or refused although there were some."""


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Handler and bare update in turn, each round on fresh cells."""
    with service_database(stack.superuser_url, "quotas") as scratch:
        environment = {
            "TEPEI_MODE": "test",
            "TEPEI_PROGRAMMES_DIR": str(ROOT / "programmes"),
            "TEPEI_LOG_LEVEL": "WARNING",
            "QUOTAS_DATABASE_URL": scratch.runtime_url,
            "QUOTAS_BROKER_URL": stack.broker_admin_url,
            "QUOTAS_POOL_SIZE": "40",
        }
        cells = _cells(scratch, environment)
        with (
            Child("bench.programs.rivals", **environment) as rivals,
            Child("bench.programs.rivals", BENCH_BARE="1", **environment) as bare,
        ):

            def contested() -> float:
                cell = next(cells)
                seconds = rivals.ask(count=NOMINATIONS, **cell)["seconds"]
                _count(scratch, cell)
                return NOMINATIONS / float(seconds)

            def updated() -> float:
                seconds = bare.ask(count=NOMINATIONS, **next(cells))["seconds"]
                return NOMINATIONS / float(seconds)

            contested()
            updated()
            return {"nominations": in_turn(ROUNDS, contested, updated)}


def _cells(scratch: Scratch, environment: dict[str, str]) -> Iterator[Cell]:
    """Empty cells of an open cycle, each with the seats of one round."""
    with Child("bench.programs.cycle", **environment) as opener:
        told = opener.ask()
    scratch.execute("UPDATE seat_cell SET quota = %s", SEATS)
    for row, kind in product(told["plan_rows"], KINDS):
        yield {"cycle_id": told["cycle_id"], "plan_row_id": row, "seat_kind": kind}


def _count(scratch: Scratch, cell: Cell) -> None:
    """Count what the rivals got.

    Raises:
        MiscountedError: It is not exactly what there was.
    """
    row, kind = cell["plan_row_id"], cell["seat_kind"]
    [(reserved,)] = scratch.execute(
        "SELECT reserved FROM seat_cell WHERE plan_row_id = %s AND seat_kind = %s", row, kind
    )
    states = dict(
        scratch.execute(
            "SELECT state, count(*) FROM reservation WHERE plan_row_id = %s AND seat_kind = %s"
            " GROUP BY state",
            row,
            kind,
        )
    )
    wanted = {"RESERVED": SEATS, "REFUSED": NOMINATIONS - SEATS}
    if reserved != SEATS or states != wanted:
        raise MiscountedError(f"{SEATS} seats, {reserved} reserved, rivals {states}")
