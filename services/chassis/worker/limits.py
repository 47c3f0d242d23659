"""What one job may take, and the worker's command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobLimits:
    """Limits of a worker's child."""

    seconds: float = 60.0
    """Wall time of one job; then the child is killed and the attempt counts."""
    start_seconds: float = 60.0
    """Wall time until a new child is warm."""
    memory_mb: int = 1536
    """Address space of the child (RLIMIT_AS); beyond it the job gets a MemoryError."""
    jobs_per_child: int = 50
    """After so many jobs the child is replaced, so that no leak grows for ever."""
    attempts: int = 3
    """Failures of its own after which a job is parked."""


def ops_port_of(arguments: list[str], default: int) -> int:
    """The port of the operators' door: `--ops-port`, else the setting."""
    parser = argparse.ArgumentParser(description="A worker process.")
    parser.add_argument("--ops-port", type=int, default=default)
    return int(parser.parse_args(arguments).ops_port)
