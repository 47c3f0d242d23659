"""What the handlers of review work with."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pydantic_settings import SettingsConfigDict

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.rpc.client import RpcClient
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.review.domain.codes import BITS, format_code
from services.review.programme import Programmes


class ReviewSettings(ServiceSettings):
    """Settings of the review service: prefix `REVIEW_`."""

    model_config = SettingsConfigDict(env_prefix="REVIEW_")


@dataclass(frozen=True, slots=True)
class ReviewApp:
    """The parts of one process."""

    settings: ReviewSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    rpc: RpcClient
    programmes: Programmes
    new_code: Callable[[], str]
    """Issues a verification code."""


def new_code() -> str:
    """A fresh verification code from the system's random source."""
    return format_code(secrets.randbits(BITS))


def build_app(settings: ReviewSettings) -> ReviewApp:
    """Put the parts together."""
    clock = build_clock(settings)
    database = Database(
        settings.database_url.get_secret_value(), settings.pool_size, application_name="review"
    )
    return ReviewApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=UnitOfWork(database, clock, "review"),
        rpc=ThreadedRpcClient.from_settings(settings, clock),
        programmes=Programmes(settings.programmes_dir),
        new_code=new_code,
    )
