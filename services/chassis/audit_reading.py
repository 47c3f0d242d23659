"""Answers questions about a service's audit trail: pages of rows, and the chain recomputed.

A page is found by time and id, so that the thousandth takes as long as the first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger

from services.chassis.audit_head import load_audit_key
from services.chassis.audit_verify import check_seals
from services.chassis.causes import Call
from services.chassis.database import metadata
from services.chassis.settings import ServiceSettings
from services.chassis.tables import chassis_tables
from services.chassis.work import UnitOfWork
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, UnauthenticatedError
from services.contracts.requests.audit import (
    AuditCheck,
    AuditPage,
    AuditRow,
    CheckAudit,
    ReadAudit,
)
from services.contracts.vocabulary import Role

_EVENT = chassis_tables(metadata()).audit_event
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_SEALS_OF = text(
    "SELECT s.id, number FROM audit_seal, unnest(event_ids) AS s (id)"
    " WHERE event_ids && :ids AND s.id = ANY (:ids)"
).bindparams(bindparam("ids", type_=ARRAY(BigInteger)))
_LAST_SEAL = text("SELECT number, sealed_at FROM audit_seal ORDER BY number DESC LIMIT 1")


def read_audit(
    uow: UnitOfWork, call: Call[Any], security_actions: Collection[str] = ()
) -> AuditPage:
    """One page for an auditor; of `security_actions` alone for a security administrator."""
    asked: ReadAudit = call.data
    only = _readable(call.actor, security_actions)
    with uow(call) as tx:
        connection = tx.session.connection()
        rows = _rows(connection, asked, only)
        shown = rows[: asked.limit]
        seals = _seals(connection, [row.id for row in shown])
        last = connection.execute(_LAST_SEAL).one_or_none()
        tx.audit("audit_read", object_type="audit", object_id=asked.service)
        return AuditPage(
            rows=tuple(_view(row, seals.get(row.id)) for row in shown),
            after=_cursor(shown[-1]) if len(rows) > asked.limit else None,
            last_seal=0 if last is None else last.number,
            sealed_at=None if last is None else last.sealed_at,
        )


def check_audit(uow: UnitOfWork, settings: ServiceSettings, call: Call[Any]) -> AuditCheck:
    """Recompute the next part of the chain, for an auditor."""
    asked: CheckAudit = call.data
    _readable(call.actor, ())
    if settings.audit_key is None:
        return AuditCheck(
            checked_up_to=0, sealed_at=None, rows=0, finished=True, faults=("no_key",)
        )
    key = load_audit_key(settings.audit_key.get_secret_value()).public_key()
    with uow(call) as tx:
        part = check_seals(tx.session.connection(), key, asked.after, asked.limit)
        tx.audit("audit_checked", object_type="audit", object_id=asked.service)
    return AuditCheck(
        checked_up_to=part.up_to,
        sealed_at=part.sealed_at,
        rows=part.rows,
        finished=part.finished,
        faults=tuple(f"{fault.code}:{fault.seal}" for fault in part.violations),
    )


def _readable(actor: Actor, security_actions: Collection[str]) -> Collection[str] | None:
    """The actions the actor may see; None for all of them.

    Raises:
        UnauthenticatedError, ForbiddenError: none.
    """
    if actor.holds(Role.AUDITOR):
        return None
    if security_actions and actor.holds(Role.SECURITY_ADMIN):
        return security_actions
    raise UnauthenticatedError if actor.kind is ActorKind.ANONYMOUS else ForbiddenError


def _rows(
    connection: Connection, asked: ReadAudit, only: Collection[str] | None
) -> Sequence[Row[Any]]:
    """One more than asked for, which tells whether there are older ones."""
    statement = (
        select(_EVENT)
        .where(*_conditions(asked, only))
        .order_by(_EVENT.c.at.desc(), _EVENT.c.id.desc())
        .limit(asked.limit + 1)
    )
    return connection.execute(statement).all()


def _conditions(asked: ReadAudit, only: Collection[str] | None) -> list[ColumnElement[bool]]:
    columns = _EVENT.c
    found = [
        column == value
        for column, value in (
            (columns.actor, asked.actor),
            (columns.action, asked.action),
            (columns.object_id, asked.object_id),
        )
        if value
    ]
    if only is not None:
        found.append(columns.action.in_(sorted(only)))
    if asked.since is not None:
        found.append(columns.at >= asked.since)
    if asked.until is not None:
        found.append(columns.at < asked.until)
    if asked.after is not None:
        microseconds, _, row_id = asked.after.partition("-")
        place = (_EPOCH + int(microseconds) * _MICROSECOND, int(row_id))
        found.append(tuple_(columns.at, columns.id) < place)
    return found


def _cursor(row: Row[Any]) -> str:
    return f"{(row.at - _EPOCH) // _MICROSECOND}-{row.id}"


def _seals(connection: Connection, ids: list[int]) -> dict[int, int]:
    """Which seal each row is under."""
    if not ids:
        return {}
    return {row.id: row.number for row in connection.execute(_SEALS_OF, {"ids": ids})}


def _view(row: Row[Any], seal: int | None) -> AuditRow:
    return AuditRow(
        row_id=row.id,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        purpose=row.purpose,
        cause=row.cause,
        correlation_id=row.correlation_id,
        details=json.dumps(row.details, ensure_ascii=False, sort_keys=True),
        seal=seal,
    )
