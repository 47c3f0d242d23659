"""A unit of work without a database: keeps what was committed, refuses what came before.

The behaviour suite in `tests/support/unit_of_work_behaviour.py` runs on this and on the real one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from services.chassis.causes import Call, Cause, Delivery
from services.chassis.clock import Clock
from services.chassis.request_hash import request_hash
from services.chassis.testing.clock import FakeClock
from services.chassis.transaction import Transaction
from services.chassis.work import AnswerMissingError, Duplicate, Replayed
from services.contracts.envelope import Event
from services.contracts.errors import IdempotencyConflictError

_REQUEST_KEY = b"of the recording unit of work"


class DatabaseTouchedError(AssertionError):
    """A unit test reached for the database."""


class NoSession:
    """Stands for the session where a test has none; whatever is asked of it fails."""

    def __getattr__(self, name: str) -> Any:
        raise DatabaseTouchedError(f"session.{name} was used; give the fake a session to use")


class RecordingUnitOfWork:
    """Used like `UnitOfWork`; `committed` holds the transactions that ended well, in order.

    Args:
        service_name: The service whose events may be published.
        clock: Business time; stands still unless given.
        session: What handlers get as `tx.session`: a fake of the test, or nothing usable.
    """

    def __init__(
        self, service_name: str, *, clock: Clock | None = None, session: object | None = None
    ) -> None:
        self.committed: list[Transaction] = []
        self._service = service_name
        self._clock = clock or FakeClock()
        self._session = cast("Session", session if session is not None else NoSession())
        self._inbox: set[tuple[str, UUID]] = set()
        self._answers: dict[tuple[str, str, str], tuple[bytes, dict[str, Any] | None]] = {}

    @contextmanager
    def __call__(self, cause: Cause = None, *, job: str | None = None) -> Iterator[Transaction]:
        """Begin; what is collected counts only if the block ends without an exception."""
        tx = Transaction(self._session, self._clock.now(), cause, self._service, job)
        match cause:
            case Delivery() if (cause.handler, cause.event_id) in self._inbox:
                raise Duplicate
            case Call() if cause.idempotency_key is not None:
                self._refuse_repetition(cause)
            case _:
                pass
        yield tx
        self._keep(tx)

    @property
    def published(self) -> list[tuple[str, UUID, int, dict[str, Any]]]:
        """Every committed event: name, aggregate, sequence, data."""
        return [
            (row.routing_key, row.aggregate_id, row.sequence, row.payload["data"])
            for tx in self.committed
            for row in tx.outbox
            if row.kind == "event" and row.aggregate_id is not None and row.sequence is not None
        ]

    @property
    def enqueued(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Every committed job: queue, key, data."""
        return [
            (row.routing_key, row.payload["key"], row.payload["data"])
            for tx in self.committed
            for row in tx.outbox
            if row.kind == "job"
        ]

    @property
    def audited(self) -> list[tuple[str, str, str, str]]:
        """Every committed audit row: actor, action, kind and id of the object."""
        return [
            (row.actor, row.action, row.object_type, row.object_id)
            for tx in self.committed
            for row in tx.audits
        ]

    def events(self, cls: type[Event]) -> list[Event]:
        """The committed events of one class."""
        return [cls.model_validate(data) for name, _, _, data in self.published if name == cls.name]

    def recall(self, call: Call[Any]) -> None:
        """Refuse what was done before, as `UnitOfWork.recall` does."""
        if call.idempotency_key is not None:
            self._refuse_repetition(call)

    def _refuse_repetition(self, call: Call[Any]) -> None:
        known = self._answers.get(_key_of(call))
        if known is None:
            return
        digest, response = known
        if digest != request_hash(call.data, _REQUEST_KEY):
            raise IdempotencyConflictError
        raise Replayed(response)

    def _keep(self, tx: Transaction) -> None:
        match tx.cause:
            case Delivery():
                self._inbox.add((tx.cause.handler, tx.cause.event_id))
            case Call() if tx.cause.idempotency_key is not None:
                self._answers[_key_of(tx.cause)] = (
                    request_hash(tx.cause.data, _REQUEST_KEY),
                    _stored(tx),
                )
            case _:
                pass
        self.committed.append(tx)


def _key_of(call: Call[Any]) -> tuple[str, str, str]:
    return call.actor.reference, call.data.method, call.idempotency_key or ""


def _stored(tx: Transaction) -> dict[str, Any] | None:
    if tx.response is None:
        raise AnswerMissingError("a keyed command must end with tx.respond(...)")
    keep = isinstance(tx.cause, Call) and tx.cause.data.stores_answer
    return json.loads(tx.response.model_dump_json()) if keep else None
