"""What happens inside one unit of work: the session, and what will be written with its effects.

A `Transaction` only collects; `services.chassis.work` writes what it holds in one statement right
before the commit. Unit tests therefore use the real class over a session of their own
(`services.chassis.testing.work`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel
from sqlalchemy.orm import Session

from services.chassis.causes import Call, Cause, Delivery, WorkJob
from services.chassis.logs import bound_correlation_id
from services.contracts.envelope import Envelope, Event
from services.contracts.routing import WorkQueue, events_exchange, jobs_exchange

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to send: an event's envelope or a job's body."""

    event_id: UUID
    exchange: str
    routing_key: str
    kind: str
    payload: dict[str, Any]
    correlation_id: str
    aggregate_id: UUID | None
    sequence: int | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One audited act; ids and codes only."""

    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    purpose: str | None
    cause: str
    correlation_id: str
    details: dict[str, Any]


@dataclass(slots=True)
class Transaction:
    """One unit of work in progress."""

    session: Session
    now: datetime
    """Business time at the beginning."""
    cause: Cause
    service: str
    job: str | None = None
    correlation_id: str = ""
    outbox: list[OutboxRow] = field(default_factory=list)
    audits: list[AuditRow] = field(default_factory=list)
    response: BaseModel | None = None

    def __post_init__(self) -> None:
        if not self.correlation_id:
            # A worker's job has no cause of its own here: its request is the one that is logged.
            given = bound_correlation_id() if self.cause is None else self.cause.correlation_id
            self.correlation_id = given or str(uuid4())

    def publish(self, event: Event, *, aggregate_id: UUID, sequence: int) -> UUID:
        """Let the event be sent once this transaction is committed.

        Args:
            event: The facts; its class names source, name and version.
            aggregate_id: The thing the event is about.
            sequence: Strictly increasing per aggregate; consumers ignore what is older.

        Returns:
            The event's id.

        Raises:
            ValueError: The event belongs to another service.
        """
        if event.source != self.service:
            msg = f"{self.service} cannot publish {event.name!r} of {event.source}"
            raise ValueError(msg)
        envelope = Envelope(
            event_id=uuid4(),
            event=event.name,
            version=event.version,
            occurred_at=self.now,
            correlation_id=self.correlation_id,
            causation_id=self._causation_id,
            aggregate_id=aggregate_id,
            sequence=sequence,
            data=event.model_dump(mode="json"),
        )
        self.outbox.append(
            OutboxRow(
                event_id=envelope.event_id,
                exchange=events_exchange(self.service),
                routing_key=event.name,
                kind="event",
                payload=envelope.model_dump(mode="json"),
                correlation_id=self.correlation_id,
                aggregate_id=aggregate_id,
                sequence=sequence,
            )
        )
        return envelope.event_id

    def enqueue(self, queue: WorkQueue, job: dict[str, Any], *, key: str) -> UUID:
        """Hand a job to the workers of a queue once this transaction is committed.

        Args:
            queue: One of this service's work queues.
            job: Ids only; the worker asks for everything else.
            key: What the job is about; two jobs with one key may both run, without harm.

        Returns:
            The job's id.
        """
        if queue.service != self.service:
            msg = f"{self.service} cannot enqueue on {queue.name} of {queue.service}"
            raise ValueError(msg)
        work = WorkJob(uuid4(), queue.name, key, self.correlation_id, job)
        self.outbox.append(
            OutboxRow(
                event_id=work.job_id,
                exchange=jobs_exchange(self.service),
                routing_key=queue.name,
                kind="job",
                payload=json.loads(json.dumps(work.to_wire(), default=str)),
                correlation_id=self.correlation_id,
                aggregate_id=None,
                sequence=None,
            )
        )
        return work.job_id

    def audit(
        self,
        action: str,
        *,
        object_type: str,
        object_id: UUID | str,
        purpose: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Record who does this, why and to what, in the same transaction.

        Args:
            action: What is done, in snake case.
            object_type: Kind of the thing.
            object_id: Its id; never a personal number or name.
            purpose: Why sensitive data is read, in the reader's words.
            details: Ids and codes that tell what the actor saw and decided.
        """
        self.audits.append(
            AuditRow(
                at=self.now,
                actor=self._actor,
                action=action,
                object_type=object_type,
                object_id=str(object_id),
                purpose=purpose,
                cause=self._cause_name,
                correlation_id=self.correlation_id,
                details=json.loads(json.dumps(details or {}, default=str)),
            )
        )

    def respond(self, result: AnswerT) -> AnswerT:
        """Remember the answer under the call's idempotency key and give it back."""
        self.response = result
        return result

    @property
    def _actor(self) -> str:
        if isinstance(self.cause, Call):
            return self.cause.actor.reference
        return f"service:{self.service}"

    @property
    def _cause_name(self) -> str:
        match self.cause:
            case Call():
                return f"{self.service}.{self.cause.data.method}"
            case Delivery():
                return self.cause.handler
            case None:
                return f"{self.service}.{self.job or 'job'}"

    @property
    def _causation_id(self) -> str | None:
        match self.cause:
            case Delivery():
                return str(self.cause.event_id)
            case Call():
                return self.cause.correlation_id
            case None:
                return None
