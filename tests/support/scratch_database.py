"""A database of its own inside the running instance, with an owner and a runtime role."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from deploy.local.client import Stack


@dataclass(frozen=True, slots=True)
class ScratchDatabase:
    """Addresses of a fresh database; `role` is the name of its runtime role."""

    owner_url: str
    runtime_url: str
    superuser_url: str
    role: str


def running_stack() -> Stack:
    """The instance the tests were started for."""
    return Stack.load(os.environ.get("TEPEI_INSTANCE", "test"))


@contextmanager
def scratch_database(stack: Stack) -> Iterator[ScratchDatabase]:
    """Create database and roles; drop them at the end, whoever is still connected."""
    admin = make_url(stack.superuser_url)
    name, word = f"scratch_{secrets.token_hex(4)}", secrets.token_hex(12)
    owner = f"{name}_owner"
    _run(admin, f"CREATE ROLE {owner} LOGIN PASSWORD '{word}'")
    _run(admin, f"CREATE ROLE {name} LOGIN PASSWORD '{word}'")
    _run(admin, f"CREATE DATABASE {name} OWNER {owner}")
    _run(admin.set(database=name), f"ALTER SCHEMA public OWNER TO {owner}")
    try:
        yield ScratchDatabase(
            owner_url=_url(admin, name, owner, word),
            runtime_url=_url(admin, name, name, word),
            superuser_url=admin.set(database=name).render_as_string(hide_password=False),
            role=name,
        )
    finally:
        _run(admin, f"DROP DATABASE {name} WITH (FORCE)")
        _run(admin, f"DROP ROLE {owner}")
        _run(admin, f"DROP ROLE {name}")


def _url(admin: URL, database: str, user: str, password: str) -> str:
    address = admin.set(database=database, username=user, password=password)
    return address.render_as_string(hide_password=False)


def _run(url: URL, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
