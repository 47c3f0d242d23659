"""Settings of the gateway: prefix `GATEWAY_`, shared ones `TEPEI_`."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from services.chassis.settings import ServiceSettings

MIN_KEY_BYTES = 32


class GatewaySettings(ServiceSettings):
    """What the gateway reads; it has no store but its sessions and no worker threads."""

    model_config = SettingsConfigDict(
        env_prefix="GATEWAY_",
        frozen=True,
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
    )

    host: str = Field(default="127.0.0.1", description="Address to listen on, behind a TLS proxy")
    port: int = Field(default=8080, ge=0, le=65535, description="Port of the site and the API")
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses or networks, by commas, whose X-Forwarded-* headers are believed",
    )
    session_key: SecretStr = Field(description="Base64 of at least 32 random bytes")
    actor_private_key: SecretStr = Field(description="Base64 raw Ed25519 key that signs actors")
    max_workers: int = Field(default=4, ge=1, le=50, description="Unused: the gateway is asyncio")
    pool_size: int = Field(default=8, ge=2, le=100, description="Database connections")
    concurrency: int = Field(default=2000, ge=10, description="Requests at once, more get 429")

    @field_validator("session_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        try:
            raw = base64.b64decode(key.get_secret_value(), validate=True)
        except binascii.Error as error:
            raise ValueError("GATEWAY_SESSION_KEY is not base64") from error
        if len(raw) < MIN_KEY_BYTES:
            raise ValueError(f"GATEWAY_SESSION_KEY has fewer than {MIN_KEY_BYTES} bytes")
        return key

    @property
    def session_key_bytes(self) -> bytes:
        """The key of session hashes and CSRF tokens."""
        return base64.b64decode(self.session_key.get_secret_value())

    @property
    def public_origin(self) -> str:
        """Scheme and authority people see, as browsers write an origin."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_https(self) -> bool:
        """Whether people reach the site by https; then cookies are Secure."""
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """`__Host-` binds the cookie to this host and to https where there is https."""
        return "__Host-tepei_session" if self.is_https else "tepei_session"
