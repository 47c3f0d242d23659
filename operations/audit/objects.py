"""Invariants 1 and 4: every owned object lies in the store as it was written, each is owned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

QUARANTINE = "quarantine/"
"""Parts on their way; swept by the checker, owned by nobody yet."""

READERS = 8
CHUNK = 1 << 18

_SCANS = """
SELECT object_key, size, sha256 FROM scan WHERE object_key IS NOT NULL
UNION ALL
SELECT 'preview/' || scan_id || '/' || to_char(number, 'FM00'), size, sha256 FROM scan_preview
"""
_DOCUMENTS = """
SELECT object_key, size_bytes AS size, sha256 FROM document WHERE object_key IS NOT NULL
UNION ALL
SELECT object_key, size_bytes AS size, sha256 FROM export WHERE object_key IS NOT NULL
"""
_OUTLIVED = """
SELECT DISTINCT scan_id FROM scan_preview p JOIN scan s ON s.id = p.scan_id
WHERE s.object_key IS NULL
"""
_GONE = "SELECT id FROM scan WHERE frozen AND object_key IS NULL"
_UNCHECKED = "SELECT id FROM scan WHERE state = 'CHECKING'"


def scans(stores: Stores) -> Iterator[Violation]:
    """Scans and their pictures against the bucket; frozen ones are there, what came was checked."""
    yield from _compare(stores, "applications", _SCANS)
    for row in stores.rows("applications", _GONE):
        yield _object(f"scan {row.id}", "is part of a frozen version and has no object")
    for row in stores.rows("applications", _OUTLIVED):
        yield _object(f"scan {row.scan_id}", "is deleted, and pictures of its pages are not")
    for row in stores.rows("applications", _UNCHECKED):
        yield _object(f"scan {row.id}", "has come in and waits for its check")


def documents(stores: Stores) -> Iterator[Violation]:
    """Rendered documents and exports against the bucket."""
    yield from _compare(stores, "documents", _DOCUMENTS)


def _compare(stores: Stores, service: str, query: str) -> Iterator[Violation]:
    owned = {row.object_key: row for row in stores.rows(service, query)}
    bucket = stores.addresses.buckets[service]
    there = {
        found.object_name: found.size
        for found in stores.objects.list_objects(bucket, recursive=True)
        if found.object_name and not found.object_name.startswith(QUARANTINE)
    }
    alike: list[Any] = []
    for key, row in owned.items():
        if key not in there:
            yield _object(f"{bucket}/{key}", "is owned and missing")
        elif there[key] != row.size:
            yield _object(f"{bucket}/{key}", f"has {there[key]} bytes, its row says {row.size}")
        else:
            alike.append(row)
    for key in there.keys() - owned.keys():
        yield _object(f"{bucket}/{key}", "belongs to nobody")
    with ThreadPoolExecutor(READERS) as pool:
        digests = pool.map(lambda row: _digest(stores, bucket, row.object_key), alike)
        for row, digest in zip(alike, digests, strict=True):
            if digest != row.sha256:
                yield _object(f"{bucket}/{row.object_key}", "holds other bytes than were written")


def _digest(stores: Stores, bucket: str, key: str) -> str:
    """SHA-256 of an object, read piece by piece."""
    digest = hashlib.sha256()
    answer = stores.objects.get_object(bucket, key)
    try:
        for piece in answer.stream(CHUNK):
            digest.update(piece)
    finally:
        answer.close()
        answer.release_conn()
    return digest.hexdigest()


def _object(subject: str, message: str) -> Violation:
    return Violation(Invariant.NOTHING_LOST, "objects owned", subject, message)
