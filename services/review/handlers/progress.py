"""The dashboard: how many files stand where, for who answers for them; counts only (F7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.requests.review_progress import (
    CellProgress,
    Counts,
    KindProgress,
    Progress,
    ProgressView,
    ReadProgress,
    Stage,
    UnitProgress,
)
from services.contracts.vocabulary import SeatKind
from services.review.app import ReviewApp
from services.review.handlers.queues import scope_of
from services.review.storage.copies import CopyStore
from services.review.storage.progress import Figures, KindRow, ProgressStore, UnitRow
from services.review.storage.queue import QueueScope
from services.review.storage.rows_copies import PlanRowCopy

NONE_YET: Final = Figures(0, (0,) * len(Stage), 0)


def read_progress(app: ReviewApp, call: Call[ReadProgress]) -> Progress:
    """The views asked for at one instant, one page of units."""
    data = call.data
    scope = scope_of(call.actor, data.organisation_id)
    with app.uow(call) as tx:
        return progress_of(
            tx, scope, data.cycle_id, views=data.views, offset=data.offset, limit=data.limit
        )


def progress_of(
    tx: Transaction,
    scope: QueueScope,
    cycle_id: UUID,
    *,
    views: Collection[ProgressView] = tuple(ProgressView),
    offset: int = 0,
    limit: int | None = None,
) -> Progress:
    """Count within a transaction that has read nothing yet."""
    store = ProgressStore(tx.session, scope, cycle_id)
    kinds: list[KindRow] = []
    units: list[UnitRow] = []
    units_total = 0
    if ProgressView.UNITS in views:
        kinds = store.kinds()
        units_total, units = store.units(offset=offset, limit=limit)
    cells = list(store.cells()) if ProgressView.PLAN in views else []
    own = CopyStore(tx.session).organisation(scope.organisation_id)
    return Progress(
        as_of=tx.now,
        organisation_name="" if own is None else own.name,
        plan_unit_code=None if own is None else own.plan_unit_code,
        by_final_unit=bool(scope.tracks),
        total=Counts.model_validate(_plain(_sum(figures for *_, figures in kinds or cells))),
        kinds=tuple(
            KindProgress(seat_kind=kind, track=track, term=term, **_plain(figures))
            for kind, track, term, figures in sorted(kinds, key=lambda row: _place(row[0]))
        ),
        units=tuple(
            UnitProgress(organisation_id=unit_id, name=name, **_plain(figures))
            for unit_id, name, figures in units
        ),
        units_total=units_total,
        cells=tuple(_cell(*row) for row in cells),
    )


def _cell(row: PlanRowCopy, kind: SeatKind, figures: Figures) -> CellProgress:
    return CellProgress(
        plan_row_id=row.plan_row_id,
        seat_kind=kind,
        plan_unit_code=row.plan_unit_code,
        plan_unit_name=row.plan_unit_name,
        specialty=row.specialty,
        **_plain(figures),
    )


def _plain(figures: Figures) -> dict[str, object]:
    return {
        "submitted": figures.submitted,
        "stages": figures.stages,
        "holding_seat": figures.holding_seat,
    }


def _sum(parts: Iterable[Figures]) -> Figures:
    total = NONE_YET
    for part in parts:
        total = Figures(
            total.submitted + part.submitted,
            tuple(a + b for a, b in zip(total.stages, part.stages, strict=True)),
            total.holding_seat + part.holding_seat,
        )
    return total


def _place(kind: SeatKind) -> int:
    return tuple(SeatKind).index(kind)
