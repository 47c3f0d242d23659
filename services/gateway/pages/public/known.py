"""Answers for everybody, kept a few seconds: a rush at a public page asks its service once.

While one visitor's request fetches anew, all others get what was known. When the service is away,
what was known is shown on: an old guide is better than none.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakKeyDictionary

from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.contracts.requests.base import Answer, Request
from services.gateway.pages.core.page import Page
from services.gateway.services import Services

A = TypeVar("A", bound=Answer)

FRESH_SECONDS = 5.0
MOST_KEPT = 200

Key = tuple[str, str, str]


@dataclass(slots=True)
class _Kept:
    """The last answer to one question, and who is fetching the next."""

    answer: Answer | None = None
    asked_at: float = float("-inf")
    fetching: asyncio.Future[Answer] | None = None


_KEPT: WeakKeyDictionary[Services, dict[Key, _Kept]] = WeakKeyDictionary()


async def ask_for_all(page: Page, request: Request, answer: type[A]) -> A:
    """The answer that anybody would get, at most a few seconds old."""
    kept = _kept(page.gateway.services, request)
    fresh = time.monotonic() - kept.asked_at < FRESH_SECONDS
    if kept.answer is not None and (fresh or kept.fetching is not None):
        return _as(answer, kept.answer)
    if kept.fetching is None:
        kept.fetching = asyncio.ensure_future(_fetch(page, request, answer, kept))
    return _as(answer, await asyncio.shield(kept.fetching))


async def _fetch(page: Page, request: Request, answer: type[A], kept: _Kept) -> Answer:
    try:
        found: Answer = await page.gateway.services.ask(request, page.visit.as_anonymous(), answer)
    except (ServiceUnavailableError, DeadlineExceededError):
        if kept.answer is None:
            raise
        found = kept.answer
    finally:
        kept.fetching = None
    kept.answer, kept.asked_at = found, time.monotonic()
    return found


def _kept(services: Services, request: Request) -> _Kept:
    of_services = _KEPT.setdefault(services, {})
    key = (request.service, request.method, request.model_dump_json())
    if key not in of_services:
        if len(of_services) >= MOST_KEPT:
            of_services.clear()
        of_services[key] = _Kept()
    return of_services[key]


def _as(expected: type[A], found: Answer) -> A:
    if not isinstance(found, expected):
        raise TypeError(expected)
    return found
