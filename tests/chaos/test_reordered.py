"""Events that come late or in another order leave the state right."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from demo import desks
from demo.applicant import Applicant, correct, submit, withdraw
from demo.stage import Stage
from deploy.local.client import Stack
from services.contracts import events
from services.contracts.routing import Subscription
from tests.chaos.scene import (
    findings,
    nominate,
    someone,
    stage_of,
    walk_to_the_list,
)
from tests.chaos.stores import rows
from tests.chaos.wire import log_of, once_published, once_taken, send_again, take_out
from tests.support.live import run

_PRINTS = """
SELECT version_no, state FROM document WHERE application_id = :id AND kind = 'APPLICANT_COPY'
ORDER BY version_no
"""
_SEAT = "SELECT state FROM reservation WHERE application_id = :id"
_FILE = """
SELECT state, review_sequence, return_sequence, return_id, desk_organisation_id, version_no
FROM application WHERE id = :id
"""
_TO_APPLICATIONS = {"returned", "desk-changed"}


async def _return_and_correct(stage: Stage, me: Applicant) -> None:
    await desks.at_state(me, "UNIT_REVIEW")
    await desks.return_to_applicant(stage, me, me.part.unit["route"][0])
    await correct(stage, me)
    await desks.at_state(me, "UNIT_REVIEW")


@pytest.mark.timeout(180)
def test_a_first_version_that_comes_after_the_second_is_not_the_current_print(
    stack: Stack,
) -> None:
    async def scene() -> str:
        async with stage_of(stack) as stage, someone(stage) as me:
            with stack.stopped("documents"):
                assert await submit(stage, me)
                first = await once_published(stack, events.ApplicationSubmittedV1, me)
                await _return_and_correct(stage, me)
                second = await once_published(stack, events.ApplicationResubmittedV1, me)
                queue = Subscription(events.ApplicationSubmittedV1, "documents")
                assert take_out(stack, queue, first.event_id)
            await once_taken(stack, "documents", second.event_id)
            await asyncio.to_thread(send_again, stack, [first])
            await once_taken(stack, "documents", first.event_id)
            return me.application_id

    application_id = run(scene())
    assert findings(stack) == []
    prints = [tuple(row) for row in rows(stack, "documents", _PRINTS, id=application_id)]
    assert prints == [(1, "SUPERSEDED"), (2, "READY")]


@pytest.mark.timeout(180)
def test_a_nomination_that_comes_after_the_withdrawal_takes_no_seat(stack: Stack) -> None:
    async def scene() -> str:
        async with stage_of(stack) as stage, someone(stage) as me:
            assert await submit(stage, me)
            await desks.at_state(me, "UNIT_REVIEW")
            await walk_to_the_list(stage, me)
            with stack.stopped("quotas"):
                await nominate(stage, me)
                asked = await once_published(stack, events.ApplicationNominatedV1, me)
                await withdraw(stage, me)
                gone = await once_published(stack, events.ApplicationWithdrawnV1, me)
                queue = Subscription(events.ApplicationNominatedV1, "quotas")
                assert take_out(stack, queue, asked.event_id)
            await once_taken(stack, "quotas", gone.event_id)
            await asyncio.to_thread(send_again, stack, [asked])
            await once_taken(stack, "quotas", asked.event_id)
            return me.application_id

    application_id = run(scene())
    assert [row.state for row in rows(stack, "quotas", _SEAT, id=application_id)] == ["NONE"]
    assert findings(stack) == []


@pytest.mark.timeout(180)
def test_a_return_that_comes_again_does_not_undo_the_resubmission(stack: Stack) -> None:
    """Not even to an inbox that has forgotten it: everything review said comes backwards."""

    async def scene() -> str:
        async with stage_of(stack) as stage, someone(stage) as me:
            assert await submit(stage, me)
            await _return_and_correct(stage, me)
            return me.application_id

    application_id = run(scene())
    assert findings(stack) == []
    before = rows(stack, "applications", _FILE, id=application_id)
    said = [
        event
        for event in reversed(log_of(stack, "review"))
        if event.is_about(application_id) and event.name in _TO_APPLICATIONS
    ]
    assert {event.name for event in said} == _TO_APPLICATIONS
    _forget(stack, [event.event_id for event in said])
    send_again(stack, said)
    for event in said:
        run(once_taken(stack, "applications", event.event_id))
    assert rows(stack, "applications", _FILE, id=application_id) == before
    assert findings(stack) == []


def _forget(stack: Stack, event_ids: list[UUID]) -> None:
    """Remove events from the inbox of applications."""
    engine = create_engine(stack.owner_url("applications"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM inbox WHERE event_id = ANY(:ids)"), {"ids": event_ids})
