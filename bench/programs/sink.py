"""A service of the chassis that takes note of each event: inbox and one INSERT."""

# ruff: noqa: PLC0415 -- the patch and the wiring must come before what reads them
from __future__ import annotations

import sys
import warnings


def main() -> int:
    """Run the service as the real runner does."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from services.chassis import hub

    hub.prepare()
    from bench.programs.wiring import wire

    wire()
    from bench.programs.sink_service import SinkService
    from services.chassis.nameko_edge import process

    return process.run_class(SinkService)


if __name__ == "__main__":
    sys.exit(main())
