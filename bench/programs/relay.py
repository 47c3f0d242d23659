"""The relay as a service runs it, on an outbox of its own: one question is one round."""

# ruff: noqa: PLC0415 -- the patch and the wiring must come before what reads them
from __future__ import annotations

import os
import time
import warnings
from typing import Any


def main() -> None:
    """Prepare the process like a service's, then send what is due whenever asked."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from services.chassis import hub

    hub.prepare()
    from bench.programs.wiring import SERVICE, wire

    wire()
    from bench.child import answer_all
    from services.chassis.messaging.connection import Address
    from services.chassis.relay import Relay

    broker = Address.parse(os.environ["BENCH_BROKER_URL"], "bench relay")
    relay = Relay(os.environ["BENCH_DATABASE_URL"], broker, SERVICE)

    def send(_question: dict[str, Any]) -> dict[str, float]:
        began = time.perf_counter()
        rows = 0
        while taken := relay.send_due():
            rows += taken
        return {"rows": rows, "seconds": time.perf_counter() - began}

    answer_all(send)


if __name__ == "__main__":
    main()
