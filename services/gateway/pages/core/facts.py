"""What every page shows of the current cycle: asked once in a few seconds for all visitors."""

from __future__ import annotations

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from services.chassis.logs import get_logger
from services.contracts.errors import TepeiError
from services.contracts.requests.quotas import CycleView, ListCycles, ListCyclesResult
from services.gateway.gateway import Gateway
from services.gateway.services import Services
from services.gateway.visit import Visit

_log = get_logger(__name__)

FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 2.0


@dataclass(slots=True)
class _Known:
    """The last answer; None while the system cannot tell."""

    cycles: tuple[CycleView, ...] | None = None
    asked_at: float = float("-inf")


_KNOWN: WeakKeyDictionary[Services, _Known] = WeakKeyDictionary()


async def cycles(gateway: Gateway, visit: Visit) -> tuple[CycleView, ...] | None:
    """All cycles, newest first; None while the system cannot tell."""
    known = _KNOWN.setdefault(gateway.services, _Known())
    if time.monotonic() - known.asked_at < FRESH_SECONDS:
        return known.cycles
    known.asked_at = time.monotonic()
    try:
        answer = await gateway.services.ask(
            ListCycles(), visit.as_anonymous(), ListCyclesResult, seconds=PATIENCE_SECONDS
        )
    except TepeiError as error:
        _log.warning("cycles not read for the pages", code=error.code)
        known.cycles = None
    else:
        known.cycles = answer.cycles
    return known.cycles


async def current_cycle(gateway: Gateway, visit: Visit) -> CycleView | None:
    """The newest cycle, if one is known."""
    known = await cycles(gateway, visit)
    return known[0] if known else None
