"""The read queries of the dashboard: files counted by the database, one statement a view.

Each counts by state first and adds the stages up from those few rows: comparing every file with
every stage would cost three times as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Subquery, and_, cast, false, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.contracts.requests.review_progress import STATES_OF
from services.contracts.vocabulary import ApplicationState, NodeKind, SeatKind, Term, Track
from services.review.storage.queue import QueueScope
from services.review.storage.rows_case import CaseNode, ReviewCase
from services.review.storage.rows_copies import OrganisationCopy, PlanRowCopy


@dataclass(frozen=True, slots=True)
class Figures:
    """Files in all, at each stage, and with a seat."""

    submitted: int
    stages: tuple[int, ...]
    holding_seat: int


KindRow = tuple[SeatKind, Track, Term, Figures]
UnitRow = tuple[UUID, str, Figures]


class ProgressStore:
    """Counts within one session, all of one instant."""

    def __init__(self, session: Session, scope: QueueScope, cycle_id: UUID) -> None:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        self._session = session
        self._scope = scope
        self._which = and_(
            ReviewCase.cycle_id == cycle_id,
            ReviewCase.state != ApplicationState.WITHDRAWN,
            _answered_for(scope),
        )

    def kinds(self) -> list[KindRow]:
        """By track and term."""
        counted = self._counted(ReviewCase.seat_kind, ReviewCase.track, ReviewCase.term)
        rows = self._session.execute(select(counted))
        return [(row[0], row[1], row[2], _figures(row[3:])) for row in rows]

    def cells(self) -> Iterator[tuple[PlanRowCopy, SeatKind, Figures]]:
        """By seat cell, in plan order."""
        counted = self._counted(ReviewCase.plan_row_id, ReviewCase.seat_kind)
        rows = self._session.execute(
            select(PlanRowCopy, counted)
            .join(counted, counted.c.plan_row_id == PlanRowCopy.plan_row_id)
            .order_by(PlanRowCopy.seq, counted.c.seat_kind)
        )
        for row in rows:
            yield row[0], row[2], _figures(row[3:])

    def units(self, *, offset: int, limit: int | None) -> tuple[int, list[UnitRow]]:
        """By unit: how many there are, and (id, name, figures) of one page by code."""
        unit = ReviewCase.final_organisation_id if self._scope.tracks else ReviewCase.unit_id
        counted = self._counted(unit)
        names = OrganisationCopy
        rows = self._session.execute(
            select(counted, func.coalesce(names.name, ""), func.count().over())
            .outerjoin(names, names.organisation_id == counted.c[unit.key])
            .order_by(names.code, counted.c[unit.key])
            .offset(offset)
            .limit(limit)
        ).all()
        found = [(row[0], row[-2], _figures(row[1:-2])) for row in rows]
        return (rows[0][-1] if rows else 0), found

    def _counted(self, *grouped: InstrumentedAttribute[Any]) -> Subquery:
        """Figures for each group: its keys, all files, each stage, those with a seat."""
        by_state = (
            select(
                *grouped,
                ReviewCase.state,
                func.count().label("files"),
                func.count().filter(ReviewCase.holds_seat).label("seats"),
            )
            .where(self._which)
            .group_by(*grouped, ReviewCase.state)
            .subquery()
        )
        keys = [by_state.c[column.key] for column in grouped]
        stages = [
            _sum(by_state.c.files, by_state.c.state.in_(states)).label(f"at_{stage.value}")
            for stage, states in STATES_OF.items()
        ]
        every = _sum(by_state.c.files).label("submitted")
        seats = _sum(by_state.c.seats).label("holding")
        return select(*keys, every, *stages, seats).group_by(*keys).subquery()


def _sum(column: ColumnElement[int], which: ColumnElement[bool] | None = None) -> Any:
    total: Any = func.sum(column)
    if which is not None:
        total = total.filter(which)
    return cast(func.coalesce(total, 0), Integer)


def _figures(values: Sequence[Any]) -> Figures:
    return Figures(values[0], tuple(values[1:-1]), values[-1])


def _answered_for(scope: QueueScope) -> ColumnElement[bool]:
    """Files an organisation answers for, wherever they stand on the way.

    The region's offices answer for their tracks. Of all others the index by organisation leads to
    the files: a final unit's stand in the case, the routes of the rest in the nodes.
    """
    if scope.tracks:
        return ReviewCase.track.in_(scope.tracks)
    parts: list[ColumnElement[bool]] = []
    if NodeKind.FINAL in scope.kinds:
        parts.append(ReviewCase.final_organisation_id == scope.organisation_id)
    passing = [kind for kind in scope.kinds if kind is not NodeKind.FINAL]
    if passing:
        parts.append(
            ReviewCase.application_id.in_(
                select(CaseNode.application_id).where(
                    CaseNode.organisation_id == scope.organisation_id, CaseNode.kind.in_(passing)
                )
            )
        )
    return or_(*parts) if parts else false()
