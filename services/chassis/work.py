"""The unit of work: one transaction in which effects, events, audit and answer stand or fall.

    with app.uow(call) as tx:
        ...                       # load, decide, save with tx.session
        tx.publish(event, aggregate_id=..., sequence=...)
        return tx.respond(answer)

Nothing else in the project commits. A command with an idempotency key takes effect once per
(actor, method, key); an event once per (handler, event id).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import psycopg.errors
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from services.chassis.causes import Call, Cause, Delivery
from services.chassis.clock import Clock, real_now
from services.chassis.database import Database
from services.chassis.request_hash import request_hash
from services.chassis.transaction import Transaction
from services.chassis.writes import claim_event, claim_key, stored_answer, write_chassis_rows
from services.contracts.errors import IdempotencyConflictError, InProgressError, TepeiError

ConstraintErrors = Mapping[str, Callable[[], TepeiError]]
"""Constraint name to an error class (or a function that builds the error)."""


class Duplicate(Exception):  # noqa: N818 -- a message to the entrypoint, not a failure
    """This handler has already taken this event; acknowledge it."""


class Replayed(Exception):  # noqa: N818 -- a message to the entrypoint, not a failure
    """This command was done before; answer again what was answered then.

    `response` is None when the answer held a secret and was not stored.
    """

    def __init__(self, response: dict[str, Any] | None) -> None:
        super().__init__("the command was done before")
        self.response = response


class AnswerMissingError(RuntimeError):
    """A command with an idempotency key ended without `respond`: its repetition has no answer."""


class UnitOfWork:
    """Begins transactions; one per service."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        service_name: str,
        *,
        constraint_errors: ConstraintErrors | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._service = service_name
        self._constraint_errors = constraint_errors or {}
        self._wake: Callable[[], None] | None = None
        self._request_key = b""

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Register what wakes this process' relay after rows were written.

        Processes without a relay (workers) register nothing: their commits NOTIFY the channel
        `outbox` instead, which costs a lock that all notifying commits share.
        """
        self._wake = wake

    def key_requests(self, key: bytes) -> None:
        """Give the key under which commands are remembered; see `chassis.request_hash`.

        The runner does; processes that answer no commands (workers, tools) need none.
        """
        self._request_key = key

    @contextmanager
    def __call__(self, cause: Cause = None, *, job: str | None = None) -> Iterator[Transaction]:
        """Begin a transaction; commit on a clean exit, roll back on an exception.

        Raises:
            Duplicate: The event was handled before.
            Replayed: The command was done before.
            IdempotencyConflictError: The key was used for other data.
            InProgressError: The same command is being done at this moment.
        """
        with self._database.session_factory() as session:
            tx = Transaction(session, self._clock.now(), cause, self._service, job)
            try:
                self._claim(session.connection(), cause)
                yield tx
                session.flush()
                self._finish(tx)
                session.commit()
            except IntegrityError as error:
                raise self._mapped(error) from error
        if tx.outbox and self._wake is not None:
            self._wake()

    def _claim(self, connection: Connection, cause: Cause) -> None:
        match cause:
            case Delivery():
                if not claim_event(connection, cause):
                    raise Duplicate
            case Call() if cause.idempotency_key is not None:
                self._claim_key(connection, cause)
            case _:
                return

    def recall(self, call: Call[Any]) -> None:
        """Look for the answer to a repeated command before anything costly is done for it.

        Raises:
            Replayed: The command was done before.
            IdempotencyConflictError: The key was used for other data.
        """
        if call.idempotency_key is None:
            return
        with self._database.session_factory() as session:
            stored = stored_answer(session.connection(), call)
        if stored is not None:
            self._repeat(stored, request_hash(call.data, self._request_key))

    def _claim_key(self, connection: Connection, call: Call[Any]) -> None:
        digest = request_hash(call.data, self._request_key)
        try:
            claimed = claim_key(connection, call, digest, real_now())
        except OperationalError as error:
            if isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise InProgressError from error
            raise
        if claimed:
            return
        stored = stored_answer(connection, call)
        if stored is None:
            raise InProgressError
        self._repeat(stored, digest)

    def _repeat(self, stored: tuple[bytes, dict[str, Any] | None], digest: bytes) -> NoReturn:
        known_hash, response = stored
        if known_hash != digest:
            raise IdempotencyConflictError
        raise Replayed(response)

    def _finish(self, tx: Transaction) -> None:
        keyed = isinstance(tx.cause, Call) and tx.cause.idempotency_key is not None
        if keyed and tx.response is None:
            msg = f"{self._service}: a keyed command must end with tx.respond(...)"
            raise AnswerMissingError(msg)
        notify = bool(tx.outbox) and self._wake is None
        write_chassis_rows(tx.session.connection(), tx, real_now(), notify=notify)

    def _mapped(self, error: IntegrityError) -> Exception:
        build = self._constraint_errors.get(constraint_name(error) or "")
        return error if build is None else build()


def constraint_name(error: DBAPIError) -> str | None:
    """Which constraint the database says was broken."""
    diagnostics = getattr(error.orig, "diag", None)
    return None if diagnostics is None else diagnostics.constraint_name
