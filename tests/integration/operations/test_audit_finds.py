"""The audit can fail: each promise broken once in the real stores, exactly that is told."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from minio import Minio
from sqlalchemy import text

from operations.audit.__main__ import CHECKS, audit, findings
from operations.audit.stores import StoreAddresses, Stores, opened

Lines = dict[str, list[str]]

DAMAGE = tomllib.loads(Path(__file__).with_name("damage.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def before(addresses: StoreAddresses) -> Lines:
    """What is found beforehand: nothing of the story, at most what other tests left behind."""
    audit(addresses, wait_seconds=60)
    return found(addresses)


def found(addresses: StoreAddresses) -> Lines:
    with opened(addresses) as stores:
        return lines(stores)


def lines(stores: Stores) -> Lines:
    return {name: [v.line() for v in some] for name, some in findings(stores).items()}


@contextmanager
def damaged(addresses: StoreAddresses, damage: dict[str, Any]) -> Iterator[Stores]:
    """Stores in which something is wrong; rolled back at the end."""
    with opened(addresses) as stores:
        connection = stores.connections[damage["service"]]
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        for statement in filter(str.strip, damage["sql"].split(";")):
            assert connection.exec_driver_sql(statement).rowcount != 0, statement
        yield stores


def assert_new(before: Lines, after: Lines, expected: dict[str, list[str]]) -> None:
    """Exactly these are new: one line for each part of a message, in these checks alone."""
    new = {
        name: sorted(set(some) - set(before[name]))
        for name, some in after.items()
        if set(some) - set(before[name])
    }
    assert new.keys() == expected.keys(), new
    for name, parts in expected.items():
        told = list(new[name])
        for part in parts:
            line = next((each for each in told if part in each), None)
            assert line is not None, (part, new)
            told.remove(line)
        assert told == []
    assert all(set(some) <= set(after[name]) for name, some in before.items())


@pytest.mark.parametrize("name", DAMAGE)
def test_a_broken_promise_is_found(name: str, addresses: StoreAddresses, before: Lines) -> None:
    with damaged(addresses, DAMAGE[name]) as stores:
        after = lines(stores)
    assert_new(before, after, DAMAGE[name]["found"])


def test_what_was_broken_is_whole_again(addresses: StoreAddresses, before: Lines) -> None:
    assert found(addresses) == before


def test_every_check_was_seen_to_fail() -> None:
    seen = {check for damage in DAMAGE.values() for check in damage["found"]}
    assert seen | {"objects.documents"} == set(CHECKS)


@pytest.fixture
def documents(addresses: StoreAddresses) -> Minio:
    return Stores(addresses).objects


BUCKET = "documents"


@pytest.fixture
def held(addresses: StoreAddresses, documents: Minio) -> Iterator[tuple[str, bytes]]:
    """An owned object and its bytes, put back at the end."""
    with opened(addresses) as stores:
        row = stores.rows(
            "documents", "SELECT object_key, content_type FROM document WHERE state = 'READY'"
        )[0]
    bucket = addresses.buckets[BUCKET]
    content = documents.get_object(bucket, row.object_key).read()
    yield row.object_key, content
    documents.put_object(
        bucket, row.object_key, io.BytesIO(content), len(content), content_type=row.content_type
    )


def other_bytes(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


REPLACED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "other bytes of the same length": (other_bytes, "holds other bytes than were written"),
    "cut off": (lambda content: content[:-10], "its row says"),
}


@pytest.mark.parametrize("deed", REPLACED)
def test_changed_bytes_are_found(
    deed: str,
    addresses: StoreAddresses,
    before: Lines,
    documents: Minio,
    held: tuple[str, bytes],
) -> None:
    change, message = REPLACED[deed]
    body = change(held[1])
    documents.put_object(addresses.buckets[BUCKET], held[0], io.BytesIO(body), len(body))
    assert_new(before, found(addresses), {"objects.documents": [message]})


def test_a_lost_object_is_found(
    addresses: StoreAddresses, before: Lines, documents: Minio, held: tuple[str, bytes]
) -> None:
    documents.remove_object(addresses.buckets[BUCKET], held[0])
    assert_new(before, found(addresses), {"objects.documents": ["is owned and missing"]})


@pytest.fixture
def stray(addresses: StoreAddresses, documents: Minio) -> Iterator[str]:
    """An object nobody owns."""
    bucket, key = addresses.buckets["applications"], "accepted/stray-of-a-test"
    documents.put_object(bucket, key, io.BytesIO(b"x"), 1)
    yield key
    documents.remove_object(bucket, key)


def test_a_stray_object_is_found_and_a_part_on_its_way_is_not(
    addresses: StoreAddresses, before: Lines, documents: Minio, stray: str
) -> None:
    bucket, part = addresses.buckets["applications"], "quarantine/part-of-a-test"
    documents.put_object(bucket, part, io.BytesIO(b"x"), 1)
    try:
        after = found(addresses)
    finally:
        documents.remove_object(bucket, part)
    assert_new(before, after, {"objects.scans": ["belongs to nobody"]})
