"""SIGTERM under load: what is in hand is finished, and a client that tries again loses nothing."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from demo import applicant, desks
from demo.applicant import Applicant
from demo.cast import Part, Programme
from demo.stage import APPLICANT_PASSWORD, Stage
from deploy.local.client import Stack
from services.contracts import events
from services.contracts.routing import Subscription
from tests.chaos.caller import caller
from tests.chaos.scene import (
    back_at_the_end,
    becomes_true,
    dismiss,
    findings,
    nominate,
    open_draft,
    people,
    someone,
    stage_of,
    walk_to_the_list,
)
from tests.chaos.stores import held, number
from tests.chaos.wire import waiting
from tests.support.live import run

_FILE = "SELECT id FROM application WHERE id = :id FOR UPDATE"
_CELLS = "SELECT plan_row_id FROM seat_cell FOR UPDATE"
_RESERVED = "SELECT count(*) FROM seat_ledger WHERE application_id = :id AND action = 'RESERVED'"
_REVISION = "SELECT revision FROM application WHERE id = :id"

OK = 200
DOCUMENTED = {200, 201, 202, 503, 504}
LOAD = Programme({}, 4, 0)
RESTARTED = ("applications", "gateway")


async def _told_to_stop(stack: Stack, name: str, let_go: Callable[[], None]) -> int:
    """Ask a part to stop, let go of what it waits for once it was told; its exit code."""

    async def stopping() -> bool:
        return bool((await asyncio.to_thread(stack.status))[name]["state"] == "stopping")

    stopped = asyncio.create_task(asyncio.to_thread(stack.stop, name))
    await becomes_true(f"{name} is told to stop", stopping)
    let_go()
    await stopped
    return int((await asyncio.to_thread(stack.status))[name]["last_exit"])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("service", RESTARTED)
def test_a_request_in_hand_is_finished_and_answered(stack: Stack, service: str) -> None:
    async def scene() -> tuple[int, int, str]:
        async with (
            stage_of(stack) as stage,
            someone(stage, filled=False) as me,
            caller(stack.gateway_url, me.person.login, APPLICANT_PASSWORD) as asking,
        ):
            body = {"expected_revision": me.revision, "fields": {"major": "农学"}}
            with held(stack, "applications", _FILE, id=me.application_id) as hold:
                answer = asyncio.create_task(asking.patch(me.path, body))
                await becomes_true("the command waits", hold.someone_waits)
                with back_at_the_end(stack, service):
                    code = await _told_to_stop(stack, service, hold.let_go)
                    return code, (await answer).status_code, me.application_id

    code, status, application_id = run(scene())
    assert (code, status) == (0, OK)
    assert number(stack, "applications", _REVISION, id=application_id) == 1
    assert findings(stack) == []


@pytest.mark.timeout(180)
def test_an_event_in_hand_is_finished_and_acknowledged(stack: Stack) -> None:
    async def scene() -> None:
        async with stage_of(stack) as stage, someone(stage) as me:
            assert await applicant.submit(stage, me)
            await desks.at_state(me, "UNIT_REVIEW")
            await walk_to_the_list(stage, me)
            with held(stack, "quotas", _CELLS) as hold:
                await nominate(stage, me)
                await becomes_true("the nomination waits", hold.someone_waits)
                with back_at_the_end(stack, "quotas"):
                    assert await _told_to_stop(stack, "quotas", hold.let_go) == 0
                    assert number(stack, "quotas", _RESERVED, id=me.application_id) == 1
                    queue = Subscription(events.ApplicationNominatedV1, "quotas").queue
                    assert waiting(stack, queue) == 0
            await desks.at_state(me, "LISTED")

    run(scene())
    assert findings(stack) == []


async def _writer(stage: Stage, part: Part) -> Applicant:
    me = await applicant.arrive(stage, part)
    await open_draft(stage, me)
    return me


async def _keep_writing(me: Applicant, over: asyncio.Event) -> None:
    """Save page after page; `save` notes the revision of each acknowledged one."""
    while not over.is_set():
        await applicant.save(me, {"major": f"农学{me.revision}"})


async def _restart(stack: Stack, name: str) -> int:
    """SIGTERM, wait for the end, start again; the exit code."""
    await asyncio.to_thread(stack.stop, name)
    code = (await asyncio.to_thread(stack.status))[name]["last_exit"]
    await asyncio.to_thread(stack.start, name)
    return int(code)


@pytest.mark.timeout(180)
def test_a_restart_under_load_shows_nothing_but_what_is_documented(stack: Stack) -> None:
    async def scene() -> tuple[list[Applicant], list[int]]:
        async with stage_of(stack) as stage:
            over = asyncio.Event()
            writers = [await _writer(stage, part) for part in await people(stage, LOAD)]
            load = [asyncio.create_task(_keep_writing(me, over)) for me in writers]
            codes = [await _restart(stack, name) for name in RESTARTED]
            over.set()
            await asyncio.gather(*load)
            await dismiss(writers)
            return writers, codes

    writers, codes = run(scene())
    assert codes == [0] * len(RESTARTED)
    seen = sum((me.visitor.answers for me in writers), Counter[int]())
    assert set(seen) <= DOCUMENTED
    for me in writers:
        kept = number(stack, "applications", _REVISION, id=me.application_id)
        assert kept == me.revision > 0
    assert findings(stack) == []
