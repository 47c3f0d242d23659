"""What every unit of work does, the real one and the recording one alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID, uuid4

import pytest

from services.chassis.causes import Call, Cause
from services.chassis.transaction import Transaction
from services.chassis.work import AnswerMissingError, Duplicate, Replayed
from services.contracts.actors import ANONYMOUS
from services.contracts.errors import IdempotencyConflictError
from tests.support.sample_contracts import (
    QUEUE,
    DoThing,
    ForeignV1,
    IssueSecret,
    ThingAnswer,
    ThingDoneV1,
    call,
    delivery,
)

Begin = Callable[..., AbstractContextManager[Transaction]]


class Recalling(Protocol):
    """A unit of work that can also look for an answer it has given."""

    def __call__(self, cause: Cause, /) -> AbstractContextManager[Transaction]: ...

    def recall(self, call: Call[Any]) -> None: ...


class UnitOfWorkBehaviour:
    """Subclasses give the fixtures `uow` and `count_events` (committed events of an aggregate)."""

    @pytest.fixture
    def thing(self) -> UUID:
        return uuid4()

    def test_what_a_clean_block_published_counts(
        self, uow: Begin, count_events: Callable[[UUID], int], thing: UUID
    ) -> None:
        with uow(call(DoThing())) as tx:
            tx.publish(ThingDoneV1(thing_id=thing), aggregate_id=thing, sequence=1)
        assert count_events(thing) == 1

    def test_what_a_failed_block_published_does_not_count(
        self, uow: Begin, count_events: Callable[[UUID], int], thing: UUID
    ) -> None:
        def fail() -> None:
            with uow(call(DoThing())) as tx:
                tx.publish(ThingDoneV1(thing_id=thing), aggregate_id=thing, sequence=1)
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert count_events(thing) == 0

    def test_an_event_takes_effect_once_in_each_handler(self, uow: Begin) -> None:
        event_id = uuid4()
        with uow(delivery(event_id)):
            pass
        with pytest.raises(Duplicate), uow(delivery(event_id)):
            pytest.fail("a duplicate must not be handled")
        with uow(delivery(event_id, handler="samples.on_other")):
            pass

    def test_an_event_whose_handling_failed_can_be_handled_again(self, uow: Begin) -> None:
        event_id = uuid4()
        with pytest.raises(LookupError), uow(delivery(event_id)):
            raise LookupError
        with uow(delivery(event_id)):
            pass

    def test_a_repeated_command_gives_the_first_answer_and_no_second_effect(
        self, uow: Begin, count_events: Callable[[UUID], int], thing: UUID
    ) -> None:
        key = str(uuid4())
        with uow(call(DoThing(), key=key)) as tx:
            tx.publish(ThingDoneV1(thing_id=thing), aggregate_id=thing, sequence=1)
            tx.respond(ThingAnswer(number=5))
        with pytest.raises(Replayed) as replayed, uow(call(DoThing(), key=key)):
            pytest.fail("a repeated command must not run")
        assert replayed.value.response == {"number": 5}
        assert count_events(thing) == 1

    def test_a_key_used_for_other_data_is_refused(self, uow: Begin) -> None:
        key = str(uuid4())
        with uow(call(DoThing(label="a"), key=key)) as tx:
            tx.respond(ThingAnswer(number=5))
        with pytest.raises(IdempotencyConflictError), uow(call(DoThing(label="b"), key=key)):
            pytest.fail("another command must not run under a used key")

    def test_an_answer_can_be_recalled_before_the_work_begins(self, uow: Recalling) -> None:
        done = call(DoThing(), key=str(uuid4()))
        uow.recall(done)
        with uow(done) as tx:
            tx.respond(ThingAnswer(number=5))
        with pytest.raises(Replayed) as replayed:
            uow.recall(done)
        assert replayed.value.response == {"number": 5}

    def test_the_same_key_of_another_actor_is_another_key(self, uow: Begin) -> None:
        key = str(uuid4())
        with uow(call(DoThing(), key=key)) as tx:
            tx.respond(ThingAnswer(number=5))
        with uow(call(DoThing(), key=key, actor=ANONYMOUS)) as tx:
            tx.respond(ThingAnswer(number=6))

    def test_a_failed_command_leaves_its_key_free(self, uow: Begin) -> None:
        key = str(uuid4())
        with pytest.raises(LookupError), uow(call(DoThing(), key=key)):
            raise LookupError
        with uow(call(DoThing(), key=key)) as tx:
            tx.respond(ThingAnswer(number=5))

    def test_a_secret_answer_is_not_kept(self, uow: Begin) -> None:
        key = str(uuid4())
        with uow(call(IssueSecret(), key=key)) as tx:
            tx.respond(ThingAnswer(number=5))
        with pytest.raises(Replayed) as replayed, uow(call(IssueSecret(), key=key)):
            pytest.fail("a repeated command must not run")
        assert replayed.value.response is None

    def test_a_keyed_command_without_an_answer_takes_no_effect(
        self, uow: Begin, count_events: Callable[[UUID], int], thing: UUID
    ) -> None:
        with pytest.raises(AnswerMissingError), uow(call(DoThing(), key=str(uuid4()))) as tx:
            tx.publish(ThingDoneV1(thing_id=thing), aggregate_id=thing, sequence=1)
        assert count_events(thing) == 0

    def test_events_and_jobs_of_another_service_are_refused(self, uow: Begin) -> None:
        with pytest.raises(ValueError, match="foreign"), uow() as tx:
            tx.publish(ForeignV1(), aggregate_id=uuid4(), sequence=1)
        with pytest.raises(ValueError, match=r"samples\.other"), uow() as tx:
            tx.enqueue(type(QUEUE)("samples.other", "others"), {}, key="k")
