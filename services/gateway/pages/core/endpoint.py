"""The endpoint behind every page: who comes, the forgery check, the handler, errors as pages."""

from __future__ import annotations

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.errors import TepeiError, UnauthenticatedError
from services.gateway.edge.arrival import arrival_of
from services.gateway.gateway import Gateway, gateway_of
from services.gateway.pages.core import errors, sign_in
from services.gateway.pages.core.facts import current_cycle
from services.gateway.pages.core.forms import CSRF, Form, read_form
from services.gateway.pages.core.page import Page, PageRoute
from services.gateway.routes.endpoint import Endpoint
from services.gateway.sessions.doorkeeper import SAFE_METHODS
from services.gateway.visit import Visit


def page_endpoint(route: PageRoute) -> Endpoint:
    """The ASGI endpoint of one row of the page table."""

    async def endpoint(http: HttpRequest) -> Response:
        gateway = gateway_of(http)
        try:
            visit = await _visit(gateway, http)
            page = Page(http, gateway, visit, cycle=await current_cycle(gateway, visit))
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


async def _visit(gateway: Gateway, http: HttpRequest) -> Visit:
    arrival = arrival_of(http.scope)
    visit = await gateway.doorkeeper.visit(
        http, arrived_at=arrival.at, correlation_id=arrival.correlation_id
    )
    arrival.actor_kind = visit.actor.kind
    return visit


async def _answer(route: PageRoute, page: Page) -> Response:
    """The form is read before the gate, so that it is kept when somebody must sign in first."""
    if page.http.method not in SAFE_METHODS:
        page.gateway.doorkeeper.check_origin(page.http)
        page = await _with_form(route, page)
    route.access.check(page.visit.actor)
    if page.http.method not in SAFE_METHODS:
        form: Form = await page.form()
        page.gateway.doorkeeper.check_forgery(page.http, page.visit, form[CSRF])
    try:
        return await route.handler(page)
    except UnauthenticatedError:
        return sign_in.ask_to_sign_in(page)


async def _with_form(route: PageRoute, page: Page) -> Page:
    form = await read_form(page.http, route.body_bytes)
    return Page(page.http, page.gateway, page.visit, form, page.cycle)
