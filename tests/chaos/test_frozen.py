"""A service that is frozen: its callers are told in time, the others go on, nothing is lost."""

from __future__ import annotations

import asyncio

import pytest

from demo import desks
from demo.applicant import submit
from demo.stage import APPLICANT_PASSWORD
from deploy.local.client import Stack
from tests.chaos.caller import caller, problem_of
from tests.chaos.scene import findings, someone, stage_of
from tests.support.live import run

FROZEN_SECONDS = 10.0
"""Twice the deadline of a call: who was left hanging would get the answer after it."""


@pytest.mark.timeout(180)
def test_a_frozen_service_costs_its_callers_a_clear_error_and_nothing_else(stack: Stack) -> None:
    async def scene() -> None:
        async with (
            stage_of(stack) as stage,
            someone(stage) as me,
            caller(stack.gateway_url, me.person.login, APPLICANT_PASSWORD) as asking,
        ):
            with stack.paused("review"):
                thaw = asyncio.create_task(asyncio.sleep(FROZEN_SECONDS))
                assert await submit(stage, me), "applications does not need review for this"
                frozen, other = await asyncio.gather(
                    asking.get(f"{me.path}/status"), asking.get(me.path)
                )
                assert problem_of(frozen) == (504, "deadline_exceeded")
                assert frozen.headers["retry-after"]
                assert not thaw.done(), "the answer must come at the deadline, not at the thaw"
                assert other.json()["application_no"] == me.application_no
                await thaw
            await desks.at_state(me, "UNIT_REVIEW")
            await desks.pass_unit(stage, me)

    run(scene())
    assert findings(stack) == []
