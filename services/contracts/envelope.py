"""The envelope every event travels in.

The body of a message is exactly one envelope as JSON. Headers repeat the event id for tracing but
are never trusted.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Event(BaseModel):
    """Base of all published events: immutable, versioned, free of personal data.

    A published class never changes; a new meaning is a new class with the next version. Consumers
    read the class named by (`event`, `version`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: ClassVar[str]
    """The publishing service; its exchange is `<source>.events`."""
    name: ClassVar[str]
    """The routing key, in kebab case: `submitted`."""
    version: ClassVar[int] = 1


class Envelope(BaseModel):
    """What surrounds the data of one event on the wire."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: UUID
    event: str = Field(description="Event name, the routing key")
    version: int = Field(ge=1)
    occurred_at: AwareDatetime = Field(description="Business time of the transaction")
    correlation_id: str = Field(max_length=64, description="The request that began the story")
    causation_id: str | None = Field(default=None, max_length=64, description="Direct cause")
    aggregate_id: UUID = Field(description="The thing the event is about")
    sequence: int = Field(ge=1, description="Strictly increasing per aggregate and source")
    data: dict[str, Any]
