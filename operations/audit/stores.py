"""The stores as the audit sees them: one read-only snapshot per database, two buckets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from minio import Minio
from minio.error import MinioException
from sqlalchemy import Connection, Row, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from services.chassis.audit_head import AuditHead, AuditHeadFile

SNAPSHOT = "REPEATABLE READ"

UNREADABLE = (SQLAlchemyError, MinioException, HTTPError, OSError)
"""What comes up when a store is down, frozen, closed to us, or not what this version expects."""

PATIENCE_SECONDS = 15
"""For one answer of a store; a frozen one must not hold the audit up for ever."""

_READERS = 8


@dataclass(frozen=True, slots=True)
class StoreAddresses:
    """Where the stores are, and what the audit needs to read them."""

    databases: Mapping[str, str]
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_secure: bool
    s3_region: str
    buckets: Mapping[str, str]
    audit_keys: Mapping[str, Ed25519PublicKey]
    audit_heads: Path


@dataclass
class Stores:
    """Open snapshots. Each database is read as of one instant, one after another."""

    addresses: StoreAddresses
    heads: dict[str, AuditHead | None] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)

    def rows(self, database: str, sql: str, **parameters: Any) -> list[Row[Any]]:
        """The rows of a query."""
        return list(self.connections[database].execute(text(sql), parameters).all())

    @cached_property
    def objects(self) -> Minio:
        """The object store as its administrator."""
        at = self.addresses
        pool = PoolManager(
            timeout=Timeout(connect=PATIENCE_SECONDS, read=PATIENCE_SECONDS),
            maxsize=_READERS,
            retries=Retry(total=0),
        )
        return Minio(
            at.s3_endpoint,
            at.s3_access_key,
            at.s3_secret_key,
            secure=at.s3_secure,
            region=at.s3_region,
            http_client=pool,
        )


@contextmanager
def opened(addresses: StoreAddresses) -> Iterator[Stores]:
    """Snapshots of all databases, closed again at the end."""
    with ExitStack() as stack:
        stores = Stores(addresses)
        # Before the snapshots: a head may be older than the chain's end, never newer.
        for service in addresses.audit_keys:
            stores.heads[service] = AuditHeadFile(addresses.audit_heads, service).read()
        for name, url in addresses.databases.items():
            engine = create_engine(
                url,
                isolation_level=SNAPSHOT,
                connect_args={"connect_timeout": PATIENCE_SECONDS},
            )
            stack.callback(engine.dispose)
            stores.connections[name] = stack.enter_context(_reading(engine))
        yield stores


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        yield connection
