"""The parts of a running gateway, put together once and reached from every endpoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import cast

from starlette.requests import Request as HttpRequest

from services.chassis.clock import Clock
from services.gateway.access import Access
from services.gateway.broker.link import Link
from services.gateway.edge.arrival import arrival_of
from services.gateway.routes.binding import idempotency_key
from services.gateway.services import Services
from services.gateway.sessions.doorkeeper import SAFE_METHODS, Doorkeeper
from services.gateway.sessions.news import RoleNews
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.store import SessionStore
from services.gateway.settings import GatewaySettings
from services.gateway.visit import Visit


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything an endpoint may need."""

    settings: GatewaySettings
    clock: Clock
    link: Link
    services: Services
    secrets: SessionSecrets
    sessions: SessionStore
    doorkeeper: Doorkeeper
    news: RoleNews
    close: Callable[[], Awaitable[None]]

    async def visit(self, http: HttpRequest, access: Access) -> Visit:
        """Who comes, when, and with which key; refused unless the route's access lets them in.

        Raises:
            UnauthenticatedError, ForbiddenError: not for this visitor.
            ForgeryRefusedError: a write that does not come from one of our pages.
        """
        arrival = arrival_of(http.scope)
        visit = await self.doorkeeper.visit(
            http, arrived_at=arrival.at, correlation_id=arrival.correlation_id
        )
        arrival.actor_kind = visit.actor.kind
        access.check(visit.actor)
        self.doorkeeper.check_forgery(http, visit)
        if http.method in SAFE_METHODS:
            return visit
        return replace(visit, idempotency_key=idempotency_key(http))


def gateway_of(http: HttpRequest) -> Gateway:
    """The gateway an endpoint belongs to."""
    return cast("Gateway", http.app.state.gateway)
