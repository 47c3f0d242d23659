"""What the handlers of applications work with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from services.applications import phrases
from services.applications.programme import Programme, Programmes
from services.chassis.clock import Clock
from services.chassis.crypto import BlindIndex, FieldCipher, decode_key
from services.chassis.database import Database
from services.chassis.objects import MinioObjectStore, ObjectStore
from services.chassis.patience import ANSWERING, Patience
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.contracts.errors import DuplicateApplicationError, TepeiError

BUCKET = "scans"


class ApplicationsSettings(ServiceSettings):
    """Settings of applications and its checkers: prefix `APPLICATIONS_`."""

    model_config = SettingsConfigDict(env_prefix="APPLICATIONS_")

    id_key: SecretStr = Field(description="Base64, 32 bytes: encrypts ID numbers (AES-256-GCM)")
    id_index_key: SecretStr = Field(description="Base64, 32 bytes: finds ID numbers (HMAC)")
    checker_ops_port: int = Field(
        default=0, ge=0, le=65535, description="Port of a checker's /healthz and /metrics"
    )
    clamd_address: str | None = Field(
        default=None, description="host:port or socket path of clamd; no virus check if unset"
    )


@dataclass(frozen=True, slots=True)
class IdVault:
    """Seals and finds ID numbers; each is bound to its application."""

    cipher: FieldCipher
    index: BlindIndex

    def seal(self, number: str, application_id: UUID) -> bytes:
        """Encrypt a number for one application."""
        return self.cipher.encrypt(number, bound_to=str(application_id))

    def open(self, sealed: bytes, application_id: UUID) -> str:
        """Decrypt it again."""
        return self.cipher.decrypt(bytes(sealed), bound_to=str(application_id))

    def digest(self, number: str) -> bytes:
        """The keyed digest under which equal numbers are found."""
        return self.index.digest(number)


@dataclass(frozen=True, slots=True)
class ApplicationsApp:
    """The parts of one process."""

    settings: ApplicationsSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    objects: ObjectStore
    programmes: Programmes
    vault: IdVault

    def programme(self, year: int) -> Programme:
        """Form, rules and texts of a year."""
        return self.programmes.of_year(year)


def _duplicate() -> TepeiError:
    # The handler looks up which application it is and says its number and state.
    return DuplicateApplicationError(application_no=phrases.NO_NUMBER_YET, state_label="")


CONSTRAINT_ERRORS = {
    "uq_application_live_person": _duplicate,
    "uq_application_live_id_digest": _duplicate,
}
"""What the database refuses, as the caller reads it (D02)."""


def build_app(settings: ApplicationsSettings, patience: Patience = ANSWERING) -> ApplicationsApp:
    """Put the parts together: of the service, or with more patience those of a checker."""
    clock = build_clock(settings)
    database = Database(
        settings.database_url.get_secret_value(),
        settings.pool_size,
        application_name="applications",
    )
    return ApplicationsApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=UnitOfWork(database, clock, "applications", constraint_errors=CONSTRAINT_ERRORS),
        objects=MinioObjectStore.from_settings(settings, BUCKET, patience),
        programmes=Programmes(settings.programmes_dir),
        vault=build_vault(settings),
    )


def build_vault(settings: ApplicationsSettings) -> IdVault:
    """The keys of ID numbers."""
    return IdVault(
        cipher=FieldCipher(decode_key(settings.id_key.get_secret_value())),
        index=BlindIndex(decode_key(settings.id_index_key.get_secret_value())),
    )
