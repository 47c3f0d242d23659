"""A request and an event of a service that does not exist, for tests of the chassis."""

from __future__ import annotations

from typing import ClassVar, TypeVar
from uuid import UUID, uuid4

from services.chassis.causes import Call, Delivery
from services.chassis.testing.clock import START
from services.contracts.actors import Actor, ActorKind
from services.contracts.envelope import Event
from services.contracts.requests.base import Answer, Request
from services.contracts.routing import WorkQueue

R = TypeVar("R", bound=Request)

SERVICE = "samples"
QUEUE = WorkQueue("samples.work", SERVICE)
PERSON = Actor(kind=ActorKind.PERSON, person_id=UUID(int=7), name="样例甲")


class ThingDoneV1(Event):
    """Published when a thing is done."""

    source: ClassVar[str] = SERVICE
    name: ClassVar[str] = "thing-done"
    thing_id: UUID


class ForeignV1(Event):
    """An event of another service."""

    source: ClassVar[str] = "others"
    name: ClassVar[str] = "foreign"


class ThingAnswer(Answer):
    """What doing a thing says."""

    number: int


class DoThing(Request):
    """A command."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "do_thing"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ThingAnswer
    label: str = "a"


class IssueSecret(Request):
    """A command whose answer must not be stored."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "issue_secret"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ThingAnswer
    stores_answer: ClassVar[bool] = False


def call(data: R, *, key: str | None = None, actor: Actor = PERSON) -> Call[R]:
    """A call of the sample person."""
    return Call(
        data=data,
        actor=actor,
        arrived_at=START,
        idempotency_key=key,
        correlation_id="story-1",
        deadline=START,
        token="signed",
    )


def delivery(
    event_id: UUID | None = None, handler: str = "samples.on_thing_done"
) -> Delivery[Event]:
    """A delivery of the sample event."""
    thing = UUID(int=3)
    return Delivery(
        event=ThingDoneV1(thing_id=thing),
        event_id=event_id or uuid4(),
        event_name=ThingDoneV1.name,
        occurred_at=START,
        correlation_id="story-2",
        causation_id=None,
        aggregate_id=thing,
        sequence=4,
        handler=handler,
    )
