"""Progress as tables of words and numbers: one maker for the page and for the spreadsheet.

Both say the same because both are made here: the columns, the order, the sums. Stages at which no
file stands have no column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.contracts.requests.quotas_seats import SeatCellView
from services.contracts.requests.review_progress import CellProgress, Counts, Progress, Stage
from services.contracts.vocabulary import SeatKind

Cell = str | int
SeatKey = tuple[UUID, SeatKind]


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows, and the sums of all rows, not only of those shown."""

    title: str
    heads: tuple[str, ...]
    words: int
    """How many of the columns are words; the rest are numbers."""
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...]


def stages_of(progress: Progress) -> tuple[Stage, ...]:
    """Stages at which files stand."""
    return tuple(stage for stage in Stage if progress.total.at(stage))


def by_kind(progress: Progress) -> Table:
    """By track and term."""
    stages = stages_of(progress)
    return Table(
        title="按培养类别和期限",
        heads=("培养类别", "培养期限", *_count_heads(stages)),
        words=2,
        rows=tuple(
            (row.track.label, row.term.label, *_counts(row, stages)) for row in progress.kinds
        ),
        total=("合计", "", *_counts(progress.total, stages)),
    )


def by_unit(progress: Progress) -> Table:
    """By unit: the units given, the sums over all."""
    stages = stages_of(progress)
    kind = "最终审核单位" if progress.by_final_unit else "推荐单位"
    return Table(
        title=f"按{kind}",
        heads=(kind, *_count_heads(stages)),
        words=1,
        rows=tuple((row.name, *_counts(row, stages)) for row in progress.units),
        total=(f"合计（{progress.units_total}个单位）", *_counts(progress.total, stages)),
    )


def by_cell(progress: Progress, seats: Iterable[SeatCellView]) -> Table:
    """By plan row, track and term: seats beside files.

    The region sees every cell, a unit with seats its own, others those that have files.
    """
    stages = stages_of(progress)
    files = {(row.plan_row_id, row.seat_kind): row for row in progress.cells}
    shown = [
        cell
        for cell in seats
        if progress.by_final_unit
        or cell.plan_unit_code == progress.plan_unit_code
        or (cell.plan_row_id, cell.seat_kind) in files
    ]
    rows = tuple(_cell(cell, files, stages) for cell in shown)
    numbers = tuple(row[_CELL_WORDS:] for row in rows)
    return Table(
        title="按专业和类别",
        heads=(
            "计划单位",
            "培养专业",
            "类别期限",
            "名额",
            "已提交",
            *(stage.label for stage in stages),
            "已占名额",
            "已确定",
            "剩余名额",
        ),
        words=_CELL_WORDS,
        rows=rows,
        total=("合计", "", "", *_sums(numbers, width=len(stages) + 5)),
    )


_CELL_WORDS = 3
_NOBODY = Counts(submitted=0, stages=(0,) * len(Stage), holding_seat=0)


def _count_heads(stages: Sequence[Stage]) -> tuple[str, ...]:
    return ("已提交", *(stage.label for stage in stages), "占用名额")


def _counts(row: Counts, stages: Sequence[Stage]) -> tuple[int, ...]:
    return (row.submitted, *(row.at(stage) for stage in stages), row.holding_seat)


def _cell(
    cell: SeatCellView, files: Mapping[SeatKey, CellProgress], stages: Sequence[Stage]
) -> tuple[Cell, ...]:
    row: Counts = files.get((cell.plan_row_id, cell.seat_kind), _NOBODY)
    return (
        cell.plan_unit_name,
        cell.specialty,
        cell.seat_kind.label,
        cell.quota,
        row.submitted,
        *(row.at(stage) for stage in stages),
        cell.reserved,
        cell.confirmed,
        cell.left,
    )


def _sums(rows: Sequence[tuple[Cell, ...]], *, width: int) -> tuple[int, ...]:
    return tuple(sum(int(row[n]) for row in rows) for n in range(width))
