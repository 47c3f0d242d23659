"""Worker processes on the real broker: crash, hang, memory, order, and a stop that finishes."""

from __future__ import annotations

import json
import os
import signal
import time
import uuid

from services.chassis.causes import WorkJob
from services.chassis.messaging import names
from services.contracts.routing import WorkQueue, jobs_exchange
from tests.support.probe.contract import BULK, JOBS, SERVICE
from tests.support.probe.lab import Lab, eventually


def enqueue(lab: Lab, act: str, note: str = "", queue: WorkQueue = JOBS) -> None:
    """Send a job as the relay would."""
    job = WorkJob(uuid.uuid4(), queue.name, "key", "lab", {"act": act, "note": note})
    lab.send(
        json.dumps(job.to_wire()).encode(),
        jobs_exchange(SERVICE),
        queue.name,
        message_id=str(job.job_id),
    )


def done(lab: Lab) -> list[str]:
    """Notes of the jobs that were done, in order."""
    return [line.split(" done ")[1] for line in _lines(lab) if " done " in line]


def children(lab: Lab) -> list[int]:
    """Process ids of the children that became warm, in order."""
    return [int(line.split()[0]) for line in _lines(lab) if line.endswith(" warm")]


def test_jobs_are_done_and_the_child_stays_warm_until_it_is_replaced(lab: Lab) -> None:
    lab.start("worker")
    for number in range(8):
        enqueue(lab, "ok", str(number))
    eventually(lambda: len(done(lab)) == 8)
    assert len(children(lab)) == 2  # five jobs each
    eventually(lambda: lab.metric("probe_jobs_done_total") == 3.0)
    assert lab.metric(f'tepei_jobs_total{{outcome="done",queue="{JOBS.name}"}}') == 8


def test_who_waits_is_served_before_the_bulk(lab: Lab) -> None:
    for number in range(4):
        enqueue(lab, "ok", f"bulk-{number}", BULK)
    for number in range(4):
        enqueue(lab, "ok", f"now-{number}")
    lab.start("worker")
    eventually(lambda: len(done(lab)) == 8)
    assert [note.split("-")[0] for note in done(lab)] == ["now"] * 4 + ["bulk"] * 4


def test_a_job_that_kills_its_child_is_parked_after_three_attempts(lab: Lab) -> None:
    worker = lab.start("worker")
    enqueue(lab, "kill")
    enqueue(lab, "ok", "next")
    eventually(lambda: done(lab) == ["next"])
    eventually(lambda: lab.parked() == 1, 30)
    assert worker.poll() is None
    assert "SIGKILL" in _reason(lab)


def test_a_job_that_hangs_is_cut_off_and_costs_one_attempt(lab: Lab) -> None:
    lab.start("worker")
    enqueue(lab, "spin", "60")
    enqueue(lab, "ok", "next")
    eventually(lambda: done(lab) == ["next"], 20)
    assert lab.parked() == 0
    retried = f'tepei_jobs_total{{outcome="retry",queue="{JOBS.name}"}}'
    assert lab.metric(retried) >= 1


def test_a_job_that_wants_too_much_memory_does_not_harm_the_worker(lab: Lab) -> None:
    worker = lab.start("worker")
    enqueue(lab, "hoard")
    enqueue(lab, "ok", "next")
    eventually(lambda: done(lab) == ["next"])
    assert worker.poll() is None
    assert len(children(lab)) >= 2


def test_a_permanent_failure_and_a_malformed_job_are_parked_at_once(lab: Lab) -> None:
    lab.start("worker")
    enqueue(lab, "permanent")
    lab.send(b"{}", jobs_exchange(SERVICE), JOBS.name)
    lab.send(b"\x1f\x8b", jobs_exchange(SERVICE), JOBS.name, headers={"compression": "gzip"})
    eventually(lambda: lab.parked() == 3, 5)


def test_sigterm_finishes_the_job_in_hand_and_leaves_the_others(lab: Lab) -> None:
    worker = lab.start("worker")
    enqueue(lab, "sleep", "1.5")
    enqueue(lab, "ok", "other")
    time.sleep(0.8)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert done(lab) == ["1.5"]
    eventually(lambda: lab.depth(JOBS.name) == 1)


def test_a_child_dies_with_its_worker(lab: Lab) -> None:
    worker = lab.start("worker")
    child = children(lab)[0]
    worker.kill()
    worker.wait()
    eventually(lambda: not _alive(child), 5)


def test_a_killed_worker_leaves_its_job_to_the_next(lab: Lab) -> None:
    worker = lab.start("worker")
    enqueue(lab, "sleep", "1.5")
    time.sleep(0.7)
    worker.kill()
    worker.wait()
    lab.start("worker")
    eventually(lambda: done(lab) == ["1.5"])


def _lines(lab: Lab) -> list[str]:
    return lab.job_log.read_text("utf-8").splitlines() if lab.job_log.exists() else []


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _reason(lab: Lab) -> str:
    message = lab.channel.basic_get(names.parked_queue(SERVICE))
    lab.channel.basic_reject(message.delivery_info["delivery_tag"], requeue=True)
    return str(message.properties["application_headers"]["tepei-reason"])
