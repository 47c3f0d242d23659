"""Worker processes for CPU work: one job at a time, in a child with limits. No eventlet.

    # services/documents/render/__main__.py
    def main() -> int:
        settings = DocumentsSettings()
        return run_worker(
            settings=settings,
            name="renderer",
            queues=(RENDER_QUEUE, RENDER_BULK_QUEUE),       # interactive first
            handle="services.documents.render.work:handle",  # def handle(job: WorkJob) -> None
            warm="services.documents.render.work:warm",      # def warm() -> None, once per child
            ops_port=ops_port_of(sys.argv[1:], settings.renderer_ops_port),
        )

`handle` says what becomes of the job by what it raises, as event handlers do: `Permanent` parks
it, a dependency that is down or `TryAgain` delivers it later, anything else counts as an attempt;
so do a crash, a hang and running out of memory. After three attempts the job is parked.
"""

from services.chassis.worker.limits import JobLimits, ops_port_of
from services.chassis.worker.process import run_worker

__all__ = ["JobLimits", "ops_port_of", "run_worker"]
