"""Signing in and out in a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.actors import ANONYMOUS
from services.contracts.errors import UnauthenticatedError
from services.contracts.requests.accounts import ChangePassword, Identity, SignIn
from services.contracts.requests.base import Request
from services.gateway.access import PUBLIC, SIGNED_IN
from services.gateway.edge.arrival import arrival_of
from services.gateway.edge.validation import invalid_request
from services.gateway.gateway import Gateway, gateway_of
from services.gateway.routes.binding import idempotency_key, read_json
from services.gateway.routes.endpoint import json_response
from services.gateway.routes.route import ORDINARY_BODY_BYTES
from services.gateway.sessions.devices import device_of
from services.gateway.sessions.session import Session
from services.gateway.sessions.views import session_view
from services.gateway.visit import Visit

R = TypeVar("R", bound=Request)

SIGN_IN_SECONDS = 10.0
"""Checking a password costs time on purpose, and many may sign in at once."""


async def sign_in(request: HttpRequest) -> Response:
    """Check the password and begin a session under a fresh id; an older one of this browser ends.

    No CSRF token is asked, for there is no session yet; another origin is refused.
    """
    gateway = gateway_of(request)
    gateway.doorkeeper.check_origin(request)
    asked = await _read(SignIn, request)
    return _answer(gateway, await begin_session(gateway, request, asked), 201)


async def begin_session(gateway: Gateway, request: HttpRequest, asked: SignIn) -> Session:
    """A session under a fresh id for whoever knows the password; an older one here ends.

    Raises:
        SignInFailedError: wrong login or password.
    """
    arrival = arrival_of(request.scope)
    visit = Visit(ANONYMOUS, arrival.at, arrival.correlation_id)
    asked_at = gateway.sessions.now()
    device = device_of(request.headers.get("user-agent", ""))
    named = asked.model_copy(update={"device": device})
    identity = await gateway.services.ask(named, visit, Identity, seconds=SIGN_IN_SECONDS)
    former = request.cookies.get(gateway.settings.cookie_name)
    if former:
        await gateway.sessions.end(former)
    return await gateway.sessions.create(identity, asked_at=asked_at)


async def read_session(request: HttpRequest) -> Response:
    """Who is signed in here."""
    gateway = gateway_of(request)
    visit = await gateway.visit(request, SIGNED_IN)
    return json_response(
        session_view(_session(visit), gateway.secrets).model_dump(mode="json"), etag=False
    )


async def sign_out(request: HttpRequest) -> Response:
    """End the session of this browser; without one there is nothing to do."""
    gateway = gateway_of(request)
    visit = await gateway.visit(request, PUBLIC)
    if visit.session is not None:
        await gateway.sessions.end(visit.session.session_id)
    response = Response(status_code=204)
    response.delete_cookie(
        gateway.settings.cookie_name, secure=gateway.settings.is_https, httponly=True, path="/"
    )
    return response


async def change_password(request: HttpRequest) -> Response:
    """Change the password; this browser goes on under a fresh session, all others end."""
    gateway = gateway_of(request)
    visit = await gateway.visit(request, SIGNED_IN)
    session = _session(visit)
    asked = await _read(ChangePassword, request)
    keyed = replace(visit, idempotency_key=idempotency_key(request))
    asked_at = gateway.sessions.now()
    identity = await gateway.services.ask(asked, keyed, Identity, seconds=SIGN_IN_SECONDS)
    return _answer(gateway, await go_on_alone(gateway, session, identity, asked_at=asked_at), 200)


async def go_on_alone(
    gateway: Gateway, session: Session, identity: Identity, *, asked_at: datetime
) -> Session:
    """After a change of password: a fresh session for this browser, an end to all others."""
    fresh = await gateway.sessions.create(identity, asked_at=asked_at)
    await gateway.sessions.end_others(fresh)
    await gateway.sessions.end(session.session_id)
    return fresh


def _answer(gateway: Gateway, session: Session, status: int) -> Response:
    view = session_view(session, gateway.secrets)
    response = json_response(view.model_dump(mode="json"), status, etag=False)
    set_session_cookie(response, gateway, session)
    return response


def set_session_cookie(response: Response, gateway: Gateway, session: Session) -> None:
    """Hand the session id to the browser: no script reads it, and it ends with the browser."""
    response.set_cookie(
        gateway.settings.cookie_name,
        session.session_id,
        path="/",
        httponly=True,
        secure=gateway.settings.is_https,
        samesite="lax",
    )


async def _read(kind: type[R], request: HttpRequest) -> R:
    body = await read_json(request, ORDINARY_BODY_BYTES)
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise invalid_request(error) from None


def _session(visit: Visit) -> Session:
    """The session of a person; client systems have none."""
    if visit.session is None:
        raise UnauthenticatedError
    return visit.session
