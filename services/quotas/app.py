"""What the handlers of the quotas service work with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic_settings import SettingsConfigDict

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.contracts.errors import IllegalTransitionError, QuotaBelowUseError, TepeiError
from services.quotas import phrases
from services.quotas.storage.tables import NOT_OVERSOLD


class QuotasSettings(ServiceSettings):
    """Settings of the quotas service: prefix `QUOTAS_`."""

    model_config = SettingsConfigDict(env_prefix="QUOTAS_")


@dataclass(frozen=True, slots=True)
class QuotasApp:
    """The parts of one process."""

    settings: QuotasSettings
    clock: Clock
    database: Database
    uow: UnitOfWork

    def years(self) -> tuple[int, ...]:
        """Years with data, newest first."""
        found = self.settings.programmes_dir.glob("[0-9][0-9][0-9][0-9]/cycle.toml")
        return tuple(sorted((int(path.parent.name) for path in found), reverse=True))

    def programme(self, year: int) -> Path:
        """The folder with the data of one year's cycle."""
        return self.settings.programmes_dir / str(year)


def _below_use() -> TepeiError:
    return QuotaBelowUseError(phrases.STALE_DRAFT)


def _raced() -> TepeiError:
    return IllegalTransitionError(phrases.CYCLE_RACED, state_label=phrases.OPEN_STATE)


CONSTRAINT_ERRORS = {NOT_OVERSOLD: _below_use, "uq_cycle_year": _raced}
"""What the database refuses, as the caller reads it."""


def build_app(settings: QuotasSettings) -> QuotasApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(
        settings.database_url.get_secret_value(), settings.pool_size, application_name="quotas"
    )
    uow = UnitOfWork(database, clock, "quotas", constraint_errors=CONSTRAINT_ERRORS)
    return QuotasApp(settings, clock, database, uow)
