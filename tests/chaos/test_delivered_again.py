"""An event that is delivered again takes effect once, in each of its consumers."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import desks, lists, play
from demo.applicant import Applicant, correct, submit
from demo.cast import Programme, Story
from deploy.local.client import Stack
from services.contracts import events
from services.contracts.envelope import Event
from services.contracts.routing import CONSUMERS, SUBSCRIPTIONS
from tests.chaos.scene import (
    POLL_SECONDS,
    dismiss,
    final_of,
    findings,
    nominate,
    people,
    rivals,
    someone,
    stage_of,
    walk_to_the_list,
)
from tests.chaos.stores import Content, content, number
from tests.chaos.wire import Logged, log_of, metric, once_published, send_again
from tests.support.live import run

OTHERS = Programme({Story.WITHDRAWN_WHEN_LISTED: 1}, 1, 0)
RIVALS = (Story.RETURNED_BY_UNIT, Story.PLAIN)
"""One of them is refused the seat."""

TIMES = 3
CONSUMING = ("applications", "review", "quotas", "documents")
NEVER_HERE = {
    events.ApplicationDelistedV1,
    events.ApplicationDeterminedV1,
    events.ApplicationGivenUpV1,
    events.ApplicationRefusedV1,
    events.ReReviewAskedV1,
    events.ReReviewDecidedV1,
    events.ClosingSoonV1,
    events.DueSoonV1,
    events.ListVoidedV1,
    events.CycleChangedV1,
    events.PlanAmendedV1,
}
"""What does not happen in the play."""

DUPLICATES = "tepei_inbox_duplicates_total"
RECOGNISED_SECONDS = 60.0


@dataclass(frozen=True)
class Again:
    """What was sent again, and what it did."""

    sent: list[Logged]
    before: dict[str, Content]
    after: dict[str, Content]
    recognised: dict[str, float]

    def expected(self, consumer: str) -> int:
        """How many deliveries the consumer must have recognised."""
        heard = {(s.event.source, s.event.name) for s in SUBSCRIPTIONS if s.service == consumer}
        return TIMES * sum((event.source, event.name) in heard for event in self.sent)


@pytest.fixture(scope="module")
def again(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Again:
    """A cycle played to the lists; then one event of each kind is sent three more times."""
    run(_play(stack, tmp_path_factory.mktemp("lists")))
    assert findings(stack) == []
    sent = _newest_of_each(stack)
    before = {service: content(stack, service) for service in CONSUMING}
    known = {service: metric(stack, service, DUPLICATES) for service in CONSUMING}
    result = Again(sent, before, {}, {})
    send_again(stack, sent, TIMES)
    deadline = time.monotonic() + RECOGNISED_SECONDS
    for service in CONSUMING:
        wanted = known[service] + result.expected(service)
        found = _recognised(stack, service, wanted, deadline)
        result.recognised[service] = found - known[service]
    result.after.update({service: content(stack, service) for service in CONSUMING})
    return result


def _recognised(stack: Stack, service: str, wanted: float, deadline: float) -> float:
    """What the consumer counts of repeated events, once it is what is wanted or time is up."""
    while (found := metric(stack, service, DUPLICATES)) < wanted and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return found


async def _play(stack: Stack, folder: Path) -> None:
    async with stage_of(stack) as stage:
        parts = [*await people(stage, OTHERS), *await rivals(stage, RIVALS)]
        players = await play.perform(stage, parts)
        for organisation_id in {final_of(me)["organisation_id"] for me in players}:
            await lists.finish(stage, organisation_id, lists.ListBook(folder))
        await dismiss(players)


def _newest_of_each(stack: Stack) -> list[Logged]:
    sources = {event.source for event in CONSUMERS}
    newest = {(e.source, e.name): e for source in sources for e in log_of(stack, source)}
    heard = {(event.source, event.name) for event in CONSUMERS}
    return [event for kind, event in newest.items() if kind in heard]


def test_every_kind_of_event_is_among_those_sent_again(again: Again) -> None:
    sent = {(event.source, event.name) for event in again.sent}
    missing = {event for event in CONSUMERS if (event.source, event.name) not in sent}
    assert missing <= NEVER_HERE


@pytest.mark.parametrize("consumer", CONSUMING)
def test_an_event_sent_three_times_more_changes_nothing(again: Again, consumer: str) -> None:
    assert again.recognised[consumer] == again.expected(consumer) > 0
    assert again.after[consumer] == again.before[consumer]


def test_three_copies_of_a_new_event_take_effect_once(stack: Stack) -> None:
    """The consumer was down: all copies lie in its queue when it begins."""
    application_id = run(_three_copies(stack))
    once = {
        ("review", "SELECT count(*) FROM decision WHERE kind = 'SUBMITTED'"): 1,
        ("documents", "SELECT count(*) FROM document WHERE version_no = 1"): 1,
        ("applications", "SELECT count(*) FROM audit_event WHERE action = 'return_received'"): 1,
        ("quotas", "SELECT count(*) FROM seat_ledger WHERE action = 'RESERVED'"): 1,
    }
    counted = Counter(
        {
            (service, query): number(stack, service, _about(service, query), id=application_id)
            for service, query in once
        }
    )
    assert counted == once
    assert findings(stack) == []


def _about(service: str, query: str) -> str:
    column = "object_id" if "audit_event" in query else "application_id::text"
    return f"{query} AND {column} = :id"


async def _three_copies(stack: Stack) -> str:
    async with stage_of(stack) as stage, someone(stage) as me:
        with stack.stopped("review"), stack.stopped("documents"):
            assert await submit(stage, me)
            await _copies(stack, events.ApplicationSubmittedV1, me)
        await desks.at_state(me, "UNIT_REVIEW")
        with stack.stopped("applications"):
            await desks.return_to_applicant(stage, me, me.part.unit["route"][0])
            await _copies(stack, events.ApplicationReturnedV1, me)
        await correct(stage, me)
        await desks.at_state(me, "UNIT_REVIEW")
        await walk_to_the_list(stage, me)
        with stack.stopped("quotas"):
            await nominate(stage, me)
            await _copies(stack, events.ApplicationNominatedV1, me)
        await desks.at_state(me, "LISTED")
        return me.application_id


async def _copies(stack: Stack, event: type[Event], me: Applicant) -> None:
    original = await once_published(stack, event, me)
    await asyncio.to_thread(send_again, stack, [original], TIMES - 1)
