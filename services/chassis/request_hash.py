"""The digest by which a repeated command is told from another one under the same key.

A request holds what a person typed, an ID number among it, which the database keeps encrypted. A
plain hash beside it would give the number away: all else in the request is known there, and only a
few thousand numbers fit a birthday and a place. So the digest is an HMAC, under a key derived from
the service's audit key, which never lies in the database. With a new audit key, commands from
before it that are repeated are refused as conflicts instead of being answered again.
"""

from __future__ import annotations

import hmac

from pydantic import BaseModel

from services.chassis.crypto import decode_key, derived_key
from services.chassis.logs import get_logger
from services.chassis.settings import ServiceSettings

MASK_SECRETS = {"mask_secrets": True}
"""Serialisation context under which requests write their secrets as asterisks."""

log = get_logger(__name__)


def request_key(settings: ServiceSettings) -> bytes:
    """The key of a service's digests; without an audit key there is none, and the log says so."""
    if settings.audit_key is None:
        log.warning("request_hashes_are_not_keyed", reason="no audit key")
        return b""
    return derived_key(decode_key(settings.audit_key.get_secret_value()), "request hash")


def request_hash(request: BaseModel, key: bytes) -> bytes:
    """HMAC-SHA256 of the request's class and data; secrets enter masked and never leave it."""
    body = f"{type(request).__name__}\n{request.model_dump_json(context=MASK_SECRETS)}"
    return hmac.digest(key, body.encode(), "sha256")
