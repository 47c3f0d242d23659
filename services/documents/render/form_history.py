"""History blocks of the form: as many lines as the block holds, the rest to a continuation sheet.

A block keeps its height to the millimetre: unused space becomes empty lines. A line whose text does
not fit at 8 pt grows, and then fewer lines stand in the block (`domain` §2.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from services.documents.render.cells import (
    CellOut,
    RowOut,
    inner_box,
    label_cell,
    needed_mm,
    size_class,
)
from services.documents.render.fitting import Advance, fit, fit_or_split
from services.documents.render.layout import HistoryColumn, Row
from services.documents.render.text import markup
from services.documents.render.views import HistoryLine

_EPSILON_MM = 0.05


@dataclass(frozen=True, slots=True)
class PlacedHistory:
    """The head and lines that stand in the block, and what is continued."""

    head: RowOut
    shown: tuple[RowOut, ...]
    rest: tuple[RowOut, ...]
    note_rest: str = ""


def place_history(
    row: Row,
    columns: Sequence[float],
    lines: Sequence[HistoryLine],
    *,
    note: str,
    given_up_mm: float,
    advance: Advance,
) -> PlacedHistory:
    """Fill the block of `row.count` lines, less what the page needed elsewhere."""
    widths = _widths(row.columns, columns)
    head = RowOut(
        row.head_mm, tuple(label_cell(column.head, 99, span=column.span) for column in row.columns)
    )
    rows = [_line(row, widths, line, advance) for line in lines]
    budget = row.height_mm * row.count - given_up_mm
    if note and not rows:
        return _note_only(row, head, note, width_mm=sum(widths), budget_mm=budget, advance=advance)
    taken = list(accumulate(out.height_mm for out in rows))
    fitting = sum(1 for total in taken if total <= budget + _EPSILON_MM)
    left = budget - (taken[fitting - 1] if fitting else 0.0)
    shown = rows[:fitting]
    note_rest = note
    if note and fitting == len(rows):
        note_row = _note(row, note, sum(widths), left, advance)
        if note_row is not None:
            shown, note_rest, left = [*shown, note_row], "", left - note_row.height_mm
    return PlacedHistory(head, (*shown, *_blank(row, left)), tuple(rows[fitting:]), note_rest)


def _widths(row_columns: Sequence[HistoryColumn], columns: Sequence[float]) -> list[float]:
    """Widths of the history's own columns; the block's label takes the first column."""
    widths, start = [], 1
    for column in row_columns:
        widths.append(sum(columns[start : start + column.span]))
        start += column.span
    return widths


def _line(row: Row, widths: Sequence[float], line: HistoryLine, advance: Advance) -> RowOut:
    cells, height = [], row.height_mm
    for column, width in zip(row.columns, widths, strict=True):
        text: str = getattr(line, column.field)
        box = inner_box(width, row.height_mm)
        fitted = fit(text, box, advance)
        height = max(height, row.height_mm + needed_mm(text, box, fitted, advance) - box.height_mm)
        cells.append(
            CellOut("value", markup(text), size_class(fitted), span=column.span, align=column.align)
        )
    return RowOut(round(height, 3), tuple(cells))


def _note(row: Row, note: str, width_mm: float, left_mm: float, advance: Advance) -> RowOut | None:
    """The note under the lines, in as many line heights as it takes; None if it does not fit."""
    lead = row.note.lead if row.note else ""
    for count in range(1, int((left_mm + _EPSILON_MM) / row.height_mm) + 1):
        height = count * row.height_mm
        box = inner_box(width_mm, height)
        fitted = fit(lead + note, box, advance)
        if needed_mm(lead + note, box, fitted, advance) <= box.height_mm:
            return RowOut(height, (_note_cell(row, lead + note, size_class(fitted)),))
    return None


def _note_only(
    row: Row, head: RowOut, note: str, *, width_mm: float, budget_mm: float, advance: Advance
) -> PlacedHistory:
    """No lines, only the note: it may fill the block, and what is left over is continued."""
    fitting = _note(row, note, width_mm, budget_mm, advance)
    if fitting is not None:
        blanks = _blank(row, budget_mm - fitting.height_mm)
        return PlacedHistory(head, (fitting, *blanks), ())
    lead = row.note.lead if row.note else ""
    fitted = fit_or_split(lead + note, inner_box(width_mm, budget_mm), advance)
    cell = _note_cell(row, fitted.shown, size_class(fitted))
    return PlacedHistory(head, (RowOut(budget_mm, (cell,)),), (), fitted.rest)


def _note_cell(row: Row, text: str, size: str) -> CellOut:
    span = sum(column.span for column in row.columns)
    return CellOut("value", markup(text), size, span=span, align="left")


def _blank(row: Row, left_mm: float) -> tuple[RowOut, ...]:
    """Empty lines that fill the block; the last takes the remainder."""
    count = int((left_mm + _EPSILON_MM) / row.height_mm)
    if count == 0:
        return ()
    cells = tuple(CellOut("value", span=column.span) for column in row.columns)
    last = round(left_mm - (count - 1) * row.height_mm, 3)
    return (*(RowOut(row.height_mm, cells) for _ in range(count - 1)), RowOut(last, cells))
