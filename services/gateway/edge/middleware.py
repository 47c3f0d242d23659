"""The outermost layer: reference number, limits of the head, headers, access log, metrics.

Plain ASGI, because every request passes it. The access log says which route was used, never the
address with its ids or its query, and nothing about the person.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.clock import Clock
from services.chassis.logs import bound, get_logger
from services.contracts.errors import InternalError, TepeiError, TooLargeError
from services.gateway.edge.arrival import Arrival, note_arrival
from services.gateway.edge.headers import RawHeaders, SecurityHeaders
from services.gateway.errors import (
    HeadTooLargeError,
    LengthRequiredError,
    TooManyRequestsError,
    size_text,
)
from services.gateway.measured import UNMATCHED
from services.gateway.metrics import IN_FLIGHT, observe_request
from services.gateway.visit import new_correlation_id

_log = get_logger(__name__)

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 4 * 1024 * 1024
"""No route takes more; each has its own, smaller limit."""
MAX_FILES_BYTES = 11 * 1024 * 1024
"""The same for forms with files: a scan of a browser without scripts has up to 10 MB."""
REFERENCE_HEADER = b"x-request-id"


Present = Callable[[Scope, TepeiError], Response]
"""An error as its asker likes to read it: a page or a problem document."""


class Edge:
    """Wraps the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        clock: Clock,
        headers: SecurityHeaders,
        templates: Mapping[object, str],
        *,
        present: Present,
        concurrency: int,
    ) -> None:
        self._app = app
        self._clock = clock
        self._headers = headers
        self._templates = templates
        self._present = present
        self._concurrency = concurrency
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection event of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        arrival = Arrival(self._clock.now(), new_correlation_id())
        note_arrival(scope, arrival)
        self._in_flight += 1
        IN_FLIGHT.set(self._in_flight)
        try:
            with bound(correlation_id=arrival.correlation_id):
                await _Exchange(self, scope, arrival, send).run(receive)
        finally:
            self._in_flight -= 1
            IN_FLIGHT.set(self._in_flight)

    def refusal(self, scope: Scope) -> TepeiError | None:
        """Why the request is refused by its head alone."""
        if self._in_flight > self._concurrency:
            return TooManyRequestsError()
        raw: RawHeaders = scope["headers"]
        if sum(len(name) + len(value) for name, value in raw) > MAX_HEAD_BYTES:
            return HeadTooLargeError()
        given = dict(raw)
        if b"transfer-encoding" in given:
            return LengthRequiredError()
        length = given.get(b"content-length", b"0")
        files = given.get(b"content-type", b"").startswith(b"multipart/form-data")
        limit = MAX_FILES_BYTES if files else MAX_BODY_BYTES
        if not length.isdigit() or int(length[:12]) > limit:
            return TooLargeError(limit=size_text(limit))
        return None

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer."""
        await self._app(scope, receive, send)

    def present(self, scope: Scope, error: TepeiError) -> Response:
        """The error as a response."""
        return self._present(scope, error)

    def template(self, scope: Scope) -> str:
        """The template of the route that answered, for log and metrics."""
        return self._templates.get(scope.get("endpoint"), UNMATCHED)

    def added_headers(self, present: RawHeaders) -> RawHeaders:
        """The headers this layer adds to a response."""
        return self._headers.of(present)


class _Exchange:
    """One request and its response."""

    def __init__(self, edge: Edge, scope: Scope, arrival: Arrival, send: Send) -> None:
        self._edge = edge
        self._scope = scope
        self._arrival = arrival
        self._send = send
        self._status = 0

    async def run(self, receive: Receive) -> None:
        began = time.perf_counter()
        refusal = self._edge.refusal(self._scope)
        try:
            if refusal is None:
                await self._edge.answer(self._scope, receive, self._on_message)
            else:
                await self._problem(refusal, receive, close=True)
        except Exception as error:  # noqa: BLE001 -- nothing may pass the edge unanswered
            _log.exception("request failed", error=type(error).__name__)
            if self._status == 0:
                await self._problem(InternalError(), receive, close=True)
        finally:
            self._note(time.perf_counter() - began)

    async def _problem(self, error: TepeiError, receive: Receive, *, close: bool) -> None:
        response = self._edge.present(self._scope, error)
        if close:
            response.headers["connection"] = "close"
        await response(self._scope, receive, self._on_message)

    async def _on_message(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            present: list[Any] = list(message.get("headers", ()))
            reference = (REFERENCE_HEADER, self._arrival.correlation_id.encode())
            message["headers"] = [*present, reference, *self._edge.added_headers(present)]
        await self._send(message)

    def _note(self, seconds: float) -> None:
        route = self._edge.template(self._scope)
        method = self._scope["method"]
        observe_request(method, route, self._status, seconds)
        _log.info(
            "request",
            method=method,
            route=route,
            status=self._status,
            milliseconds=round(seconds * 1000, 1),
            actor=self._arrival.actor_kind,
        )
