"""A scan checker: `python -m services.applications.checker [--ops-port N]`.

Run as many as there are cores. This parent only holds the broker connection; its child does the
work (`services.applications.checker.process`).
"""

from __future__ import annotations

import sys
from typing import Final

from services.applications.app import ApplicationsSettings
from services.chassis.worker import JobLimits, ops_port_of, run_worker
from services.contracts.routing import CHECK_QUEUE

LIMITS: Final = JobLimits(seconds=60.0, memory_mb=1024, jobs_per_child=300)
"""A picture of 40 megapixels decodes to 160 MB and is drawn twice."""


def main() -> int:
    """Check until SIGTERM."""
    settings = ApplicationsSettings()  # values come from the environment
    return run_worker(
        settings=settings,
        name="checker",
        queues=(CHECK_QUEUE,),
        handle="services.applications.checker.process:handle",
        warm="services.applications.checker.process:warm",
        ops_port=ops_port_of(sys.argv[1:], settings.checker_ops_port),
        limits=LIMITS,
    )


if __name__ == "__main__":
    sys.exit(main())
