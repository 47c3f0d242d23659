"""The bench's own instance: started from nothing, stopped at the end, and its parts on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.child import ROOT
from deploy.local.client import Stack

NAME = "bench"
PYTHON = "/usr/bin/python3"
"""As the Makefile calls it: the start that is timed is the one people wait for."""

COMPUTING = ("checker.1", "renderer.1")
"""Processes that work through their queues when they get to it, on a machine of their own."""


def control(*words: str) -> float:
    """Give the instance's command line an order; returns the seconds it took."""
    began = time.monotonic()
    subprocess.run(
        [PYTHON, "-m", "deploy.local", "--instance", NAME, *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - began


@contextmanager
def running() -> Iterator[Stack]:
    """The instance from nothing, with the sample people; stopped and forgotten at the end."""
    control("reset")
    try:
        control("up")
        stack = Stack.load(NAME)
        _seed_people(stack)
        yield stack
    finally:
        control("reset")


def _seed_people(stack: Stack) -> None:
    """Create the sample organisations and people."""
    subprocess.run(
        [sys.executable, "-m", "services.accounts.demo"],
        cwd=ROOT,
        env=os.environ | stack.environment("accounts"),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def only_queueing(stack: Stack) -> Iterator[None]:
    """Inside the block scans to check and forms to print stay in their queues."""
    for part in COMPUTING:
        stack.stop(part)
    try:
        yield
    finally:
        for part in COMPUTING:
            stack.start(part)
