"""Progress, seats and queues as their owners would answer, for exports and their pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.contracts.requests.quotas_seats import SeatCellView
from services.contracts.requests.review_progress import (
    CellProgress,
    Counts,
    KindProgress,
    Progress,
    Stage,
    UnitProgress,
)
from services.contracts.requests.review_views import QueueItem
from services.contracts.vocabulary import ApplicationState, SeatKind, Term, Track

AS_OF = datetime(2019, 3, 1, 4, 30, tzinfo=UTC)


def figures(holding_seat: int = 0, **stages: int) -> dict[str, Any]:
    """Counts by the names of their stages."""
    by_stage = tuple(stages.get(stage.name, 0) for stage in Stage)
    return {"submitted": sum(by_stage), "stages": by_stage, "holding_seat": holding_seat}


def a_progress(**changes: Any) -> Progress:
    """A final unit with two recommending units and one plan row with files of two kinds."""
    row = uuid4()
    cell = {"plan_row_id": row, "plan_unit_code": "XJ-1", "plan_unit_name": "样例地区"}
    cell |= {"specialty": "内科学"}
    inland, short = figures(1, UNIT=2, LISTED=1), figures(PAPER=1)
    whole: dict[str, Any] = {
        "as_of": AS_OF,
        "organisation_name": "样例地区人社局",
        "plan_unit_code": "XJ-1",
        "by_final_unit": False,
        "total": Counts(**figures(1, UNIT=2, LISTED=1, PAPER=1)),
        "kinds": (
            KindProgress(seat_kind=SeatKind.INLAND, track=Track.INLAND, term=Term.Y1, **inland),
            KindProgress(seat_kind=SeatKind.SHORT, track=Track.IN_REGION, term=Term.SHORT, **short),
        ),
        "units": (
            UnitProgress(organisation_id=uuid4(), name="样例医院", **inland),
            UnitProgress(organisation_id=uuid4(), name="=样例公司", **short),
        ),
        "units_total": 2,
        "cells": (
            CellProgress(seat_kind=SeatKind.INLAND, **cell, **inland),
            CellProgress(seat_kind=SeatKind.SHORT, **cell, **short),
        ),
    }
    return Progress(**whole | changes)


def seats_of(progress: Progress) -> tuple[SeatCellView, ...]:
    """Five seats for each cell with files, and one cell of another unit."""
    own = [
        a_cell(cell.plan_row_id, cell.seat_kind, code=cell.plan_unit_code)
        for cell in progress.cells
    ]
    return (*own, a_cell(uuid4(), SeatKind.LONG, code="XJ-2"))


def a_cell(plan_row_id: UUID, kind: SeatKind, *, code: str) -> SeatCellView:
    """A cell of five seats, one reserved, one confirmed."""
    return SeatCellView(
        cell=f"{code}/内科学/{kind}",
        plan_row_id=plan_row_id,
        seat_kind=kind,
        plan_unit_code=code,
        plan_unit_name="样例地区",
        specialty="内科学",
        quota=5,
        reserved=1,
        confirmed=1,
        left=3,
    )


def a_queue_item(number: int, **changes: Any) -> QueueItem:
    """The file with that number."""
    values: dict[str, Any] = {
        "application_id": uuid4(),
        "application_no": f"TP2019-650000-{number:05d}",
        "version": 3,
        "version_id": uuid4(),
        "version_no": 1,
        "state": ApplicationState.FINAL_REVIEW,
        "state_label": ApplicationState.FINAL_REVIEW.label,
        "unit_id": uuid4(),
        "unit_name": "样例医院",
        "track": Track.INLAND,
        "term": Term.Y1,
        "seat_kind": SeatKind.INLAND,
        "plan_row_id": uuid4(),
        "specialty": "内科学",
        "since": AS_OF - timedelta(hours=number),
        "due_at": None,
        "items_marked": 0,
        "items_total": 18,
        "holds_seat": False,
    }
    return QueueItem(**values | changes)
