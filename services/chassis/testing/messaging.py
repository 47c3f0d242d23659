"""Doubles for messaging: deliver an event to a service class, call it, answer its questions.

Nothing here needs a broker, nameko or eventlet.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.chassis.causes import Call, Delivery
from services.chassis.clock import real_now
from services.chassis.entrypoints import EventMark, RpcMark, declared
from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.envelope import Event
from services.contracts.errors import ServiceUnavailableError, TepeiError
from services.contracts.requests.base import Answer, Request

R = TypeVar("R", bound=Request)
E = TypeVar("E", bound=Event)

_EPOCH = datetime(2019, 2, 15, 1, 0, tzinfo=UTC)


def make_call(
    data: R,
    *,
    actor: Actor = ANONYMOUS,
    arrived_at: datetime = _EPOCH,
    idempotency_key: str | None = None,
    correlation_id: str = "test-story",
    token: str = "test-token",  # noqa: S107 -- stands for a signature, is none
) -> Call[R]:
    """A call as the entrypoint would build it."""
    return Call(
        data=data,
        actor=actor,
        arrived_at=arrived_at,
        idempotency_key=idempotency_key,
        correlation_id=correlation_id,
        deadline=real_now() + timedelta(seconds=30),
        token=token,
    )


def make_delivery(
    event: E,
    *,
    handler: str = "test.handler",
    event_id: UUID | None = None,
    aggregate_id: UUID | None = None,
    sequence: int = 1,
    occurred_at: datetime = _EPOCH,
    correlation_id: str = "test-story",
) -> Delivery[E]:
    """A delivery as the entrypoint would build it; a new event id each time unless given."""
    return Delivery(
        event=event,
        event_id=event_id or uuid.uuid4(),
        event_name=event.name,
        occurred_at=occurred_at,
        correlation_id=correlation_id,
        causation_id=None,
        aggregate_id=aggregate_id or uuid.uuid4(),
        sequence=sequence,
        handler=handler,
    )


class ServiceUnderTest:
    """A service class with its application object, reached as the broker would reach it."""

    def __init__(self, service_class: type, app: object) -> None:
        self._service = service_class()
        self._service.app = app
        self._class = service_class

    def ask(self, request: Request, **context: Any) -> Any:
        """Call the method that answers this request class.

        Raises:
            LookupError: the service declares no such method.
        """
        for name, mark in declared(self._class):
            if isinstance(mark, RpcMark) and mark.request is type(request):
                return getattr(self._service, name)(make_call(request, **context))
        raise LookupError(f"{self._class.__name__} does not answer {type(request).__name__}")

    def deliver(self, event: Event, **context: Any) -> None:
        """Hand an event to the method that handles its class.

        Raises:
            LookupError: the service declares no such method.
        """
        for name, mark in declared(self._class):
            if isinstance(mark, EventMark) and type(event) in mark.events:
                handler = f"{self._class.name}.{name}"  # type: ignore[attr-defined]  # -- every service class names itself
                getattr(self._service, name)(make_delivery(event, handler=handler, **context))
                return
        raise LookupError(f"{self._class.__name__} does not handle {type(event).__name__}")


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One question that was asked."""

    request: Request
    actor_token: str | None
    idempotency_key: str | None


Canned = Answer | TepeiError | Callable[[Any], Answer]


class FakeRpc:
    """An `RpcClient` with canned answers, keyed by request class; it remembers what was asked.

    An answer may be a value, an error to raise, or a function of the request. What has no answer
    behaves like a service that is down.
    """

    def __init__(self, answers: dict[type[Request], Canned] | None = None) -> None:
        self.answers: dict[type[Request], Canned] = dict(answers or {})
        self.calls: list[RecordedCall] = []

    def call(
        self,
        request: Request,
        *,
        actor_token: str | None = None,
        timeout: float = 5.0,  # noqa: ARG002 -- the client's signature
        idempotency_key: str | None = None,
        correlation_id: str | None = None,  # noqa: ARG002 -- the client's signature
    ) -> Any:
        """Answer from the table."""
        self.calls.append(RecordedCall(request, actor_token, idempotency_key))
        canned = self.answers.get(type(request))
        if canned is None:
            raise ServiceUnavailableError
        if isinstance(canned, TepeiError):
            raise canned
        answer = canned(request) if callable(canned) else canned
        if not isinstance(answer, request.answer):
            raise TypeError(f"{type(request).__name__} is answered by {request.answer.__name__}")
        return answer

    def asked(self, request_class: type[R]) -> list[R]:
        """The requests of one class, in order."""
        return [call.request for call in self.calls if isinstance(call.request, request_class)]
