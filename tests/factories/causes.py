"""Calls and deliveries as the entrypoints hand them to handlers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from services.chassis.causes import Call, Delivery
from services.chassis.clock import real_now
from services.contracts.actors import ANONYMOUS, Actor, ActorKind, RoleGrant
from services.contracts.envelope import Event
from services.contracts.requests.base import Request
from services.contracts.vocabulary import Role

R = TypeVar("R", bound=Request)
E = TypeVar("E", bound=Event)

ARRIVED_AT = datetime(2019, 2, 20, 4, 0, tzinfo=UTC)


def person(*roles: Role, at: UUID | None = None, person_id: UUID | None = None) -> Actor:
    """Somebody who holds these roles in one organisation."""
    organisation_id = at or uuid4()
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person_id or uuid4(),
        name="样例江",
        roles=tuple(RoleGrant(role=role, organisation_id=organisation_id) for role in roles),
    )


def call_of(request: R, actor: Actor = ANONYMOUS, *, key: str | None = None) -> Call[R]:
    """A call as it reaches a handler; a write has an idempotency key of its own."""
    return Call(
        data=request,
        actor=actor,
        arrived_at=ARRIVED_AT,
        idempotency_key=key or (uuid4().hex if request.writes else None),
        correlation_id=uuid4().hex,
        deadline=real_now() + timedelta(seconds=30),
        token="token",
    )


def delivery_of(
    event: E,
    *,
    aggregate_id: UUID,
    sequence: int,
    service: str,
    event_id: UUID | None = None,
) -> Delivery[E]:
    """An event as it reaches the handler of a service."""
    return Delivery(
        event=event,
        event_id=event_id or uuid4(),
        event_name=event.name,
        occurred_at=ARRIVED_AT,
        correlation_id=uuid4().hex,
        causation_id=None,
        aggregate_id=aggregate_id,
        sequence=sequence,
        handler=f"{service}.on_{event.name.replace('-', '_')}",
    )
