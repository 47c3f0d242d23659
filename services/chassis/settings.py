"""Settings from the environment: what all services share and what each has for itself.

Precedence: constructor (tests), then the environment. Every default is fit for production and for
a public repository; what has no such default is required. A service subclasses `ServiceSettings`
with its own prefix:

    class ReviewSettings(ServiceSettings):
        model_config = SettingsConfigDict(env_prefix="REVIEW_")
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.chassis.clock import Clock, SystemClock


class Mode(StrEnum):
    """What the installation is for; only demo and test may move the clock."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def _shared(name: str, default: object, description: str) -> Any:
    """A field read from `TEPEI_<NAME>`, whatever the prefix of the service."""
    return Field(default, validation_alias=AliasChoices(f"TEPEI_{name}"), description=description)


class SharedSettings(BaseSettings):
    """What every process of the installation reads: prefix `TEPEI_`."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True
    )

    mode: Mode = _shared("MODE", Mode.PRODUCTION, "What the installation is for")
    clock_offset_seconds: int = _shared(
        "CLOCK_OFFSET_SECONDS", 0, "Business time minus system time; demo and test only"
    )
    clock_offset_file: Path | None = _shared(
        "CLOCK_OFFSET_FILE", None, "File whose integer replaces the offset; demo and test only"
    )
    programmes_dir: Path = _shared("PROGRAMMES_DIR", Path("programmes"), "Data of the cycles")
    s3_endpoint: str = _shared("S3_ENDPOINT", "127.0.0.1:9000", "host:port of the object store")
    s3_secure: bool = _shared("S3_SECURE", True, "Whether the object store speaks TLS")
    s3_public_endpoint: str | None = _shared(
        "S3_PUBLIC_ENDPOINT", None, "host:port at which browsers reach the store; endpoint if unset"
    )
    s3_public_secure: bool | None = _shared(
        "S3_PUBLIC_SECURE", None, "Whether that address speaks TLS; as the store itself if unset"
    )
    s3_region: str = _shared("S3_REGION", "us-east-1", "Region in signatures")
    actor_public_keys: dict[str, str] = Field(
        default_factory=dict,
        validation_alias=AliasChoices("TEPEI_ACTOR_PUBLIC_KEYS"),
        description="Issuer to base64 raw Ed25519 public key",
    )
    ops_host: str = _shared(
        "OPS_HOST", "127.0.0.1", "Address of /healthz, /readyz and /metrics; never a public one"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _shared(
        "LOG_LEVEL", "INFO", "Lowest level that is written"
    )
    log_format: Literal["json", "console"] = _shared("LOG_FORMAT", "json", "Shape of a log line")
    public_url: str = _shared("PUBLIC_URL", "https://localhost", "Address people see")
    audit_head_dir: Path | None = _shared(
        "AUDIT_HEAD_DIR", None, "Folder outside the database that gets the signed audit heads"
    )

    @property
    def s3_browser_endpoint(self) -> str:
        """Host and port at which browsers reach the store."""
        return self.s3_public_endpoint or self.s3_endpoint

    @property
    def s3_browser_secure(self) -> bool:
        """Whether browsers reach the store over TLS, which may end at a proxy before it."""
        return self.s3_secure if self.s3_public_secure is None else self.s3_public_secure

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _clock_stands_in_production(self) -> Self:
        moved = self.clock_offset_seconds != 0 or self.clock_offset_file is not None
        if moved and self.mode is Mode.PRODUCTION:
            msg = "TEPEI_CLOCK_OFFSET_* is refused unless TEPEI_MODE is demo or test"
            raise ValueError(msg)
        return self


class ServiceSettings(SharedSettings):
    """What one service has for itself; the prefix is the service's name in capitals."""

    database_url: SecretStr = Field(description="postgresql+psycopg://… of the runtime role")
    broker_url: SecretStr = Field(description="amqp://… of the service's own broker user")
    ops_port: int = Field(default=0, ge=0, le=65535, description="Port of /healthz and /metrics")
    actor_private_key: SecretStr | None = Field(
        default=None, description="Base64 raw Ed25519 key that signs this service's questions"
    )
    audit_key: SecretStr | None = Field(
        default=None, description="Base64 raw Ed25519 key that signs the audit head"
    )
    s3_access_key: SecretStr | None = Field(default=None, description="Object store user")
    s3_secret_key: SecretStr | None = Field(default=None, description="Object store password")
    max_workers: int = Field(default=20, ge=1, le=200, description="Handlers at the same moment")
    pool_size: int = Field(default=24, ge=2, le=400, description="Database connections")

    @property
    def service(self) -> str:
        """The name of the service, from its prefix."""
        return (self.model_config.get("env_prefix") or "").rstrip("_").lower()

    @model_validator(mode="after")
    def _pool_serves_every_worker(self) -> Self:
        # A worker that finds the pool empty waits for pool_timeout and fails; the relay, the audit
        # sealer, the key sweeper and the readiness probe need connections of their own.
        if self.pool_size < self.max_workers + 4:
            msg = "pool_size must be at least max_workers + 4 (relay, sealer, sweeper, readiness)"
            raise ValueError(msg)
        return self


def build_clock(settings: SharedSettings) -> Clock:
    """The clock of the process."""
    return SystemClock(timedelta(seconds=settings.clock_offset_seconds), settings.clock_offset_file)
