"""Notices that a pooled connection is dead without asking the server each time.

SQLAlchemy's pre-ping costs three round trips a transaction. A server that ended a connection has
closed its socket, and an idle connection has nothing to read: one look at the socket tells. A
connection that lay idle for long is asked as well, because a broken network shows nothing.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from services.chassis.hub import original_select

_ASK_AFTER_SECONDS = 10.0
_RETURNED_AT = "returned_at"


def watch(engine: Engine) -> None:
    """Look at every connection when it leaves the pool; a dead one makes the pool start anew."""
    select = original_select()

    def on_checkout(driver: Any, record: Any, _proxy: Any) -> None:
        returned_at = record.info.get(_RETURNED_AT)
        if returned_at is None:
            return
        if _has_unread(select, driver) or (
            monotonic() - returned_at > _ASK_AFTER_SECONDS and not _answers(driver)
        ):
            raise InvalidatePoolError("the server ended the connection")

    def on_checkin(_driver: Any, record: Any) -> None:
        record.info[_RETURNED_AT] = monotonic()

    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "checkin", on_checkin)


def _has_unread(select: Any, driver: Any) -> bool:
    """Whether the socket of an idle connection has something to read: its end."""
    try:
        poll = select.poll()
        poll.register(driver.fileno(), select.POLLIN)
    except psycopg.Error:
        return True
    return bool(poll.poll(0))


def _answers(driver: Any) -> bool:
    try:
        driver.execute("SELECT 1")
        driver.rollback()
    except psycopg.Error:
        return False
    return True
