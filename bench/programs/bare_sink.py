"""The same INSERT in a bare nameko handler, without inbox, retry or parking: the limit."""

# ruff: noqa: PLC0415 -- the patch must come before what it patches
from __future__ import annotations

import os
import warnings
from typing import Any


def main() -> None:
    """Run nameko's own container."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from services.chassis import hub

    hub.prepare()
    from nameko.containers import ServiceContainer
    from nameko.events import (
        event_handler,  # noqa: TID251 -- what the chassis replaces is the limit here
    )
    from sqlalchemy import text

    from bench.programs.wiring import BARE, HappenedV1
    from services.chassis.database import Database

    database = Database(os.environ["BENCH_DATABASE_URL"], application_name="bare sink")
    insert = text("INSERT INTO bench_effect (event_id, note) VALUES (:event_id, :note)")

    class BareSink:
        name = BARE

        @event_handler(BARE, HappenedV1.name)  # type: ignore[untyped-decorator]  # -- nameko has none
        def on_happened(self, payload: dict[str, Any]) -> None:
            note = {"event_id": payload["event_id"], "note": payload["data"]["note"]}
            with database.session_factory() as session:
                session.execute(insert, note)
                session.commit()

    container = ServiceContainer(BareSink, config={"AMQP_URI": os.environ["BENCH_BROKER_URL"]})
    container.start()
    container.wait()


if __name__ == "__main__":
    main()
