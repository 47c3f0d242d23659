"""Counts that everybody may read: how far files came, and none that points at a person (R49)."""

from __future__ import annotations

from collections.abc import Sequence

from services.contracts.requests.review_counts import FEWEST, PublicStage
from services.contracts.requests.review_progress import Stage

_AFTER = {
    PublicStage.PASSED: (Stage.PAPER, Stage.TO_LIST, Stage.LISTED, Stage.REGION, Stage.CHOSEN),
    PublicStage.LISTED: (Stage.LISTED, Stage.REGION, Stage.CHOSEN),
    PublicStage.SENT: (Stage.REGION, Stage.CHOSEN),
}
_PLACE = {stage: place for place, stage in enumerate(Stage)}


def reached(submitted: int, stages: Sequence[int]) -> tuple[int, ...]:
    """Files at each public stage, from all files and those at each stage of the dashboard."""
    return (
        submitted,
        *(sum(stages[_PLACE[one]] for one in _AFTER[stage]) for stage in tuple(PublicStage)[1:]),
    )


def told(count: int) -> int | None:
    """A count as everybody may read it."""
    return None if 0 < count < FEWEST else count


def told_total(counts: Sequence[int]) -> int | None:
    """The sum of a column, unless with it the hidden counts could be worked out."""
    hidden = [count for count in counts if told(count) is None]
    fewest, most = len(hidden), len(hidden) * (FEWEST - 1)
    if hidden and not fewest < sum(hidden) < most:
        return None
    return sum(counts)
