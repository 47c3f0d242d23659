"""The corner in which the bench is a service: its tables, its queues, its programs' environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import amqp
from sqlalchemy import BigInteger, Column, Connection, String, Table, Uuid, create_engine

from bench.child import ROOT
from bench.programs.wiring import HAPPENED
from bench.scratch import Scratch, scratch_database
from deploy.local.client import Stack
from services.chassis.database import metadata
from services.chassis.messaging.connection import Address, open_channel, open_connection
from services.chassis.schema import create_chassis_tables, grant_runtime
from services.chassis.tables import chassis_tables

TABLES = metadata()
chassis_tables(TABLES)
EFFECT = Table(
    "bench_effect",
    TABLES,
    Column("id", BigInteger, primary_key=True),
    Column("event_id", Uuid),
    Column("note", String),
)


@dataclass(frozen=True, slots=True)
class Corner:
    """What the rows of the relay and of the consumer share."""

    scratch: Scratch
    channel: amqp.Channel
    environment: dict[str, str]


class _Operations:
    """As much of Alembic's operations as the creation of the chassis' tables needs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sqltext: str) -> Any:
        return self._connection.exec_driver_sql(sqltext)

    def get_bind(self) -> Connection:
        return self._connection


@contextmanager
def corner(stack: Stack) -> Iterator[Corner]:
    """Tables in a database of their own, and the queues of the bench."""
    admin = stack.broker_admin_url
    subprocess.run(
        [sys.executable, "-m", "bench.programs.topology"],
        cwd=ROOT,
        env=os.environ | {"TEPEI_BROKER_ADMIN_URL": admin},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with scratch_database(stack.superuser_url) as scratch:
        _create_tables(scratch)
        connection = open_connection(Address.parse(admin, "bench"))
        environment = {
            "TEPEI_MODE": "test",
            "TEPEI_LOG_LEVEL": "INFO",
            "BENCH_DATABASE_URL": scratch.runtime_url,
            "BENCH_BROKER_URL": admin,
        }
        channel = open_channel(connection)
        channel.queue_purge(HAPPENED.queue)
        try:
            yield Corner(scratch, channel, environment)
        finally:
            connection.close()


def _create_tables(scratch: Scratch) -> None:
    engine = create_engine(scratch.owner_url)
    with engine.begin() as connection:
        create_chassis_tables(_Operations(connection))
        EFFECT.create(connection)
        grant_runtime(connection, scratch.role, TABLES)
    engine.dispose()
