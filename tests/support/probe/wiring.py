"""Adds the probe to the routing table of this process; import before anything that reads it."""

from __future__ import annotations

from services.contracts import routing
from tests.support.probe.contract import BULK, HAPPENED, JOBS, SERVICE, HappenedV1


def wire() -> None:
    """Make the probe a service like the others."""
    if SERVICE in routing.SERVICES:
        return
    routing.SERVICES = (*routing.SERVICES, SERVICE)
    routing.CONSUMERS[HappenedV1] = (SERVICE,)
    routing.SUBSCRIPTIONS = (*routing.SUBSCRIPTIONS, HAPPENED)
    routing.WORK_QUEUES = (*routing.WORK_QUEUES, JOBS, BULK)
