"""Invariants 1 and 4: every owned object is in the store with its size, every object is owned."""

from __future__ import annotations

from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

QUARANTINE = "quarantine/"
"""Parts on their way; swept by the checker, owned by nobody yet."""

_SCANS = "SELECT object_key, size FROM scan WHERE object_key IS NOT NULL"
_DOCUMENTS = "SELECT object_key, size_bytes AS size FROM document WHERE object_key IS NOT NULL"


def scans(stores: Stores) -> Iterator[Violation]:
    """Accepted scans against the bucket."""
    yield from _compare(stores, "applications", _SCANS)


def documents(stores: Stores) -> Iterator[Violation]:
    """Rendered documents against the bucket."""
    yield from _compare(stores, "documents", _DOCUMENTS)


def _compare(stores: Stores, service: str, query: str) -> Iterator[Violation]:
    owned = {row.object_key: row.size for row in stores.rows(service, query)}
    bucket = stores.addresses.buckets[service]
    there = {
        found.object_name: found.size
        for found in stores.objects.list_objects(bucket, recursive=True)
        if found.object_name and not found.object_name.startswith(QUARANTINE)
    }
    for key, size in owned.items():
        if key not in there:
            yield _object(f"{bucket}/{key}", "is owned and missing")
        elif there[key] != size:
            yield _object(f"{bucket}/{key}", f"has {there[key]} bytes, its row says {size}")
    for key in there.keys() - owned.keys():
        yield _object(f"{bucket}/{key}", "belongs to nobody")


def _object(subject: str, message: str) -> Violation:
    return Violation(Invariant.NOTHING_LOST, "objects owned", subject, message)
