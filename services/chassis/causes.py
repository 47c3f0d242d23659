"""Why a unit of work begins: a command, an event, or a job that came due.

Plain frozen values shared by the entrypoints (which build them) and the unit of work (which fills
correlation, causation and the audit's actor from them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.envelope import Event
from services.contracts.requests.base import Request

R_co = TypeVar("R_co", bound=Request, covariant=True)
E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[R_co]):
    """One RPC command or question with what the service verified about it."""

    data: R_co
    actor: Actor
    arrived_at: datetime
    """Business time at which the gateway took the request; deadlines are judged by it."""
    idempotency_key: str | None
    correlation_id: str
    deadline: datetime
    """Real time after which nobody waits for the answer."""
    token: str
    """The signed actor token, to be forwarded when another service is asked."""


@dataclass(frozen=True, slots=True)
class Delivery(Generic[E_co]):
    """One event as it was delivered to one handler."""

    event: E_co
    event_id: UUID
    event_name: str
    occurred_at: datetime
    correlation_id: str
    causation_id: str | None
    aggregate_id: UUID
    sequence: int
    handler: str
    """`<service>.<method>`: the key under which the inbox remembers the event."""


Cause = Call[Any] | Delivery[Any] | None
"""What began a unit of work; None means a scheduled job."""


@dataclass(frozen=True, slots=True)
class WorkJob:
    """One job for a worker process as it travels in the body of a work queue's message."""

    job_id: UUID
    queue: str
    key: str
    """What the job is about; two jobs with one key may be run twice without harm."""
    correlation_id: str
    data: Mapping[str, Any]

    def to_wire(self) -> dict[str, Any]:
        """The message body."""
        return {
            "job_id": str(self.job_id),
            "queue": self.queue,
            "key": self.key,
            "correlation_id": self.correlation_id,
            "data": dict(self.data),
        }

    @classmethod
    def from_wire(cls, body: Any) -> Self:
        """Read a message body.

        Raises:
            ValueError: the body is not a job; the message can never be handled.
        """
        fits = isinstance(body, dict) and set(body) == _JOB_FIELDS
        if not fits or not isinstance(body["data"], dict):
            msg = "not a work job"
            raise ValueError(msg)
        return cls(
            job_id=UUID(str(body["job_id"])),
            queue=str(body["queue"]),
            key=str(body["key"]),
            correlation_id=str(body["correlation_id"]),
            data=body["data"],
        )


_JOB_FIELDS = {"job_id", "queue", "key", "correlation_id", "data"}
