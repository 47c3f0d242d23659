"""A command is done, but its answer gets lost: asking again under the same key tells the result."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from demo.client import persistently
from demo.stage import APPLICANT_PASSWORD
from deploy.local.client import Stack
from tests.chaos.caller import caller, problem_of
from tests.chaos.scene import back_at_the_end, becomes_true, findings, someone, stage_of
from tests.chaos.stores import held, number
from tests.support.live import run

CREATED = 201
_FILE = "SELECT id FROM application WHERE id = :id FOR UPDATE"
_VERSIONS = "SELECT count(*) FROM application_version WHERE application_id = :id"
_SAID = """
SELECT count(*) FROM outbox
WHERE routing_key = 'submitted' AND payload->'data'->>'application_id' = :id
"""


@pytest.mark.timeout(180)
def test_a_reply_lost_with_the_broker_is_told_again_and_nothing_is_done_twice(
    stack: Stack,
) -> None:
    """The broker dies while the service works on the submission; the commit comes after that."""

    async def scene() -> str:
        async with (
            stage_of(stack) as stage,
            someone(stage) as me,
            caller(stack.gateway_url, me.person.login, APPLICANT_PASSWORD) as asking,
        ):
            key = uuid4().hex
            path = f"{me.path}/submission"
            body = {
                "expected_revision": me.revision,
                "pledge": True,
                "pledge_version": stage.pledge_version,
            }
            with held(stack, "applications", _FILE, id=me.application_id) as hold:
                lost = asyncio.create_task(asking.post(path, body, key=key))
                await becomes_true("the command waits", hold.someone_waits)
                await asyncio.to_thread(stack.kill, "rabbitmq", hold=True)
            with back_at_the_end(stack, "rabbitmq"):
                assert problem_of(await lost) == (504, "deadline_exceeded")
                assert number(stack, "applications", _VERSIONS, id=me.application_id) == 1
            told = await persistently(lambda: asking.post(path, body, key=key))
            assert told.status_code == CREATED
            assert told.json()["version_no"] == 1
            return me.application_id

    application_id = run(scene())
    assert number(stack, "applications", _VERSIONS, id=application_id) == 1
    assert number(stack, "applications", _SAID, id=application_id) == 1
    assert findings(stack) == []
