"""One HTTP request as the services see it: who, when, and under which reference."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from services.contracts.actors import ANONYMOUS, Actor, service_actor
from services.gateway.sessions.session import Session

GATEWAY = service_actor("gateway")


@dataclass(frozen=True, slots=True)
class Visit:
    """What every question and command to a service carries.

    `arrived_at` is business time when the request's head was read; deadlines are judged by it.
    `correlation_id` is the reference number people are told when something goes wrong.
    """

    actor: Actor
    arrived_at: datetime
    correlation_id: str
    idempotency_key: str | None = None
    session: Session | None = None

    def as_gateway(self) -> Visit:
        """The same request, asked by the gateway for itself."""
        return Visit(GATEWAY, self.arrived_at, self.correlation_id)

    def as_anonymous(self) -> Visit:
        """The same request of somebody not signed in."""
        return Visit(ANONYMOUS, self.arrived_at, self.correlation_id, self.idempotency_key)


def new_correlation_id() -> str:
    """A reference number short enough to be read over the telephone."""
    return secrets.token_hex(8)
