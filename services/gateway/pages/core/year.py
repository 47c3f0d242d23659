"""Which of several cycles a browser shows: they run side by side, and it remembers a year (R01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from starlette.responses import Response

from services.contracts.requests.quotas import CycleView
from services.gateway.settings import GatewaySettings

COOKIE = "tepei_year"


def chosen(cycles: Sequence[CycleView], wanted: str | None, now: datetime) -> CycleView | None:
    """The cycle of the year this browser chose, else the one that is at work.

    That is the one whose window is open (the first to close, if several are), else the newest that
    has begun, else the newest: a year that is being prepared takes nobody's place.
    """
    mine = [one for one in cycles if str(one.year) == wanted]
    begun = [one for one in cycles if one.open_at <= now]
    open_now = sorted((one for one in begun if now < one.close_at), key=lambda one: one.close_at)
    return next(iter([*mine, *open_now, *begun, *cycles]), None)


def remember(response: Response, settings: GatewaySettings, year: int) -> None:
    """Keep the choice as long as the browser is open."""
    response.set_cookie(
        COOKIE, str(year), path="/", httponly=True, secure=settings.is_https, samesite="lax"
    )
