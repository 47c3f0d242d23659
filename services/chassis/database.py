"""One engine per process with the limits that keep a stuck query from holding a service.

Under eventlet psycopg's C wait function blocks the whole hub; `Database` refuses to start with it.
Entry scripts call `services.chassis.hub.prepare()` first, which installs a wait that yields.
"""

from __future__ import annotations

import psycopg.waiting
from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from services.chassis import liveness
from services.chassis.chassis_metrics import DB_CONNECTIONS_IN_USE, DB_CONNECTIONS_LIMIT
from services.chassis.hub import is_patched

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names are part of the code: the unit of work maps them to errors."""

_SERVER_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "timezone": "UTC",
        "statement_timeout": "15000",
        "lock_timeout": "5000",
        "idle_in_transaction_session_timeout": "30000",
        "client_connection_check_interval": "2000",
    }.items()
)

_CONNECT_ARGS = {
    "options": _SERVER_OPTIONS,
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20000,
}


def metadata() -> MetaData:
    """A fresh MetaData with the project's constraint names."""
    return MetaData(naming_convention=NAMING_CONVENTION)


class HubBlockedError(RuntimeError):
    """eventlet is active, but psycopg would block its hub."""


def check_wait_function() -> None:
    """Refuse a process in which a query would stop every green thread.

    Raises:
        HubBlockedError: the standard library is patched and psycopg waits in C.
    """
    wait_in_c = getattr(psycopg.waiting, "wait_c", None)
    if is_patched() and psycopg.waiting.wait is wait_in_c:
        msg = (
            "psycopg waits in C under eventlet and would block the hub; "
            "call services.chassis.hub.prepare() before anything else"
        )
        raise HubBlockedError(msg)


class Database:
    """The engine and the session factory of one process."""

    def __init__(
        self,
        url: str,
        pool_size: int = 24,
        application_name: str = "tepei",
        *,
        pool_timeout: float = 4.0,
    ) -> None:
        check_wait_function()
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=pool_timeout,
            pool_recycle=1800,
            # An error would otherwise carry the statement's values into the logs.
            hide_parameters=True,
            connect_args={**_CONNECT_ARGS, "application_name": application_name},
        )
        liveness.watch(self.engine)
        DB_CONNECTIONS_LIMIT.set(pool_size)
        DB_CONNECTIONS_IN_USE.watch(self._in_use)
        self.session_factory: sessionmaker[Session] = sessionmaker(
            self.engine, expire_on_commit=False
        )

    def ping(self) -> None:
        """Ask the database for a sign of life, for readiness."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def _in_use(self) -> float:
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    def dispose(self) -> None:
        """Close all idle connections."""
        self.engine.dispose()
