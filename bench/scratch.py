"""A database and a corner of the broker beside the services', on the servers of the instance."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from services.chassis.migrate import Target, service_metadata, upgrade

SERVICES = Path(__file__).resolve().parents[1] / "services"


@dataclass(frozen=True, slots=True)
class Scratch:
    """Addresses of a fresh database; `role` is the name of its runtime role."""

    owner_url: str
    runtime_url: str
    role: str

    def execute(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database as its owner."""
        with psycopg.connect(plain(self.owner_url), autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def scratch_database(superuser_url: str) -> Iterator[Scratch]:
    """Create a database with an owner and a runtime role; drop them at the end."""
    admin = make_url(superuser_url)
    name, word = f"bench_{secrets.token_hex(4)}", secrets.token_hex(12)
    owner = f"{name}_owner"
    server = plain(superuser_url)
    with psycopg.connect(server, autocommit=True) as connection:
        for role in (owner, name):
            connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{word}'")
        connection.execute(f"CREATE DATABASE {name} OWNER {owner}")

    def url(user: str) -> str:
        address = admin.set(database=name, username=user, password=word)
        return address.render_as_string(hide_password=False)

    try:
        yield Scratch(url(owner), url(name), name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for role in (owner, name):
                connection.execute(f"DROP ROLE {role}")


@contextmanager
def service_database(superuser_url: str, service: str) -> Iterator[Scratch]:
    """A database with the tables of a service, empty."""
    with scratch_database(superuser_url) as scratch:
        folder = SERVICES / service / "migrations"
        metadata = service_metadata(service)
        upgrade(Target(scratch.owner_url, folder, metadata, scratch.role))
        yield scratch


def plain(url: str) -> str:
    """The address as psycopg reads it, without the name of SQLAlchemy's driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
