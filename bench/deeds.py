"""Verdicts and decisions of a desk, each on a file of its own; the renderers are stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx

from bench.child import Child
from bench.measuring import Samples
from bench.pages_found import Visitor
from bench.town import Town
from deploy.local.client import Stack

DEEDS = 80
WARM_UP = 10
_OPINION = {
    "text": "经逐项审核，申报材料齐全，填报内容与证明材料一致，同意上报。（样例）",
    "author_post": "专业技术人员管理科",
    "leader_name": "样例科长",
}


def measure(
    stack: Stack, browsers: Child, town: Town, people: list[Visitor]
) -> Mapping[str, Samples]:
    """A verdict on each of some files, then a pass of each."""
    officer = next(one for one in people if one.what == "FINAL_OFFICER")
    files = town.copies_of("FINAL_REVIEW")[: DEEDS + WARM_UP]
    session = officer.client.get("/api/v1/session").json()
    model = officer.client.get(f"/api/v1/review/cases/{files[0]}").json()
    mark = {"item_code": model["checklist"][0]["item_code"], "verdict": "PASS"}
    version = model["version"]

    def write(act: str, **body: Any) -> Samples:
        targets = [_target(officer, session, one, act, body) for one in files]
        return _told(stack, browsers, targets)

    verdicts = write("verdicts", version=version, marks=[mark])
    version = _version(officer.client, files[0])
    passes = write("passing", version=version, opinion=_OPINION)
    return {"verdict-p50": verdicts, "decision-p50": passes}


def _told(stack: Stack, browsers: Child, targets: list[dict[str, Any]]) -> Samples:
    address = urlsplit(stack.gateway_url)
    told = browsers.ask(
        host=address.hostname, port=address.port, targets=targets, clients=1, rounds=1
    )
    if told["refused"]:
        raise RuntimeError(f"deeds refused: {told['refused'][:3]}")
    return Samples([times[0] for times in told["milliseconds"][WARM_UP:]])


def _version(client: httpx.Client, file: UUID) -> int:
    version: int = client.get(f"/api/v1/review/cases/{file}").json()["version"]
    return version


def _target(
    officer: Visitor, session: Mapping[str, Any], file: UUID, act: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": f"/api/v1/review/cases/{file}/{act}",
        "cookie": officer.cookie,
        "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "x-csrf-token": session["csrf_token"],
            "idempotency-key": uuid4().hex,
        },
        "body": json.dumps(body),
    }
