"""What the edge notes about a request when its head has been read."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from services.contracts.actors import ActorKind

_KEY = "tepei.arrival"


@dataclass(slots=True)
class Arrival:
    """When a request came (business time), its reference number, and later who it was."""

    at: datetime
    correlation_id: str
    actor_kind: ActorKind = ActorKind.ANONYMOUS


def note_arrival(scope: MutableMapping[str, Any], arrival: Arrival) -> None:
    """Keep the note with the request."""
    scope[_KEY] = arrival


def arrival_of(scope: MutableMapping[str, Any]) -> Arrival:
    """The note of this request."""
    return cast("Arrival", scope[_KEY])
