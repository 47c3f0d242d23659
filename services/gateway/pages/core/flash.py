"""A notice that is said once, on the page after a deed."""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.gateway.settings import GatewaySettings

COOKIE = "tepei_said"
SECONDS = 60
LONGEST = 600


def say(response: Response, settings: GatewaySettings, text: str) -> None:
    """Keep the notice for the next page; it stays within this browser."""
    value = base64.urlsafe_b64encode(text[:LONGEST].encode()).decode()
    response.set_cookie(
        COOKIE,
        value,
        max_age=SECONDS,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite="lax",
    )


def read(http: HttpRequest) -> str | None:
    """The notice waiting for this browser."""
    value = http.cookies.get(COOKIE)
    if not value:
        return None
    try:
        return base64.urlsafe_b64decode(value.encode()).decode()[:LONGEST]
    except (binascii.Error, UnicodeError):
        return None


def forget(response: Response, settings: GatewaySettings) -> None:
    """It was said."""
    response.delete_cookie(COOKIE, path="/", secure=settings.is_https, httponly=True)
