"""The chassis' consumer against a bare nameko handler: how fast each works off a backlog."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from amqp.exceptions import NotFound

from bench.child import ROOT, Child
from bench.corner import Corner, corner
from bench.measuring import Samples, in_turn
from bench.programs.wiring import BARE, HAPPENED, HappenedV1
from bench.scratch import plain
from deploy.local.client import Stack

ROUNDS = 5
EVENTS = 2000
PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.01
STOP_SECONDS = 30.0

BARE_QUEUE = f"evt-{BARE}-{HappenedV1.name}--{BARE}.on_happened"


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Both handlers in turn, each with the machine to itself."""
    with (
        corner(stack) as here,
        _program("bench.programs.sink", HAPPENED.queue, here),
        _program("bench.programs.bare_sink", BARE_QUEUE, here),
        Child("bench.programs.publisher", **here.environment) as publisher,
        psycopg.connect(plain(here.scratch.owner_url), autocommit=True) as watcher,
    ):

        def handled(*, bare: bool) -> float:
            known = _newest(watcher)
            began = time.perf_counter()
            publisher.ask(count=EVENTS, bare=bare)
            _wait_for(watcher, known, began)
            return EVENTS / (time.perf_counter() - began)

        handled(bare=False)
        handled(bare=True)
        return {
            "consumer": in_turn(ROUNDS, lambda: handled(bare=False), lambda: handled(bare=True))
        }


@contextmanager
def _program(module: str, queue: str, here: Corner) -> Iterator[None]:
    """A consumer in a process of its own, from its first consuming to its orderly end."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=os.environ | here.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_consumer(here, queue)
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_consumer(here: Corner, queue: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _consumers(here, queue):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nobody consumes {queue}")
        time.sleep(LOOK_EVERY_SECONDS)


def _consumers(here: Corner, queue: str) -> int:
    """How many consume the queue; asked through a channel that a missing queue may close."""
    channel = here.channel.connection.channel()
    try:
        found = channel.queue_declare(queue, passive=True)
    except NotFound:  # nameko declares its queue when it starts
        return 0
    channel.close()
    return int(found.consumer_count)


def _newest(watcher: psycopg.Connection) -> int:
    row = watcher.execute("SELECT coalesce(max(id), 0) FROM bench_effect").fetchone()
    return 0 if row is None else int(row[0])


def _wait_for(watcher: psycopg.Connection, known: int, began: float) -> None:
    """Wait until all events of the round have taken effect."""
    while True:
        query = "SELECT count(*) FROM bench_effect WHERE id > %s"
        row = watcher.execute(query, (known,)).fetchone()
        if row is not None and row[0] >= EVENTS:
            return
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"{row} of {EVENTS} events after {PATIENCE_SECONDS} s")
        time.sleep(LOOK_EVERY_SECONDS)
