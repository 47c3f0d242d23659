"""The actor's identity as a signed token: issued by the edge, verified by each service.

A JWT under Ed25519, valid for a minute of real time. The gateway speaks for persons, client
systems and the anonymous; a service speaks only as itself. The business time of arrival is signed
with the identity, because deadlines are judged by it (`architecture` §4, Time).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from services.chassis.clock import Clock, real_now
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import UnauthenticatedError

GATEWAY = "gateway"
LIFETIME = timedelta(seconds=60)
_LEEWAY = timedelta(seconds=5)
_ALGORITHM = "EdDSA"
_MAX_TOKEN_CHARACTERS = 16_384


@dataclass(frozen=True, slots=True)
class SignedActor:
    """What a verified token says."""

    issuer: str
    actor: Actor
    arrived_at: datetime
    """Business time at which the edge took the request."""
    correlation_id: str
    expires_at: datetime
    """Real time."""


def load_private_key(encoded: str) -> Ed25519PrivateKey:
    """Read a base64 raw Ed25519 private key.

    Raises:
        ValueError: not 32 bytes of base64.
    """
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded, validate=True))


@lru_cache(maxsize=64)
def load_public_key(encoded: str) -> Ed25519PublicKey:
    """Read a base64 raw Ed25519 public key.

    Raises:
        ValueError: not 32 bytes of base64.
    """
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded, validate=True))


def sign_actor(
    private_key: Ed25519PrivateKey | str,
    issuer: str,
    actor: Actor,
    arrived_at: datetime,
    correlation_id: str,
) -> str:
    """Sign an actor for one minute.

    Args:
        private_key: The issuer's key, as an object or as base64 of its raw bytes.
        issuer: `gateway` or a service's name.
        actor: Who acts.
        arrived_at: Business time of arrival.
        correlation_id: The request that began the story.
    """
    key = load_private_key(private_key) if isinstance(private_key, str) else private_key
    now = real_now()
    claims = {
        "iss": issuer,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "act": actor.model_dump(mode="json", exclude_defaults=True),
        "arr": arrived_at.astimezone(UTC).isoformat(),
        "cor": correlation_id,
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": issuer})


def verify_actor(token: str, public_keys: Mapping[str, str], clock: Clock) -> SignedActor:
    """Verify a token and return what it says.

    Args:
        token: The JWT.
        public_keys: Issuer to base64 of the raw public key.
        clock: Business time; an arrival in its future is refused.

    Raises:
        UnauthenticatedError: unknown issuer, wrong signature, expired, or the issuer may not speak
            for this actor.
    """
    claims = _verified_claims(token, public_keys)
    try:
        signed = SignedActor(
            issuer=claims["iss"],
            actor=Actor.model_validate(claims["act"]),
            arrived_at=datetime.fromisoformat(claims["arr"]),
            correlation_id=str(claims["cor"])[:64],
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise UnauthenticatedError from error
    if not _may_speak_for(signed.issuer, signed.actor):
        raise UnauthenticatedError
    if signed.arrived_at.tzinfo is None or signed.arrived_at > clock.now() + _LEEWAY:
        raise UnauthenticatedError
    return signed


def _verified_claims(token: str, public_keys: Mapping[str, str]) -> dict[str, Any]:
    if len(token) > _MAX_TOKEN_CHARACTERS:
        raise UnauthenticatedError
    try:
        issuer = jwt.get_unverified_header(token)["kid"]
        claims = jwt.decode(
            token,
            load_public_key(public_keys[issuer]),
            algorithms=[_ALGORITHM],
            issuer=issuer,
            leeway=_LEEWAY,
            options={"require": ["iss", "iat", "exp", "act", "arr", "cor"]},
        )
        lifetime = claims["exp"] - claims["iat"]
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
        raise UnauthenticatedError from error
    if not 0 < lifetime <= LIFETIME.total_seconds():
        raise UnauthenticatedError
    return claims


def _may_speak_for(issuer: str, actor: Actor) -> bool:
    if actor.kind is ActorKind.SERVICE:
        return actor.service == issuer
    return issuer == GATEWAY


def correlation_of(token: str) -> str | None:
    """The correlation id a token carries, unverified: for logs and for passing it on."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    correlation_id = claims.get("cor")
    return correlation_id if isinstance(correlation_id, str) else None
