"""An extension reaches the service that judges by it within seconds, in the running system."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import httpx

from deploy.local.client import Stack
from services.accounts.demo import DEMO_PASSWORD
from tests.support.live import open_stage, run, seed_people

WITHIN = 5.0


def signed_in(browser: httpx.Client, login: str, password: str) -> None:
    answer = browser.post("/api/v1/session", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    browser.headers["x-csrf-token"] = answer.json()["csrf_token"]


async def cycle_is_open(stack: Stack) -> None:
    stage = await open_stage(stack)
    await stage.crew.close()


def draft_of(browser: httpx.Client, cycle: dict[str, Any]) -> str:
    body = {
        "cycle_id": cycle["cycle_id"],
        "privacy_notice_version": 1,
        "privacy_acknowledged": True,
    }
    deadline = time.monotonic() + WITHIN
    while (answer := browser.post("/api/v1/applications", json=body)).status_code != 201:
        assert time.monotonic() < deadline, answer.text  # the cycle's event is on its way
        time.sleep(0.05)
    return str(answer.json()["application_id"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_applicant_sees_the_later_close_within_seconds(
    stack: Stack, browser: httpx.Client, applicant: dict[str, Any]
) -> None:
    seed_people(stack)
    run(cycle_is_open(stack))
    (cycle,) = browser.get("/api/v1/cycles").json()["cycles"]
    signed_in(browser, applicant["login"], applicant["password"])
    check = f"/api/v1/applications/{draft_of(browser, cycle)}/check"
    closes_at = instant(cycle["close_at"])
    assert instant(browser.get(check).json()["closes_at"]) == closes_at
    later = closes_at + timedelta(hours=1)
    with httpx.Client(base_url=stack.gateway_url, timeout=30) as leader:
        signed_in(leader, "region.leader", DEMO_PASSWORD)
        body = {"close_at": later.isoformat(), "reason": "网络中断，统一延长"}
        answer = leader.post(f"/api/v1/cycles/{cycle['year']}/extension", json=body)
        assert answer.status_code == 200, answer.text
    deadline = time.monotonic() + WITHIN
    while instant(browser.get(check).json()["closes_at"]) != later:
        assert time.monotonic() < deadline, "the extension did not arrive"
        time.sleep(0.05)
