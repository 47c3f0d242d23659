"""A notice that is said once, on the page after a deed, or after what turned out to be none."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.gateway.settings import GatewaySettings

COOKIE = "tepei_said"
SECONDS = 60
LONGEST = 600
_NOT_DONE = "?"


@dataclass(frozen=True, slots=True)
class Said:
    """A notice; not `done`, it says why nothing was done."""

    text: str
    done: bool = True


def say(response: Response, settings: GatewaySettings, said: Said) -> None:
    """Keep the notice for the next page; it stays within this browser."""
    text = said.text[:LONGEST] if said.done else f"{_NOT_DONE}{said.text[:LONGEST]}"
    value = base64.urlsafe_b64encode(text.encode()).decode()
    response.set_cookie(
        COOKIE,
        value,
        max_age=SECONDS,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite="lax",
    )


def read(http: HttpRequest) -> Said | None:
    """The notice waiting for this browser."""
    value = http.cookies.get(COOKIE)
    if not value:
        return None
    try:
        text = base64.urlsafe_b64decode(value.encode()).decode()[:LONGEST]
    except (binascii.Error, UnicodeError):
        return None
    return Said(text.removeprefix(_NOT_DONE), done=not text.startswith(_NOT_DONE))


def forget(response: Response, settings: GatewaySettings) -> None:
    """It was said."""
    response.delete_cookie(COOKIE, path="/", secure=settings.is_https, httponly=True)
