"""The ASGI application: routes from the tables, problems for every error, the edge around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp

from services.chassis.logs import get_logger
from services.contracts.errors import (
    InternalError,
    InvalidRequestError,
    NotFoundError,
    ServiceUnavailableError,
    TepeiError,
)
from services.gateway import front
from services.gateway.edge.headers import SecurityHeaders
from services.gateway.edge.middleware import Edge
from services.gateway.edge.validation import findings_of
from services.gateway.errors import MethodNotAllowedError
from services.gateway.front import health, reading
from services.gateway.gateway import Gateway
from services.gateway.measured import TEMPLATES, UNMATCHED
from services.gateway.openapi import openapi_document
from services.gateway.pages.core.assets import serve_asset
from services.gateway.pages.core.endpoint import page_endpoint
from services.gateway.pages.core.errors import error_response
from services.gateway.pages.table import PAGE_ROUTES
from services.gateway.routes import downloads, session
from services.gateway.routes.endpoint import Endpoint, endpoint_of
from services.gateway.routes.hand_made import HAND_MADE
from services.gateway.routes.table import API_ROUTES

_log = get_logger(__name__)

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]

ENDPOINTS: dict[str, Endpoint] = {
    "sign_in": session.sign_in,
    "read_session": session.read_session,
    "sign_out": session.sign_out,
    "change_password": session.change_password,
    "fetch_document": downloads.fetch_document,
    "fetch_export": downloads.fetch_export,
    "fetch_scan": downloads.fetch_scan,
    "serve_asset": serve_asset,
    "alive": health.alive,
    "openapi_document": reading.openapi_json,
    "api_reference": reading.api_reference,
    "api_reference_style": reading.style,
}
"""What each hand-made route does."""


def create_app(gateway: Gateway, *, lifespan: Lifespan | None = None) -> FastAPI:
    """The application without the edge; FastAPI's own pages load foreign scripts and are off."""
    app = FastAPI(
        title=front.TITLE,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan or _no_lifespan,
        redirect_slashes=False,
    )
    app.state.gateway = gateway
    app.openapi = openapi_document  # type: ignore[method-assign]  # -- FastAPI's own hook
    app.state.templates = {}
    for row in API_ROUTES:
        _add(app, row.method, row.template, endpoint_of(row))
    for hand_made in HAND_MADE:
        _add(app, hand_made.method, hand_made.template, ENDPOINTS[hand_made.operation_id])
    for page in PAGE_ROUTES:
        _add(app, page.method, page.path, page_endpoint(page))
    TEMPLATES.announce({UNMATCHED, *app.state.templates.values()})
    app.add_exception_handler(TepeiError, _on_tepei_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(SQLAlchemyError, _on_store_away)
    app.add_exception_handler(Exception, _on_unforeseen)
    return app


def with_edge(app: FastAPI, gateway: Gateway) -> ASGIApp:
    """The application as it faces the network."""
    settings = gateway.settings
    return Edge(
        app,
        gateway.clock,
        SecurityHeaders(settings),
        app.state.templates,
        present=lambda scope, error: error_response(HttpRequest(scope), error),
        concurrency=settings.concurrency,
    )


def _add(app: FastAPI, method: str, template: str, endpoint: Endpoint) -> None:
    """Add a plain route: binding, checks and description are our own, so FastAPI adds nothing."""
    app.add_route(template, endpoint, methods=[method])
    app.state.templates[endpoint] = template


@asynccontextmanager
async def _no_lifespan(_app: FastAPI) -> AsyncIterator[None]:
    yield


async def _on_tepei_error(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, TepeiError)  # noqa: S101 -- registered for this class only
    return _problem(request, error)


async def _on_http_exception(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this class only
    match error.status_code:
        case 404:
            return _problem(request, NotFoundError())
        case 405:
            response = _problem(request, MethodNotAllowedError())
            response.headers.update(error.headers or {})
            return response
        case _:
            return _problem(request, InvalidRequestError())


async def _on_validation_error(request: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this class only
    return _problem(request, InvalidRequestError(findings=tuple(findings_of(error.errors()))))


async def _on_store_away(request: HttpRequest, error: Exception) -> Response:
    """The session database does not answer: worth repeating, and no fault of the request."""
    _log.warning("session database away", error=type(error).__name__)
    return _problem(request, ServiceUnavailableError())


async def _on_unforeseen(request: HttpRequest, _error: Exception) -> Response:
    """The edge writes the log; the reader learns the reference number and nothing else."""
    return _problem(request, InternalError())


def _problem(request: HttpRequest, error: TepeiError) -> Response:
    return error_response(request, error)
