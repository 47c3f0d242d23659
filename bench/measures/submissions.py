"""Submissions through the gateway, and how soon the desk sees them.

Renderers and checkers are stopped: the chain drains to the queued forms, as in a deployment where
renderers have machines of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from statistics import median

from sqlalchemy import create_engine, insert, select

from bench.chain import Chain
from bench.child import Child
from bench.corner import corner
from bench.crowd import Crowd
from bench.instance import only_queueing
from bench.measures.hop import Hop
from bench.measuring import Samples, in_turn, percentile
from bench.scratch import Scratch, plain, service_database
from deploy.local.client import Stack
from services.applications.storage.tables import application

CLIENTS = (8, 16)
ROUNDS = 5
A_ROUND = 400
WARM_UP = 200
HALF_ROUNDS = 4
HALF_SECONDS = 5.0
INSERTS = 3000


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Clients and bare inserts in turn, then half the load with the bare hop between."""
    crowd = Crowd(stack)
    with only_queueing(stack), Child("bench.programs.load") as load:
        chain = Chain(stack, crowd, load)
        chain.submit(WARM_UP, clients=CLIENTS[-1])
        told = _rates(stack, chain)
        return told | _half_load(stack, chain, median(told["submissions-8"].figures) / 2)


def _rates(stack: Stack, chain: Chain) -> dict[str, Samples]:
    """As fast as so many clients can, each round beside one of bare inserts."""
    with service_database(stack.superuser_url, "applications") as scratch:
        _copy_one_application(stack, scratch)
        environment = {
            "BENCH_DATABASE_URL": plain(scratch.owner_url),
            "BENCH_MODEL_URL": plain(stack.owner_url("applications")),
        }
        with Child("bench.programs.inserts", **environment) as inserts:
            numbers = count(1, INSERTS)

            def inserted() -> float:
                told = inserts.ask(first=next(numbers), count=INSERTS)
                return INSERTS / float(told["seconds"])

            inserted()
            return {
                f"submissions-{clients}": _rate(chain, clients, inserted) for clients in CLIENTS
            }


def _rate(chain: Chain, clients: int, inserted: Callable[[], float]) -> Samples:
    drained: list[float] = []
    answered: list[float] = []

    def submitted() -> float:
        told = chain.submit(A_ROUND, clients=clients)
        drained.append(told.drained)
        answered.extend(told.answered)
        return A_ROUND / told.seconds

    samples = in_turn(ROUNDS, submitted, inserted)
    also = {"p50_ms": median(answered), "drained_after_s": median(drained)}
    return Samples(samples.figures, samples.limits, also)


def _half_load(stack: Stack, chain: Chain, rate: float) -> dict[str, Samples]:
    """Half of what 8 clients reached, at random instants; latencies of each round."""
    answered, middle, late, hops = [], [], [], []
    with corner(stack) as here:
        hop = Hop(here)
        for seed in range(HALF_ROUNDS):
            told = chain.submit(round(rate * HALF_SECONDS), rate=rate, seed=seed)
            answered.append(median(told.answered))
            middle.append(median(told.at_the_desk))
            late.append(percentile(told.at_the_desk, 0.99))
            hops.append(hop.milliseconds())
    also = {"rate": rate}
    return {
        "submission-p50": Samples(answered, (), also),
        "desk-p50": Samples(middle, hops, also),
        "desk-p99": Samples(late, hops, also),
    }


def _copy_one_application(stack: Stack, scratch: Scratch) -> None:
    """The bare versions belong to an application too: copy one that was submitted."""
    source, target = (
        create_engine(stack.owner_url("applications")),
        create_engine(scratch.owner_url),
    )
    with source.connect() as there, target.begin() as here:
        submitted = select(application).where(application.c.version_no > 0).limit(1)
        here.execute(insert(application), dict(there.execute(submitted).mappings().one()))
    source.dispose()
    target.dispose()
