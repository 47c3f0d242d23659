"""Runs one part of the probe: `python -m tests.support.probe service|topology|worker`."""

# ruff: noqa: PLC0415 -- the patch and the wiring must come before what reads them
from __future__ import annotations

import sys
import warnings


def main(part: str) -> int:
    """Run a part as the real programs do."""
    if part == "service":
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        from services.chassis import hub

        hub.prepare()
    from tests.support.probe.wiring import wire

    wire()
    match part:
        case "service":
            from services.chassis.nameko_edge import process
            from tests.support.probe.service import ProbeService

            return process.run_class(ProbeService)
        case "topology":
            from services.chassis import topology

            return topology.main()
        case "worker":
            from services.chassis.worker import JobLimits, run_worker
            from tests.support.probe.contract import BULK, JOBS
            from tests.support.probe.service import ProbeSettings

            return run_worker(
                settings=ProbeSettings(),
                name="prober",
                queues=(JOBS, BULK),
                handle="tests.support.probe.jobs:handle",
                warm="tests.support.probe.jobs:warm",
                ops_port=ProbeSettings().ops_port,
                limits=JobLimits(seconds=2.0, jobs_per_child=5),
            )
        case _:
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
