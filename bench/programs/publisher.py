"""Pipelined, confirmed publishing of ready messages and nothing else: the limit of the relay."""

from __future__ import annotations

import os
import time
from typing import Any
from uuid import uuid4

from bench.child import answer_all
from bench.programs.wiring import BARE, SERVICE, HappenedV1, envelope
from services.chassis.clock import real_now
from services.chassis.messaging.confirms import ConfirmingChannel, Outgoing
from services.chassis.messaging.connection import Address, open_connection
from services.chassis.relay.message import RowMessage
from services.chassis.relay.rows import PendingRow
from services.contracts.routing import events_exchange

BATCH = 500
PATIENCE_SECONDS = 30.0


def outgoing(source: str) -> Outgoing:
    """One event as the relay would send it."""
    event_id = uuid4()
    body = envelope(event_id)
    row = PendingRow(
        id=0,
        created_at=real_now(),
        event_id=str(event_id),
        exchange=events_exchange(source),
        routing_key=HappenedV1.name,
        kind="event",
        payload=body.model_dump_json(),
        correlation_id=body.correlation_id,
        attempts=0,
    )
    return Outgoing(RowMessage(row), row.exchange, row.routing_key)


def main() -> None:
    """Publish as many as asked, in batches."""
    address = Address.parse(os.environ["BENCH_BROKER_URL"], "bench publisher")
    channel = ConfirmingChannel(open_connection(address))

    def publish(question: dict[str, Any]) -> dict[str, float]:
        source = BARE if question["bare"] else SERVICE
        batches = [
            [outgoing(source) for _ in range(BATCH)] for _ in range(question["count"] // BATCH)
        ]
        began = time.perf_counter()
        for batch in batches:
            result = channel.publish_all(batch, PATIENCE_SECONDS)
            if len(result.confirmed) != BATCH:
                raise RuntimeError(f"only {len(result.confirmed)} of {BATCH} were confirmed")
        return {"seconds": time.perf_counter() - began}

    answer_all(publish)


if __name__ == "__main__":
    main()
