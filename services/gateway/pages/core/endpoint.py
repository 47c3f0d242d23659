"""The endpoint behind every page: who comes, the forgery check, the handler, errors as pages."""

from __future__ import annotations

import asyncio

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.errors import TepeiError, UnauthenticatedError
from services.gateway.edge.arrival import arrival_of
from services.gateway.errors import TooManyRequestsError
from services.gateway.gateway import Gateway, gateway_of
from services.gateway.pages.core import errors, sign_in
from services.gateway.pages.core.facts import cycles_known
from services.gateway.pages.core.forms import CSRF, FORM_BYTES, Form, read_form
from services.gateway.pages.core.page import Page, PageRoute
from services.gateway.routes.endpoint import Endpoint
from services.gateway.sessions.doorkeeper import SAFE_METHODS
from services.gateway.visit import Visit

_ROOM = asyncio.Semaphore(8)
"""For large forms on their way: each lies on the disk until it is answered."""


def page_endpoint(route: PageRoute) -> Endpoint:
    """The ASGI endpoint of one row of the page table."""

    async def endpoint(http: HttpRequest) -> Response:
        gateway = gateway_of(http)
        try:
            page = await _page(route, gateway, http)
        except TepeiError as error:
            return errors.error_page(http, error)
        try:
            return await _answer(route, page)
        except UnauthenticatedError:
            return sign_in.ask_to_sign_in(page)
        except TepeiError as error:
            return errors.error_page(http, error, page)

    endpoint.__name__ = route.handler.__name__
    return endpoint


async def _page(route: PageRoute, gateway: Gateway, http: HttpRequest) -> Page:
    """The form is read before the gate, so that it is kept when somebody must sign in first."""
    arrival = arrival_of(http.scope)
    visit = await gateway.doorkeeper.visit(
        http, arrived_at=arrival.at, correlation_id=arrival.correlation_id
    )
    arrival.actor_kind = visit.actor.kind
    form = None
    if http.method not in SAFE_METHODS:
        gateway.doorkeeper.check_origin(http)
        form = await _form(route, visit, http)
    return Page(http, gateway, visit, form, await cycles_known(gateway, visit))


async def _form(route: PageRoute, visit: Visit, http: HttpRequest) -> Form | None:
    """What was posted; large ones only of those who may post them, and a few at a time."""
    length = int(http.headers.get("content-length") or 0)
    if length <= FORM_BYTES or route.body_bytes <= FORM_BYTES:
        return await read_form(http, route.body_bytes)
    if not route.access.admits(visit.actor):
        return None
    if _ROOM.locked():
        raise TooManyRequestsError
    async with _ROOM:
        return await read_form(http, route.body_bytes)


async def _answer(route: PageRoute, page: Page) -> Response:
    route.access.check(page.visit.actor)
    if page.posted is not None:
        page.gateway.doorkeeper.check_forgery(page.http, page.visit, page.posted[CSRF])
    return await route.handler(page)
