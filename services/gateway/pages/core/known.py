"""Answers for everybody, kept a few seconds: however many visitors come, a service is asked once.

While one visitor's request fetches anew, all others get what was known; while nothing is known yet,
all wait for that one. When the service is away, what was known is shown on: an old guide is better
than none. What only some people may see, and what people decide on, is never asked here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from services.chassis.logs import get_logger
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError, TepeiError
from services.contracts.requests.base import Answer, Request
from services.gateway.gateway import Gateway
from services.gateway.pages.core.page import Page
from services.gateway.services import Services
from services.gateway.visit import Visit

_log = get_logger(__name__)

A = TypeVar("A", bound=Answer)
M = TypeVar("M")

FRESH_SECONDS = 5.0
MOST_KEPT = 200
AWAY = (ServiceUnavailableError, DeadlineExceededError)


@dataclass(slots=True)
class _Kept:
    """The last answer to one question, who is fetching the next, and whether it came at all."""

    made: Any = None
    error: TepeiError | None = None
    asked_at: float = float("-inf")
    fetching: asyncio.Future[None] | None = None


_KEPT: WeakKeyDictionary[Services, dict[tuple[str, str, str], _Kept]] = WeakKeyDictionary()


async def known(
    gateway: Gateway,
    visit: Visit,
    request: Request,
    make: Callable[[Any], M],
    *,
    fresh: float | None = None,
    patience: float | None = None,
) -> M:
    """What anybody would be answered, made once into what pages show.

    Args:
        gateway: Whose services are asked.
        visit: For the reference number; the question is put as nobody's.
        request: The question; its answers are kept by its words.
        make: What pages need of the answer; one question is always made into the same.
        fresh: How old an answer may be, in seconds; a few if nothing is said.
        patience: How long to wait for the service.

    Raises:
        TepeiError: The service refused, or it is away and nothing was known.
    """
    kept = _kept(gateway.services, request)
    oldest = time.monotonic() - (FRESH_SECONDS if fresh is None else fresh)
    if kept.asked_at <= oldest and (kept.made is None or kept.fetching is None):
        if kept.fetching is None:
            asked = gateway.services.ask(
                request, visit.as_anonymous(), request.answer, seconds=patience
            )
            kept.fetching = asyncio.ensure_future(_fetch(kept, request.method, asked, make))
        await asyncio.shield(kept.fetching)
    if kept.made is None:
        raise (kept.error or ServiceUnavailableError()).with_traceback(None)
    return cast("M", kept.made)


async def ask_for_all(page: Page, request: Request, answer: type[A]) -> A:
    """The answer that anybody would get, as it is."""
    found = await known(page.gateway, page.visit, request, _as_it_is)
    if not isinstance(found, answer):
        raise TypeError(answer)
    return found


def was_answered(gateway: Gateway, request: Request) -> bool:
    """Whether the service answered when it was last asked this."""
    kept = _kept(gateway.services, request)
    return kept.made is not None and kept.error is None


def _as_it_is(answer: Answer) -> Answer:
    return answer


async def _fetch(
    kept: _Kept, method: str, asked: Awaitable[Answer], make: Callable[[Any], Any]
) -> None:
    """Wait. A service that is away is left alone for a while; a refusal is asked for anew."""
    asked_at = float("-inf")
    try:
        found = await asked
        kept.made, kept.error, asked_at = make(found), None, time.monotonic()
    except AWAY as error:
        _log.warning("service_away_for_pages", method=method, code=error.code)
        kept.error, asked_at = error, time.monotonic()
    except TepeiError as error:
        kept.made, kept.error = None, error
    finally:
        kept.fetching, kept.asked_at = None, asked_at


def _kept(services: Services, request: Request) -> _Kept:
    of_services = _KEPT.setdefault(services, {})
    key = (request.service, request.method, request.model_dump_json())
    if key not in of_services:
        if len(of_services) >= MOST_KEPT:
            of_services.clear()
        of_services[key] = _Kept()
    return of_services[key]
