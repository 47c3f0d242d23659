"""What becomes of a message is decided by what its handler raised."""

from __future__ import annotations

import psycopg
import psycopg.errors
import pytest
import sqlalchemy.exc
import urllib3.exceptions

from services.chassis.messaging.outcomes import (
    MAX_ATTEMPTS,
    MAX_TRY_AGAIN,
    Done,
    History,
    Later,
    Park,
    dependency_is_down,
    describe,
    judge,
)
from services.chassis.work import Duplicate
from services.contracts.errors import (
    DeadlineExceededError,
    IllegalTransitionError,
    Permanent,
    ServiceUnavailableError,
    TryAgain,
)


def _wrapped(original: Exception) -> sqlalchemy.exc.OperationalError:
    return sqlalchemy.exc.OperationalError("INSERT …", {}, original)


def test_a_return_is_done_and_a_duplicate_is_done_as_well() -> None:
    assert judge(None, History()) == Done()
    assert judge(Duplicate(), History()) == Done(duplicate=True)


def test_permanent_parks_at_once_with_its_sentence() -> None:
    outcome = judge(Permanent("样例：永远不能处理"), History())
    assert outcome == Park("Permanent: 样例：永远不能处理", History())


def test_an_unknown_failure_is_tried_five_times_with_growing_delays() -> None:
    history, delays = History(), []
    while isinstance(outcome := judge(ValueError(), history), Later):
        delays.append(outcome.delay_ms)
        history = outcome.history
    assert delays == [1_000, 4_000, 16_000, 16_000]
    assert isinstance(outcome, Park)
    assert outcome.history.attempts == MAX_ATTEMPTS


def test_try_again_counts_but_may_wait_longer() -> None:
    assert isinstance(judge(TryAgain(), History(attempts=MAX_TRY_AGAIN - 2)), Later)
    assert isinstance(judge(TryAgain(), History(attempts=MAX_TRY_AGAIN - 1)), Park)


@pytest.mark.parametrize(
    "error",
    [
        _wrapped(psycopg.OperationalError("the connection is closed")),
        sqlalchemy.exc.TimeoutError("QueuePool limit"),
        psycopg.InterfaceError(),
        ConnectionRefusedError(),
        TimeoutError(),
        urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool("127.0.0.1"), "/"),
        ServiceUnavailableError(),
        DeadlineExceededError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_dependency_that_is_down_never_counts_and_never_parks(error: Exception) -> None:
    outcome = judge(error, History(attempts=4, deferrals=1000))
    assert isinstance(outcome, Later)
    assert outcome.history == History(attempts=4, deferrals=1001)


@pytest.mark.parametrize(
    "error",
    [
        _wrapped(psycopg.errors.QueryCanceled()),
        _wrapped(psycopg.errors.LockNotAvailable()),
        _wrapped(psycopg.errors.DeadlockDetected()),
        FileNotFoundError("template"),
        MemoryError(),
        IllegalTransitionError(state_label="样例"),
    ],
    ids=lambda error: type(getattr(error, "orig", error)).__name__,
)
def test_what_is_our_own_fault_counts(error: Exception) -> None:
    assert not dependency_is_down(error)
    outcome = judge(error, History())
    assert isinstance(outcome, Later)
    assert outcome.history.attempts == 1


def test_a_dependency_is_recognised_beneath_what_a_handler_made_of_it() -> None:
    outer = RuntimeError("wrapped")
    outer.__cause__ = ConnectionRefusedError()
    assert dependency_is_down(outer)


def test_a_reason_never_quotes_what_an_error_says() -> None:
    assert describe(ValueError("650000199001010000")) == "ValueError"
    assert describe(IllegalTransitionError(state_label="样例")) == (
        "IllegalTransitionError (illegal_transition)"
    )
