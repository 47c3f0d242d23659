"""Decisions of a cycle counted by the organisation that took them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.contracts.requests.review import DecisionKind
from services.review.storage.rows_case import Decision, ReviewCase

DeskRow = tuple[UUID, str, int, int, int]
"""Organisation, its name, passed, returned, refused."""

COUNTED = (DecisionKind.PASSED, DecisionKind.RETURNED, DecisionKind.NEGATIVE_UPHELD)


def decisions_by_desk(session: Session, cycle_id: UUID) -> list[DeskRow]:
    """Who decided how often; those with the most decisions first."""
    name = func.max(Decision.organisation_name)
    rows = session.execute(
        select(Decision.organisation_id, name, *map(_count, COUNTED))
        .join(ReviewCase, ReviewCase.application_id == Decision.application_id)
        .where(
            ReviewCase.cycle_id == cycle_id,
            Decision.kind.in_(COUNTED),
            Decision.organisation_id.is_not(None),
        )
        .group_by(Decision.organisation_id)
        .order_by(func.count().desc(), name)
    )
    return [tuple(row) for row in rows]


def _count(kind: DecisionKind) -> ColumnElement[int]:
    return func.count().filter(Decision.kind == kind)
