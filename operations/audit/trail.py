"""Invariant 5: the audit chain of each service verifies, up to the head kept outside."""

from __future__ import annotations

from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation
from services.chassis.audit_verify import find_violations


def chains(stores: Stores) -> Iterator[Violation]:
    """Every seal against its rows, its predecessor, its signature, and the end of the chain."""
    for service, key in stores.addresses.audit_keys.items():
        head = stores.heads[service]
        for found in find_violations(stores.connections[service], key, head):
            yield Violation(
                Invariant.DECISIONS,
                "audit chain",
                f"{service}/{found.seal if found.seal is not None else '-'}",
                f"{found.code}: {found.message}",
            )
