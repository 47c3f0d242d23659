"""A renderer process: `python -m services.documents.render [--ops-port N]`.

Run as many as there are cores, on any machine with the fonts. Papers that a desk waits for come
first, then the applicants' copies. This parent only holds the broker connection; its child does the
work (`services.documents.render.process`).
"""

from __future__ import annotations

import sys
from typing import Final

from services.chassis.worker import JobLimits, ops_port_of, run_worker
from services.contracts.routing import RENDER_BULK_QUEUE, RENDER_QUEUE
from services.documents.app import DocumentsSettings

LIMITS: Final = JobLimits(seconds=120.0, memory_mb=2048, jobs_per_child=200)
"""A list of a thousand rows takes a quarter of a minute; fonts are mapped, not read."""


def main() -> int:
    """Render until SIGTERM."""
    settings = DocumentsSettings()  # values come from the environment
    return run_worker(
        settings=settings,
        name="renderer",
        queues=(RENDER_QUEUE, RENDER_BULK_QUEUE),
        handle="services.documents.render.process:handle",
        warm="services.documents.render.process:warm",
        ops_port=ops_port_of(sys.argv[1:], settings.renderer_ops_port),
        limits=LIMITS,
    )


if __name__ == "__main__":
    sys.exit(main())
