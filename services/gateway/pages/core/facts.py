"""What every page shows of a cycle; public pages stand while it cannot be asked."""

from __future__ import annotations

from services.contracts.errors import TepeiError
from services.contracts.requests.quotas import CycleView, ListCycles, ListCyclesResult
from services.gateway.gateway import Gateway
from services.gateway.pages.core.known import known, was_answered
from services.gateway.visit import Visit

PATIENCE_SECONDS = 2.0


async def cycles_known(gateway: Gateway, visit: Visit) -> tuple[CycleView, ...]:
    """The cycles, newest first; none while they cannot be asked."""
    try:
        return await known(gateway, visit, ListCycles(), _cycles, patience=PATIENCE_SECONDS)
    except TepeiError:
        return ()


def cycles_are_told(gateway: Gateway) -> bool:
    """Whether the system could say so when a page last asked."""
    return was_answered(gateway, ListCycles())


def _cycles(answer: ListCyclesResult) -> tuple[CycleView, ...]:
    return answer.cycles
