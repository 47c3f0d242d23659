"""What the handlers of the notices service work with."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_settings import SettingsConfigDict

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.contracts.errors import IllegalTransitionError, TepeiError
from services.contracts.requests.notices import TextState
from services.notices import phrases
from services.notices.programme import Programmes
from services.notices.storage.tables import ONE_PROPOSAL


class NoticesSettings(ServiceSettings):
    """Settings of the notices service: prefix `NOTICES_`."""

    model_config = SettingsConfigDict(env_prefix="NOTICES_")


@dataclass(frozen=True, slots=True)
class NoticesApp:
    """The parts of one process."""

    settings: NoticesSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    programmes: Programmes


def _raced() -> TepeiError:
    return IllegalTransitionError(phrases.RACED, state_label=TextState.PROPOSED.label)


CONSTRAINT_ERRORS = {ONE_PROPOSAL: _raced}
"""What the database refuses, as the caller reads it."""


def build_app(settings: NoticesSettings) -> NoticesApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(
        settings.database_url.get_secret_value(), settings.pool_size, application_name="notices"
    )
    uow = UnitOfWork(database, clock, "notices", constraint_errors=CONSTRAINT_ERRORS)
    return NoticesApp(settings, clock, database, uow, Programmes(settings.programmes_dir))
