"""What the dashboard shows, from what review and quotas answered; no I/O."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.contracts.requests.review_progress import Progress, Stage
from services.contracts.values.progress_tables import Table

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart: `width` of 100, of the longest bar; `share` of all files in percent."""

    label: str
    count: int
    width: float
    share: int


def bars(progress: Progress) -> tuple[Bar, ...]:
    """How many files stand at each stage, in the order they walk; empty stages are left out."""
    total = progress.total.submitted
    longest = max(progress.total.stages, default=0)
    return tuple(
        Bar(stage.label, count, round(100 * count / longest, 1), round(100 * count / total))
        for stage in Stage
        if (count := progress.total.at(stage))
    )


def page_of(table: Table, number: int) -> Table:
    """One page of a table; the sums stay those of the whole."""
    first = (number - 1) * PAGE_ROWS
    return replace(table, rows=table.rows[first : first + PAGE_ROWS])
