"""Uploads in parts against one raw PUT, and what they cost the services.

The checkers are stopped: they look at a scan after its upload, on machines of their own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from uuid import uuid4

from minio import Minio

from bench.child import Child
from bench.crowd import Crowd
from bench.instance import only_queueing
from bench.measuring import Samples
from deploy.local.client import Stack
from deploy.local.supervisor import tree

ROUNDS = 7
UPLOADS = 6
SIZE = 5 * 1024 * 1024
PARTS = 5
MEGABYTE = 1_000_000
REQUEST_PATH = ("applications", "gateway")
"""Who serves the tickets and the completion of an upload."""


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Uploads and PUTs in turn, with the CPU time of the services before and after."""
    crowd = Crowd(stack)
    host, port = stack.s3_endpoint.split(":")
    rates, limits, whole, costs = [], [], [], []
    with only_queueing(stack), Child("bench.programs.uploads") as client:
        for _ in range(ROUNDS + 1):
            question = _question(stack, crowd)
            before = _milliseconds(stack)
            told = client.ask(**question, store=[host, int(port)], size=SIZE)
            costs.append((_milliseconds(stack) - before) / (UPLOADS * PARTS))
            rates.append(SIZE / MEGABYTE / median(told["parts"]))
            whole.append(SIZE / MEGABYTE / median(told["whole"]))
            bare = client.ask(urls=_urls(stack), store=[host, int(port)], size=SIZE)
            limits.append(SIZE / MEGABYTE / median(bare["whole"]))
    crowd.close()
    also = {"with_ticket_and_completion": median(whole[1:])}
    return {
        "upload": Samples(rates[1:], limits[1:], also),
        "upload-cpu": Samples(costs[1:]),
    }


def _question(stack: Stack, crowd: Crowd) -> dict[str, object]:
    """One applicant, who uploads a few scans."""
    [ticket] = crowd.sessions(crowd.drafts(1))
    address = urlsplit(stack.gateway_url)
    return {
        "gateway": [address.hostname, address.port],
        "cookie": ticket.cookie,
        "csrf": ticket.csrf,
        "applications": [str(ticket.draft.application_id)] * UPLOADS,
    }


def _urls(stack: Stack) -> list[str]:
    """Presigned addresses for bare PUTs into the same bucket."""
    access, secret = stack.s3_account()
    store = Minio(stack.s3_endpoint, access, secret, region=stack.s3_region, secure=False)
    bucket = stack.bucket("applications")
    return [
        store.presigned_put_object(bucket, f"bench/{uuid4()}", timedelta(minutes=10))
        for _ in range(UPLOADS)
    ]


def _milliseconds(stack: Stack) -> float:
    """CPU time the services of the request path have used so far."""
    parts = stack.status()
    pids = [parts[name]["pid"] for name in REQUEST_PATH]
    everybody = [each for pid in pids for each in (pid, *tree.descendants(pid))]
    return sum(map(_ticks, everybody)) * 1000 / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """User and system time of a process, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
