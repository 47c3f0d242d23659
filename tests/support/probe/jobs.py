"""What the probe's worker does with a job."""

from __future__ import annotations

import os
from pathlib import Path

from services.chassis.causes import WorkJob
from services.chassis.metrics import Counter
from tests.support.probe.service import perform

DONE = Counter("probe_jobs_done_total", "Jobs the probe's child has done.")

_hoard: list[bytes] = []


def warm() -> None:
    """Run once per child."""
    _write("warm")


def handle(job: WorkJob) -> None:
    """Do what the job says and leave a line in the file of the environment."""
    act, note = str(job.data["act"]), str(job.data.get("note", ""))
    if act == "hoard":
        _hoard.append(bytes(4_000_000_000))
    perform(act, note)
    DONE.inc()
    _write(f"done {note}")


def _write(line: str) -> None:
    with Path(os.environ["PROBE_JOB_LOG"]).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {line}\n")
