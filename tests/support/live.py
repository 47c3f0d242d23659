"""The running test instance, with its sample people and an open cycle."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from demo.crew import hire
from demo.progress import Progress
from demo.stage import Stage, open_cycle
from deploy.local.client import Stack

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = os.environ.get("TEPEI_INSTANCE", "test")

T = TypeVar("T")


def running_stack() -> Stack:
    """The instance the layer started."""
    return Stack.load(INSTANCE)


def seed_people(stack: Stack) -> None:
    """Create the sample organisations and people where they are missing."""
    environment = os.environ | stack.environment("accounts")
    subprocess.run(
        [sys.executable, "-m", "services.accounts.demo"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


async def open_stage(stack: Stack) -> Stage:
    """A stage with the cycle open and the plan published."""
    from services.accounts.demo import DEMO_PASSWORD  # noqa: PLC0415 -- loads the service

    stage = Stage(stack.gateway_url, hire(stack.gateway_url, DEMO_PASSWORD), Progress())
    await open_cycle(stage)
    return stage


def run(act: Coroutine[Any, Any, T]) -> T:
    """Play a scene to its end."""
    return asyncio.run(act)
