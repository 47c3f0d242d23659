"""A secret on its way: hidden in logs and tracebacks."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainSerializer, SecretStr, SerializationInfo


def _on_the_wire(secret: SecretStr, info: SerializationInfo) -> str:
    masked = (info.context or {}).get("mask_secrets", False)
    return str(secret) if masked else secret.get_secret_value()


Secret = Annotated[SecretStr, PlainSerializer(_on_the_wire, return_type=str, when_used="json")]
"""Hidden in logs and tracebacks, sent on the wire as it is, masked in an idempotency hash."""
