"""Two instances of this checkout, started by the command people use."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.client import Stack
from deploy.local.supervisor import tree

ROOT = Path(__file__).parents[3]
COMMAND = ("/usr/bin/python3", "-m", "deploy.local")


def stack_command(*words: str, root: Path = ROOT) -> str:
    """Run a command of the stack as the Makefile does, and return what it printed."""
    done = subprocess.run(
        [*COMMAND, *words], cwd=root, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def started_instance(name: str) -> Iterator[Stack]:
    stack_command("--instance", name, "reset")
    try:
        stack_command("--instance", name, "infra")
        yield Stack.load(name)
    finally:
        stack_command("--instance", name, "reset")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The servers of an instance, with every account."""
    yield from started_instance("stackone")


@pytest.fixture(scope="session")
def other() -> Iterator[Stack]:
    """A second instance beside the first."""
    yield from started_instance("stacktwo")


def family(stack: Stack) -> dict[int, int | None]:
    """Every process of an instance with its start, the supervisor's own among them."""
    pids = [stack.supervisor_pid(), *tree.descendants(stack.supervisor_pid())]
    assert len(pids) > 10  # the servers' helpers are among them
    return {pid: tree.started(pid) for pid in pids}
