"""The unit of work for unit tests, and what a transaction fills in by itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from services.chassis.logs import bound
from services.chassis.testing.clock import START
from services.chassis.testing.work import DatabaseTouchedError, RecordingUnitOfWork
from tests.support.sample_contracts import (
    QUEUE,
    SERVICE,
    DoThing,
    ThingDoneV1,
    call,
    delivery,
)
from tests.support.unit_of_work_behaviour import UnitOfWorkBehaviour

THING = UUID(int=9)


@pytest.fixture
def recording() -> RecordingUnitOfWork:
    return RecordingUnitOfWork(SERVICE)


class TestRecordingUnitOfWork(UnitOfWorkBehaviour):
    @pytest.fixture
    def uow(self, recording: RecordingUnitOfWork) -> RecordingUnitOfWork:
        return recording

    @pytest.fixture
    def count_events(self, recording: RecordingUnitOfWork) -> Callable[[UUID], int]:
        return lambda thing: sum(aggregate == thing for _, aggregate, _, _ in recording.published)


def test_a_unit_test_that_reaches_for_the_database_is_told_so(
    recording: RecordingUnitOfWork,
) -> None:
    with pytest.raises(DatabaseTouchedError, match="flush"), recording() as tx:
        tx.session.flush()


def test_an_event_from_a_command_carries_its_story(recording: RecordingUnitOfWork) -> None:
    with recording(call(DoThing())) as tx:
        event_id = tx.publish(ThingDoneV1(thing_id=THING), aggregate_id=THING, sequence=2)
    row = recording.committed[0].outbox[0]
    assert (row.exchange, row.routing_key, row.kind) == ("samples.events", "thing-done", "event")
    assert row.payload == {
        "event_id": str(event_id),
        "event": "thing-done",
        "version": 1,
        "occurred_at": "2019-02-15T01:00:00Z",
        "correlation_id": "story-1",
        "causation_id": "story-1",
        "aggregate_id": str(THING),
        "sequence": 2,
        "data": {"thing_id": str(THING)},
    }


def test_an_event_caused_by_an_event_names_it_as_its_cause(recording: RecordingUnitOfWork) -> None:
    cause = delivery()
    with recording(cause) as tx:
        tx.publish(ThingDoneV1(thing_id=THING), aggregate_id=THING, sequence=2)
    payload = recording.committed[0].outbox[0].payload
    assert payload["causation_id"] == str(cause.event_id)
    assert payload["correlation_id"] == "story-2"


def test_a_worker_goes_on_with_the_story_of_its_job(recording: RecordingUnitOfWork) -> None:
    with bound(correlation_id="story-3"), recording(job="check") as tx:
        tx.publish(ThingDoneV1(thing_id=THING), aggregate_id=THING, sequence=2)
    assert recording.committed[0].outbox[0].payload["correlation_id"] == "story-3"


def test_a_scheduled_job_begins_a_story_of_its_own(recording: RecordingUnitOfWork) -> None:
    with recording(job="sweep") as tx:
        tx.audit("sweep", object_type="thing", object_id=THING)
    assert UUID(tx.correlation_id) != UUID(int=0)
    assert tx.now == START
    assert tx.audits[0].actor == "service:samples"
    assert tx.audits[0].cause == "samples.sweep"


def test_the_audit_names_the_person_and_the_command_but_not_by_name(
    recording: RecordingUnitOfWork,
) -> None:
    with recording(call(DoThing())) as tx:
        tx.audit("do", object_type="thing", object_id=THING, purpose="核对", details={"v": uuid4()})
    row = tx.audits[0]
    assert (row.actor, row.cause) == (f"person:{UUID(int=7)}", "samples.do_thing")
    assert "样例" not in str(row)


def test_a_job_travels_as_ids_to_the_services_own_queue(recording: RecordingUnitOfWork) -> None:
    with recording(delivery()) as tx:
        job_id = tx.enqueue(QUEUE, {"thing_id": THING}, key="thing:9")
    row = tx.outbox[0]
    assert (row.exchange, row.routing_key, row.kind) == ("samples.jobs", "samples.work", "job")
    assert row.payload == {
        "job_id": str(job_id),
        "queue": "samples.work",
        "key": "thing:9",
        "correlation_id": "story-2",
        "data": {"thing_id": str(THING)},
    }
    assert recording.enqueued == [("samples.work", "thing:9", {"thing_id": str(THING)})]
