"""Rivals for the seats of one cell: through the handler of quotas, or by a bare UPDATE.

The handlers run in a process prepared like the service's, each rival in a green thread; the bare
rivals are threads of a plain process (`BENCH_BARE=1`), so that nothing slows the limit down.
"""

# ruff: noqa: PLC0415 -- the patch must come before what it patches
from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

RIVALS = 32
T = TypeVar("T")


def all_at_once(act: Callable[[T], None], items: Sequence[T]) -> float:
    """Let the rivals share the items out, start together; the seconds until the last is done."""
    barrier = Barrier(RIVALS + 1)

    def rival(share: Sequence[T]) -> None:
        barrier.wait()
        for item in share:
            act(item)

    with ThreadPoolExecutor(RIVALS) as pool:
        running = [pool.submit(rival, items[number::RIVALS]) for number in range(RIVALS)]
        barrier.wait()
        began = time.perf_counter()
        for rivals in running:
            rivals.result()
        return time.perf_counter() - began


def handlers() -> Callable[[dict[str, Any]], dict[str, float]]:
    """Nominations through the handler, one transaction each."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from services.chassis import hub

    hub.prepare()
    from bench.programs.nominees import nomination, service
    from services.quotas.handlers import on_nominated

    app = service()

    def contest(question: dict[str, Any]) -> dict[str, float]:
        wanted = [nomination(app, question) for _ in range(question["count"])]
        return {"seconds": all_at_once(lambda delivery: on_nominated(app, delivery), wanted)}

    return contest


def bare() -> Callable[[dict[str, Any]], dict[str, float]]:
    """Conditional updates, one statement and one transaction each."""
    import psycopg

    from bench.scratch import plain

    url = plain(os.environ["QUOTAS_DATABASE_URL"])
    idle = [psycopg.connect(url, autocommit=True) for _ in range(RIVALS)]
    statement = (
        "UPDATE seat_cell SET reserved = reserved + 1 WHERE plan_row_id = %s AND seat_kind = %s"
        " AND reserved + confirmed < quota"
    )

    def contest(question: dict[str, Any]) -> dict[str, float]:
        def update(cell: tuple[str, str]) -> None:
            connection = idle.pop()
            connection.execute(statement, cell)
            idle.append(connection)

        cells = [(question["plan_row_id"], question["seat_kind"])] * question["count"]
        return {"seconds": all_at_once(update, cells)}

    return contest


if __name__ == "__main__":
    chosen = bare() if os.environ.get("BENCH_BARE") else handlers()
    from bench.child import answer_all

    answer_all(chosen)
