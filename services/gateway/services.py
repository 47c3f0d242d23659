"""The services behind the gateway: sign, send, wait, decode."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from services.chassis.clock import real_now
from services.contracts.actors import Actor
from services.contracts.errors import InProgressError, TepeiError
from services.contracts.requests.base import Answer, Request
from services.gateway.broker.link import Link
from services.gateway.broker.wire import JSON, decode_reply, encode_request
from services.gateway.metrics import observe_call
from services.gateway.visit import Visit

A = TypeVar("A", bound=Answer)

DEFAULT_TIMEOUT_SECONDS = 5.0
IN_PROGRESS_PAUSE_SECONDS = 0.2
IN_PROGRESS_PATIENCE_SECONDS = 2.0
"""How long a repeated command waits for its first copy before the caller is told so."""

SignActor = Callable[[Actor, datetime, str], str]
"""(actor, arrived_at, correlation_id) → signed token, valid 60 s."""


class Services:
    """Puts requests of the contracts to the services, on behalf of whoever visits."""

    def __init__(self, link: Link, sign: SignActor) -> None:
        self._link = link
        self._sign = sign

    async def ask(
        self, request: Request, visit: Visit, answer: type[A], *, seconds: float | None = None
    ) -> A:
        """The answer as its model, for the few places where the gateway itself reads it."""
        result = await self.relay(request, visit, seconds=seconds)
        return answer.model_validate(result)

    async def relay(self, request: Request, visit: Visit, *, seconds: float | None = None) -> JSON:
        """The answer as plain data, to be handed on as it is.

        Raises:
            TepeiError: whatever the service answered, or no answer in `seconds` (default 5).
        """
        timeout = seconds or DEFAULT_TIMEOUT_SECONDS
        give_up = time.monotonic() + min(timeout, IN_PROGRESS_PATIENCE_SECONDS)
        deadline = time.monotonic() + timeout
        while True:
            try:
                return await self._once(request, visit, deadline - time.monotonic())
            except InProgressError:
                if time.monotonic() + IN_PROGRESS_PAUSE_SECONDS > give_up:
                    raise
                await asyncio.sleep(IN_PROGRESS_PAUSE_SECONDS)

    async def _once(self, request: Request, visit: Visit, seconds: float) -> JSON:
        body = encode_request(
            request,
            token=self._sign(visit.actor, visit.arrived_at, visit.correlation_id),
            deadline_at=real_now() + timedelta(seconds=seconds),
            idempotency_key=visit.idempotency_key if request.writes else None,
            correlation_id=visit.correlation_id,
        )
        name = f"{request.service}.{request.method}"
        began = time.perf_counter()
        outcome = "ok"
        try:
            return decode_reply(await self._link.call(name, body, seconds=seconds))
        except TepeiError as error:
            outcome = error.code
            raise
        finally:
            observe_call(request.service, request.method, outcome, time.perf_counter() - began)
