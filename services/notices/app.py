"""What the handlers of the notices service work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.rpc.client import RpcClient
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.contracts.errors import IllegalTransitionError, TepeiError
from services.contracts.requests.notices import TextState
from services.notices import phrases
from services.notices.programme import Programmes
from services.notices.smtp import MailServer, Security, SmtpServer
from services.notices.storage.tables import ONE_PROPOSAL

_THIS_MACHINE: Final = ("127.0.0.1", "::1", "localhost")


class NoticesSettings(ServiceSettings):
    """Settings of the notices service: prefix `NOTICES_`. Without a mail server mail is off."""

    model_config = SettingsConfigDict(env_prefix="NOTICES_")

    smtp_host: str = Field(default="", description="Mail server; none: messages stay in the inbox")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port")
    smtp_security: Security = Field(
        default=Security.STARTTLS, description="starttls, tls, or none (on this machine only)"
    )
    smtp_user: str = Field(default="", description="Who signs in there; nobody if empty")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="With which password")
    mail_from: str = Field(default="", description="Sender's address, needed with a mail server")

    @model_validator(mode="after")
    def _mail_is_whole_and_safe(self) -> Self:
        if self.smtp_host and "@" not in self.mail_from:
            msg = "NOTICES_MAIL_FROM must be an address where NOTICES_SMTP_HOST is set"
            raise ValueError(msg)
        if self.smtp_security is Security.NONE and self.smtp_host not in ("", *_THIS_MACHINE):
            msg = "NOTICES_SMTP_SECURITY=none is for a mail server on this machine only"
            raise ValueError(msg)
        return self

    @property
    def mail_server(self) -> SmtpServer | None:
        """The mail server, if there is one."""
        if not self.smtp_host:
            return None
        return SmtpServer(
            host=self.smtp_host,
            port=self.smtp_port,
            security=self.smtp_security,
            sender=self.mail_from,
            user=self.smtp_user,
            password=self.smtp_password.get_secret_value(),
        )


@dataclass(frozen=True, slots=True)
class NoticesApp:
    """The parts of one process."""

    settings: NoticesSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    programmes: Programmes
    rpc: RpcClient
    mail: MailServer | None
    """None where mail is off."""


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
    return NoticesApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=uow,
        programmes=Programmes(settings.programmes_dir),
        rpc=ThreadedRpcClient.from_settings(settings, clock),
        mail=settings.mail_server,
    )
