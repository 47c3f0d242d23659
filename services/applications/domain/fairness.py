"""Which sums of the fairness report may be told (F9): none from which a person could be told.

A sum is withheld when it, or what is left of its group without it, is small. Where exactly one of a
column is withheld, the whole would give it away: the smallest of the others is withheld with it.
Groups of which nothing is told are not named either: that there is somebody of a group is telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

FIGURES = ("submitted", "returned", "refused", "chosen")


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of one group; None is withheld."""

    label: str
    submitted: int | None
    returned: int | None
    refused: int | None
    chosen: int | None


REST = Sums("其余各组", None, None, None, None)


def told(groups: Sequence[Sums], least: int) -> list[Sums]:
    """The groups as they may be told, in their order; those of which nothing is told as one.

    Args:
        groups: All groups of one dimension with their true figures.
        least: The smallest sum that may be told.
    """
    shown = [_alone(group, least) for group in groups]
    for figure in FIGURES:
        shown = _together(shown, figure)
    named = [group for group in shown if group.submitted is not None]
    return named if len(named) == len(shown) else [*named, REST]


def _alone(group: Sums, least: int) -> Sums:
    whole = group.submitted or 0
    if whole < least:
        return Sums(group.label, None, None, None, None)
    withheld: dict[str, Any] = {
        figure: None
        for figure in FIGURES[1:]
        if min(getattr(group, figure), whole - getattr(group, figure)) < least
    }
    return replace(group, **withheld)


def _together(groups: list[Sums], figure: str) -> list[Sums]:
    values = [getattr(group, figure) for group in groups]
    known = [value for value in values if value is not None]
    if values.count(None) != 1 or not known:
        return groups
    smallest = values.index(min(known))
    lost = FIGURES if figure == FIGURES[0] else (figure,)
    withheld: dict[str, Any] = dict.fromkeys(lost)
    groups[smallest] = replace(groups[smallest], **withheld)
    return groups
