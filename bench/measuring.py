"""Samples of a figure and of its limit, taken in turn, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.rows import Judged, Row


@dataclass(frozen=True, slots=True)
class Samples:
    """One value a round; figures and limits of one round belong together."""

    figures: Sequence[float]
    limits: Sequence[float] = ()
    also: dict[str, float] = field(default_factory=dict)
    """Other numbers worth keeping, by name; nothing judges them."""

    @property
    def ratios(self) -> list[float]:
        """Figure over limit, round by round."""
        return [figure / limit for figure, limit in zip(self.figures, self.limits, strict=False)]


def in_turn(
    rounds: int, figure: Callable[[], float], limit: Callable[[], float], **also: float
) -> Samples:
    """Measure A B A B …: what slows the machine down slows both."""
    pairs = [(figure(), limit()) for _ in range(rounds)]
    return Samples([pair[0] for pair in pairs], [pair[1] for pair in pairs], also)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank).

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def verdict(row: Row, samples: Samples) -> dict[str, Any]:
    """The row of the report: medians, spread, and whether the target is reached."""
    ratios = samples.ratios
    judged = median(ratios) if row.judged is Judged.RATIO else median(samples.figures)
    told: dict[str, Any] = {
        "figure": _rounded(median(samples.figures)),
        "limit": _rounded(median(samples.limits)) if samples.limits else None,
        "target": row.target,
        "holds": judged >= row.target if row.at_least else judged <= row.target,
        "unit": row.unit,
        "judged": row.judged.value,
        "at_least": row.at_least,
        "min": _rounded(min(samples.figures)),
        "max": _rounded(max(samples.figures)),
        "rounds": len(samples.figures),
    }
    if ratios:
        told |= {
            "ratio": _rounded(median(ratios)),
            "ratio_min": _rounded(min(ratios)),
            "ratio_max": _rounded(max(ratios)),
        }
    return told | {name: _rounded(value) for name, value in samples.also.items()}


def _rounded(value: float) -> float:
    """Four figures are more than a shared machine can tell apart."""
    return float(f"{value:.4g}")
