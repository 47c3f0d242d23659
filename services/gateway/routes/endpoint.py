"""The endpoint behind every row of the tables: gate, bind, relay, answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.gateway.broker.wire import JSON
from services.gateway.gateway import Gateway, gateway_of
from services.gateway.routes.binding import bind
from services.gateway.routes.route import PREFIX, ApiRoute

Endpoint = Callable[[HttpRequest], Awaitable[Response]]

_ETAG_FIELDS = ("version", "revision")


def endpoint_of(route: ApiRoute) -> Endpoint:
    """The ASGI endpoint of one row."""

    async def endpoint(request: HttpRequest) -> Response:
        gateway: Gateway = gateway_of(request)
        visit = await gateway.visit(request, route.access)
        asked = await bind(route, request)
        result = await gateway.services.relay(asked, visit, seconds=route.seconds)
        return json_response(result, route.status, location=_location(route, result))

    endpoint.__name__ = route.operation_id
    return endpoint


def json_response(
    content: Any, status: int = 200, *, location: str | None = None, etag: bool = True
) -> Response:
    """An answer as JSON, with the version of what it shows as its ETag."""
    headers: dict[str, str] = {}
    if location is not None:
        headers["location"] = location
    if etag and isinstance(content, dict):
        version = next((content[name] for name in _ETAG_FIELDS if name in content), None)
        if version is not None:
            headers["etag"] = f'"{version}"'
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, headers, "application/json")


def _location(route: ApiRoute, result: JSON) -> str | None:
    return None if route.location is None else PREFIX + route.location.format_map(result)
