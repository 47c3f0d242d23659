"""What every page shows of the current cycle; public pages stand while it cannot be asked."""

from __future__ import annotations

from services.contracts.errors import TepeiError
from services.contracts.requests.quotas import CycleView, ListCycles, ListCyclesResult
from services.gateway.gateway import Gateway
from services.gateway.pages.core.known import known, was_answered
from services.gateway.visit import Visit

PATIENCE_SECONDS = 2.0


async def current_cycle(gateway: Gateway, visit: Visit) -> CycleView | None:
    """The newest cycle, if one is known."""
    try:
        cycles = await known(gateway, visit, ListCycles(), _cycles, patience=PATIENCE_SECONDS)
    except TepeiError:
        return None
    return cycles[0] if cycles else None


def cycles_are_told(gateway: Gateway) -> bool:
    """Whether the system could say so when a page last asked."""
    return was_answered(gateway, ListCycles())


def _cycles(answer: ListCyclesResult) -> tuple[CycleView, ...]:
    return answer.cycles
