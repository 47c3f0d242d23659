"""Every route of the gateway in one place: what is not here does not exist."""

from __future__ import annotations

from services.contracts.requests.accounts import ReadIdentity, VerifyClientToken
from services.contracts.requests.base import Request
from services.contracts.requests.quotas import ListCycles
from services.gateway.routes import (
    accounts,
    applications,
    determination,
    exports,
    fairness,
    give_ups,
    lists,
    messages,
    packages,
    quotas,
    review,
    texts,
    training,
    units,
)
from services.gateway.routes.hand_made import HAND_MADE
from services.gateway.routes.route import ApiRoute

API_ROUTES: tuple[ApiRoute, ...] = (
    *applications.ROUTES,
    *review.ROUTES,
    *lists.ROUTES,
    *packages.ROUTES,
    *determination.ROUTES,
    *training.ROUTES,
    *give_ups.ROUTES,
    *exports.ROUTES,
    *fairness.ROUTES,
    *quotas.ROUTES,
    *accounts.ROUTES,
    *units.ROUTES,
    *texts.ROUTES,
    *messages.ROUTES,
)
"""Applications first: routes are tried in order, and theirs are used most."""

INTERNAL_REQUESTS: tuple[type[Request], ...] = (ReadIdentity, VerifyClientToken, ListCycles)
"""What the gateway asks for itself."""

REQUESTS_USED: frozenset[type[Request]] = frozenset(
    {
        *INTERNAL_REQUESTS,
        *(route.request for route in API_ROUTES),
        *(row.request for row in HAND_MADE if row.request is not None),
    }
)
