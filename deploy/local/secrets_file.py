"""Every password and key of an instance, made at its first start and kept for its life."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable

from deploy.local.places import Instance
from deploy.local.runas import write_private

SERVICES = ("accounts", "applications", "review", "quotas", "documents", "notices")
"""The services that own a database of business data, in the order they are shown."""

DATABASES = (*SERVICES, "gateway")
BROKER_USERS = (*SERVICES, "gateway")
BUCKET_OF = {"applications": "scans", "documents": "documents"}
SIGNERS = (*SERVICES, "gateway")
"""Who signs actor tokens with an Ed25519 key of its own."""

Secrets = dict[str, str]


def password() -> str:
    """A password of 192 bits that needs no quoting in a URL."""
    return secrets.token_urlsafe(24).replace("-", "x").replace("_", "y")


def key32() -> str:
    """Base64 of 32 random bytes: an AES-256 or HMAC key, or the seed of an Ed25519 key."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def public_key(seed: str) -> str:
    """The base64 raw Ed25519 public key that belongs to a base64 private seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - not in setup
        Ed25519PrivateKey,
    )

    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def wanted_secrets() -> dict[str, Callable[[], str]]:
    """Name of every secret with its maker."""
    table: dict[str, Callable[[], str]] = {
        "postgres.superuser": password,
        "broker.admin": password,
        "broker.cookie": password,
        "s3.root": password,
        "supervisor.token": password,
        "gateway.session_key": key32,
        "applications.id_key": key32,
        "applications.id_index_key": key32,
        "accounts.id_index_key": key32,
    }
    for database in DATABASES:
        table[f"{database}.database"] = password
        table[f"{database}.database_owner"] = password
    table.update({f"{user}.broker": password for user in BROKER_USERS})
    table.update({f"{service}.s3": password for service in BUCKET_OF})
    table.update({f"{signer}.actor_key": key32 for signer in SIGNERS})
    table.update({f"{service}.audit_key": key32 for service in DATABASES})
    return table


def load_secrets(instance: Instance) -> Secrets:
    """The secrets as kept, with fresh ones for names that have none yet."""
    path = instance.record / "secrets.json"
    kept: Secrets = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    fresh = {name: make() for name, make in wanted_secrets().items() if name not in kept}
    if fresh:
        kept |= fresh
        write_private(path, json.dumps(kept, indent=1))
    return kept
