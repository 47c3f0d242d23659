"""The service class behind `bench.programs.sink`."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_settings import SettingsConfigDict
from sqlalchemy import text

from bench.programs.wiring import SERVICE, HappenedV1
from services.chassis.causes import Delivery
from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.entrypoints import subscribe
from services.chassis.service import AppProvider
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork

INSERT = text("INSERT INTO bench_effect (event_id, note) VALUES (:event_id, :note)")


class SinkSettings(ServiceSettings):
    """Settings of the sink: prefix `BENCH_`."""

    model_config = SettingsConfigDict(env_prefix="BENCH_")


@dataclass(frozen=True, slots=True)
class SinkApp:
    """The parts of one process."""

    settings: SinkSettings
    clock: Clock
    database: Database
    uow: UnitOfWork


def build_app(settings: SinkSettings) -> SinkApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(settings.database_url.get_secret_value(), settings.pool_size, SERVICE)
    return SinkApp(settings, clock, database, UnitOfWork(database, clock, SERVICE))


class SinkService:
    """Takes note."""

    name = SERVICE
    app = AppProvider(build_app)

    @subscribe(HappenedV1)
    def on_happened(self, delivery: Delivery[HappenedV1]) -> None:
        """One row for each event."""
        with self.app.uow(delivery) as tx:
            note = {"event_id": delivery.event_id, "note": delivery.event.note}
            tx.session.execute(INSERT, note)
