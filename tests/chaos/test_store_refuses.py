"""A full or frozen object store: uploads fail with a clear error and nothing is half accepted."""

from __future__ import annotations

import asyncio
import io
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import urllib3
from minio import Minio, S3Error

from demo import applicant, scans
from demo.applicant import Applicant
from demo.client import JSON, send_part
from demo.stage import APPLICANT_PASSWORD
from deploy.local.client import Stack
from tests.chaos.caller import Caller, caller, problem_of
from tests.chaos.scene import back_at_the_end, becomes_true, findings, someone, stage_of
from tests.chaos.stores import number
from tests.chaos.wire import metric
from tests.support.live import run

_CHECK_JOBS = """
SELECT count(*) FROM outbox WHERE kind = 'job' AND payload->'data'->>'scan_id' = :id
"""
AWAY = {(503, "service_unavailable"), (504, "deadline_exceeded")}
_PARTS_MISSING = "parts_missing"
CREATED = 201
OK = 200
NO_ROOM, ANY_NUMBER = "1", "0"
"""Of files: more than that lie there, so whatever is written next finds no room."""

REFUSES_SECONDS = 20.0
PROBE = "quarantine/probe"

ASKING_AT_ONCE = 20
"""More than a service works on at the same moment: if each hung, all of it would."""


@contextmanager
def full(stack: Stack) -> Iterator[None]:
    """The store has no room inside the block; what lies there can still be read."""
    _limit(stack, NO_ROOM)
    try:
        _wait_until_it_refuses(stack)
        yield
    finally:
        _limit(stack, ANY_NUMBER)


def _wait_until_it_refuses(stack: Stack) -> None:
    """The server counts its files in the background: right after its start it takes one more."""
    root = Minio(
        stack.s3_endpoint,
        *stack.s3_account(),
        secure=False,
        region=stack.s3_region,
        http_client=urllib3.PoolManager(retries=False, timeout=REFUSES_SECONDS),
    )
    bucket = stack.bucket("applications")
    deadline = time.monotonic() + REFUSES_SECONDS
    while time.monotonic() < deadline:
        try:
            root.put_object(bucket, PROBE, io.BytesIO(b"?"), 1)
        except S3Error:
            break
        time.sleep(0.1)
    root.remove_object(bucket, PROBE)


def _limit(stack: Stack, files: str) -> None:
    part = stack.part("minio")
    user = part.user
    command = [part.argv[0], "config", part.argv[-2], f"--inodes={files}", "--yes"]
    stack.stop("minio")
    with back_at_the_end(stack, "minio"):
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=part.folder,
            env={"HOME": str(part.folder)},
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )


async def _ticket(asking: Caller, me: Applicant, scan: scans.Scan) -> JSON:
    """Announce a scan; the store is not asked for this."""
    body = {
        "slot": "A02",
        "filename": scan.filename,
        "content_type": scan.content_type,
        "size": len(scan.content),
        "consent": False,
    }
    answer = await asking.post(f"{me.path}/uploads", body)
    assert answer.status_code == CREATED, answer.text
    return dict(answer.json())


async def _state(asking: Caller, me: Applicant) -> str:
    listed = (await asking.get(f"{me.path}/scans")).json()
    return str(listed["scans"][-1]["state"])


@pytest.mark.timeout(180)
def test_a_full_store_refuses_the_part_and_the_scan_does_not_count(stack: Stack) -> None:
    async def scene() -> None:
        scan = scans.paper("A02")
        async with (
            stage_of(stack) as stage,
            someone(stage, filled=False) as me,
            caller(stack.gateway_url, me.person.login, APPLICANT_PASSWORD) as asking,
        ):
            ticket = await _ticket(asking, me, scan)
            [part] = ticket["parts"]
            completion = f"/uploads/{ticket['upload_id']}/completion"
            with full(stack):
                with pytest.raises(httpx.HTTPStatusError, match="500"):
                    await send_part(part, scan.filename, scan.content, scan.content_type)
                told = await asking.post(completion, {})
                assert problem_of(told) == (422, "scan_rejected")
                assert told.json()["params"]["reason_code"] == _PARTS_MISSING
                assert await _state(asking, me) == "UPLOADING"
                assert number(stack, "applications", _CHECK_JOBS, id=ticket["upload_id"]) == 0
            await send_part(part, scan.filename, scan.content, scan.content_type)
            await me.visitor.post(completion)
            assert (await applicant.checked(me, "A02"))["state"] == "ACCEPTED"

    run(scene())
    assert findings(stack) == []


@pytest.mark.timeout(180)
def test_a_store_that_fills_up_before_the_check_delays_the_verdict(stack: Stack) -> None:
    """The checker cannot store the clean file: the scan neither counts nor is it refused."""

    async def put_off() -> float:
        return await asyncio.to_thread(
            metric, stack, "checker.1", "tepei_jobs_total", outcome="retry"
        )

    async def scene() -> None:
        async with stage_of(stack) as stage, someone(stage, filled=False) as me:
            with back_at_the_end(stack, "checker.1"):
                stack.stop("checker.1")
                await applicant.send(me, "A02", scans.paper("A02"))
                with full(stack):
                    stack.start("checker.1")
                    await becomes_true("the check was tried and put off", put_off)
                    listed = await me.visitor.get(f"{me.path}/scans")
                    assert [scan["state"] for scan in listed["scans"]] == ["CHECKING"]
            assert (await applicant.checked(me, "A02"))["state"] == "ACCEPTED"

    run(scene())
    assert findings(stack) == []


@pytest.mark.timeout(180)
def test_a_frozen_store_costs_a_clear_error_and_nobody_else_waits(stack: Stack) -> None:
    async def scene() -> None:
        async with (
            stage_of(stack) as stage,
            someone(stage, filled=False) as me,
            caller(stack.gateway_url, me.person.login, APPLICANT_PASSWORD) as asking,
        ):
            scan = scans.paper("A02")
            ticket = await _ticket(asking, me, scan)
            [part] = ticket["parts"]
            await send_part(part, scan.filename, scan.content, scan.content_type)
            upload = f"/uploads/{ticket['upload_id']}"
            with stack.paused("minio"):
                answers = await asyncio.gather(
                    asking.post(f"{upload}/completion", {}, key=ticket["upload_id"]),
                    *(asking.post(f"{upload}/renewal", {}) for _ in range(ASKING_AT_ONCE)),
                )
                assert {problem_of(answer) for answer in answers} <= AWAY
                assert (await asking.get(me.path)).status_code == OK
                assert await _state(asking, me) == "UPLOADING"
            again = asking.post(f"{upload}/completion", {}, key=ticket["upload_id"])
            assert (await again).status_code == OK
            assert (await applicant.checked(me, "A02"))["state"] == "ACCEPTED"

    run(scene())
    assert findings(stack) == []
