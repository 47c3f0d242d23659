"""The bench as a service like the others, in the routing table of this process only.

Import it before anything that reads the table, and call `wire` first.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

from services.chassis.clock import real_now
from services.contracts import routing
from services.contracts.envelope import Envelope, Event
from services.contracts.routing import Subscription

SERVICE = "bench"
BARE = "bare"
"""Source of the events for the bare handler: its queue hangs on an exchange of its own."""


class HappenedV1(Event):
    """Something to take note of, about as large as `submitted`."""

    source: ClassVar[str] = SERVICE
    name: ClassVar[str] = "happened"
    note: str


HAPPENED = Subscription(HappenedV1, SERVICE)
_NOTE = "invented " * 60


def wire() -> None:
    """Make the bench a service that hears its own event."""
    if SERVICE in routing.SERVICES:
        return
    routing.SERVICES = (*routing.SERVICES, SERVICE)
    routing.CONSUMERS[HappenedV1] = (SERVICE,)
    routing.SUBSCRIPTIONS = (*routing.SUBSCRIPTIONS, HAPPENED)


def envelope(event_id: UUID) -> Envelope:
    """One event in its envelope."""
    return Envelope(
        event_id=event_id,
        event=HappenedV1.name,
        version=HappenedV1.version,
        occurred_at=real_now(),
        correlation_id=uuid4().hex,
        aggregate_id=uuid4(),
        sequence=1,
        data={"note": _NOTE},
    )
