"""How long a second start takes, and how much memory the idle stack holds."""

from __future__ import annotations

import time
from collections.abc import Mapping

from bench.instance import control
from bench.measuring import Samples
from deploy.local.client import Stack
from deploy.local.show import memory, pss

STARTS = 3
SETTLING_SECONDS = 8.0
LOOKS = 5
LOOK_EVERY_SECONDS = 1.0
KILOBYTES = 1024


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Stop and start a few times, then look at the memory while nobody asks for anything."""
    starts = []
    for _ in range(STARTS):
        control("down")
        starts.append(control("up"))
    time.sleep(SETTLING_SECONDS)
    looks = []
    for _ in range(LOOKS):
        looks.append(_megabytes(stack))
        time.sleep(LOOK_EVERY_SECONDS)
    return {"start": Samples(starts), "memory": Samples(looks)}


def _megabytes(stack: Stack) -> float:
    """PSS of every part with everything below it, and of the supervisor."""
    parts = sum(memory(part["pid"]) for part in stack.status().values())
    return (parts + pss(stack.supervisor_pid())) / KILOBYTES
