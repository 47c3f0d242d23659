"""The read query of queues: what an organisation may see, filtered and counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from services.contracts.vocabulary import ApplicationState, NodeKind, Track
from services.review.domain.routes import TRAINING_STATES
from services.review.storage.rows_case import CaseNode, ItemVerdict, ReviewCase
from services.review.storage.rows_copies import PlanRowCopy
from services.review.storage.rows_desk import DeskClaim


@dataclass(frozen=True, slots=True)
class QueueScope:
    """What the asker may see.

    Files that reached these kinds of node of the organisation, and files at the region of these
    tracks.
    """

    organisation_id: UUID
    kinds: tuple[NodeKind, ...]
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the asker wants of it."""

    cycle_id: UUID | None = None
    at_desk: bool = True
    state: ApplicationState | None = None
    track: Track | None = None
    plan_row_id: UUID | None = None
    specialty: str | None = None
    since_before: datetime | None = None
    due_before: datetime | None = None
    unclaimed: bool = False
    held_by: tuple[UUID, ...] | None = None
    offset: int = 0
    limit: int = 50


class QueueStore:
    """Queues within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counts(
        self, scope: QueueScope, cycle_id: UUID | None
    ) -> Sequence[tuple[ApplicationState, int]]:
        """Files by state, over everything the scope reaches."""
        query = select(ReviewCase.state, func.count()).where(*_visible(scope))
        if cycle_id is not None:
            query = query.where(ReviewCase.cycle_id == cycle_id)
        rows = self._session.execute(query.group_by(ReviewCase.state))
        return [(state, count) for state, count in rows]

    def page(self, scope: QueueScope, wanted: QueueFilter) -> tuple[int, list[ReviewCase]]:
        """How many files match, and one page of them, those that wait longest first."""
        matching = _matching(scope, wanted)
        count = select(func.count()).select_from(ReviewCase).where(*matching)
        order = (ReviewCase.since, ReviewCase.application_no)
        # The rows before the page are counted off in the index; only its own are read whole.
        ids = select(ReviewCase.application_id).where(*matching).order_by(*order)
        of_page = self._session.scalars(ids.offset(wanted.offset).limit(wanted.limit)).all()
        rows = select(ReviewCase).where(ReviewCase.application_id.in_(of_page)).order_by(*order)
        rows = rows.options(defer(ReviewCase.materials, raiseload=True))
        return self._session.scalar(count) or 0, list(self._session.scalars(rows))

    def following(
        self, scope: QueueScope, wanted: QueueFilter, after: tuple[datetime, str] | None
    ) -> list[ReviewCase]:
        """The files behind that one in the order of the queue, as many as the filter's limit."""
        query = select(ReviewCase).where(*_matching(scope, wanted))
        if after is not None:
            query = query.where(tuple_(ReviewCase.since, ReviewCase.application_no) > after)
        order = (ReviewCase.since, ReviewCase.application_no)
        return list(self._session.scalars(query.order_by(*order).limit(wanted.limit)))

    def marked(self, cases: Sequence[ReviewCase]) -> dict[UUID, int]:
        """How many items are marked in the open visits of these files."""
        visits = [case.visit_id for case in cases if case.visit_id is not None]
        rows = self._session.execute(
            select(ItemVerdict.visit_id, func.count())
            .where(ItemVerdict.visit_id.in_(visits))
            .group_by(ItemVerdict.visit_id)
        )
        return {visit_id: count for visit_id, count in rows}  # noqa: C416 -- rows are no tuples


def _visible(scope: QueueScope) -> list[ColumnElement[bool]]:
    """What the scope reaches, wherever it stands."""
    parts: list[ColumnElement[bool]] = []
    if NodeKind.FINAL in scope.kinds:
        # Said in the case: of the thousands of files of a final unit no node is looked up.
        final = ReviewCase.final_organisation_id == scope.organisation_id
        parts.append(and_(final, ReviewCase.at_final))
    passing = [kind for kind in scope.kinds if kind is not NodeKind.FINAL]
    if passing:
        node = (
            CaseNode.application_id == ReviewCase.application_id,
            CaseNode.organisation_id == scope.organisation_id,
            CaseNode.kind.in_(passing),
            CaseNode.position <= ReviewCase.reached,
        )
        parts.append(select(CaseNode.position).where(*node).exists())
    if scope.tracks:
        parts.append(and_(ReviewCase.at_region, ReviewCase.track.in_(scope.tracks)))
    return [ReviewCase.state != ApplicationState.WITHDRAWN, _any(parts)]


def _at_desk(scope: QueueScope) -> list[ColumnElement[bool]]:
    """What the scope reaches and stands there; a file that is withdrawn stands nowhere."""
    parts: list[ColumnElement[bool]] = []
    if scope.kinds:
        parts.append(
            and_(
                ReviewCase.desk_organisation_id == scope.organisation_id,
                ReviewCase.desk_kind.in_(scope.kinds),
            )
        )
    if scope.tracks:
        parts.append(
            and_(
                ReviewCase.desk_organisation_id == scope.organisation_id,
                ReviewCase.desk_kind == NodeKind.REGION,
                ReviewCase.state.not_in(TRAINING_STATES),
                ReviewCase.track.in_(scope.tracks),
            )
        )
    return [_any(parts)]


def _any(parts: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(*parts) if parts else false()


def _matching(scope: QueueScope, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    conditions = _at_desk(scope) if wanted.at_desk else _visible(scope)
    exact = {
        ReviewCase.cycle_id: wanted.cycle_id,
        ReviewCase.state: wanted.state,
        ReviewCase.track: wanted.track,
        ReviewCase.plan_row_id: wanted.plan_row_id,
    }
    conditions += [column == value for column, value in exact.items() if value is not None]
    if wanted.specialty is not None:
        rows = select(PlanRowCopy.plan_row_id).where(PlanRowCopy.specialty == wanted.specialty)
        conditions.append(ReviewCase.plan_row_id.in_(rows))
    if wanted.since_before is not None:
        conditions.append(ReviewCase.since <= wanted.since_before)
    if wanted.due_before is not None:
        conditions.append(ReviewCase.due_at <= wanted.due_before)
    if wanted.unclaimed:
        conditions.append(~_claim_exists(scope))
    if wanted.held_by is not None:
        conditions.append(_claim_exists(scope, DeskClaim.person_id.in_(wanted.held_by)))
    return conditions


def _claim_exists(scope: QueueScope, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(DeskClaim.application_id)
        .where(
            DeskClaim.application_id == ReviewCase.application_id,
            DeskClaim.organisation_id == scope.organisation_id,
            *conditions,
        )
        .exists()
    )
