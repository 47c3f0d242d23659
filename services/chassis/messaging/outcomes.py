"""What becomes of a message: done, later, or parked. Pure: an exception in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import psycopg.errors
import sqlalchemy.exc
import urllib3.exceptions
from amqp.exceptions import AMQPError

from services.chassis.messaging.names import DELAYS_MS
from services.chassis.work import Duplicate
from services.contracts.errors import (
    DeadlineExceededError,
    InProgressError,
    Permanent,
    ServiceUnavailableError,
    TryAgain,
)

MAX_ATTEMPTS = 5
MAX_TRY_AGAIN = 20
"""A handler that says `TryAgain` knows what it waits for: it gets about five minutes."""

_UNAVAILABLE: tuple[type[BaseException], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    sqlalchemy.exc.TimeoutError,  # the pool is empty
    urllib3.exceptions.HTTPError,  # the object store
    AMQPError,
    ConnectionError,
    TimeoutError,
    ServiceUnavailableError,
    DeadlineExceededError,
    InProgressError,
)

_OWN_FAULT: tuple[type[BaseException], ...] = (
    psycopg.errors.QueryCanceled,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DiskFull,
)
"""Operational errors of a database that is up: the attempt counts, or a statement that always runs
into its limit would be tried for ever."""


@dataclass(frozen=True, slots=True)
class History:
    """How often a message has failed already; it travels in the headers of its delayed copies."""

    attempts: int = 0
    """Failures that counted."""
    deferrals: int = 0
    """Times something else was down."""


@dataclass(frozen=True, slots=True)
class Done:
    """Acknowledge."""

    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Deliver again after a delay."""

    delay_ms: int
    history: History
    reason: str


@dataclass(frozen=True, slots=True)
class Park:
    """Put aside for people."""

    reason: str
    history: History


Outcome = Done | Later | Park


class FailureKind(StrEnum):
    """What kind of failure a handler ended with."""

    DUPLICATE = "duplicate"
    PERMANENT = "permanent"
    DOWN = "down"
    TRY_AGAIN = "try_again"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure as plain data: worker children report theirs to their parent in this form."""

    kind: FailureKind
    reason: str


def judge(
    error: BaseException | None, history: History, *, max_attempts: int = MAX_ATTEMPTS
) -> Outcome:
    """Decide what becomes of a message.

    Args:
        error: What the handler raised, None if it returned.
        history: Earlier failures.
        max_attempts: Failures of its own after which the message is parked.
    """
    failure = None if error is None else classify(error)
    return decide(failure, history, max_attempts=max_attempts)


def classify(error: BaseException) -> Failure:
    """Tell the kinds of failure apart."""
    if isinstance(error, Duplicate):
        kind = FailureKind.DUPLICATE
    elif isinstance(error, Permanent):
        kind = FailureKind.PERMANENT
    elif dependency_is_down(error):
        kind = FailureKind.DOWN
    elif isinstance(error, TryAgain):
        kind = FailureKind.TRY_AGAIN
    else:
        kind = FailureKind.FAILED
    return Failure(kind, describe(error))


def decide(
    failure: Failure | None, history: History, *, max_attempts: int = MAX_ATTEMPTS
) -> Outcome:
    """Decide by the kind of failure; see `judge`."""
    if failure is None:
        return Done()
    match failure.kind:
        case FailureKind.DUPLICATE:
            return Done(duplicate=True)
        case FailureKind.PERMANENT:
            return Park(failure.reason, history)
        case FailureKind.DOWN:
            waited = History(history.attempts, history.deferrals + 1)
            return Later(_delay(history.deferrals), waited, failure.reason)
        case FailureKind.TRY_AGAIN:
            return _counted(failure, history, MAX_TRY_AGAIN)
        case FailureKind.FAILED:
            return _counted(failure, history, max_attempts)


def _counted(failure: Failure, history: History, limit: int) -> Outcome:
    counted = History(history.attempts + 1, history.deferrals)
    if counted.attempts >= limit:
        return Park(f"{failure.reason}; {counted.attempts} attempts", counted)
    return Later(_delay(history.attempts), counted, failure.reason)


def dependency_is_down(error: BaseException) -> bool:
    """Whether the failure lies in a part this process depends on, and not in the message."""
    for cause in _causes(error):
        if isinstance(cause, _OWN_FAULT):
            return False
        if isinstance(cause, _UNAVAILABLE):
            return True
    return False


def describe(error: BaseException) -> str:
    """Class and code, never the text: a database error quotes the row."""
    code = getattr(error, "code", None)
    name = type(error).__name__
    if isinstance(error, Permanent):
        return f"{name}: {error.message}"[:200]
    return f"{name} ({code})" if isinstance(code, str) else name


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what the database driver raised beneath it, and its causes."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        original = getattr(current, "orig", None)
        current = original if isinstance(original, BaseException) else current.__cause__


def _delay(failures: int) -> int:
    return DELAYS_MS[min(failures, len(DELAYS_MS) - 1)]
