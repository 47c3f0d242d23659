"""What the fairness report may tell: no sum from which a person could be told (F9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.domain.fairness import FIGURES, REST, Sums, told

LEAST = 10


def _sums(label: str, submitted: int, returned: int = 0, refused: int = 0, chosen: int = 0) -> Sums:
    return Sums(label, submitted, returned, refused, chosen)


@pytest.mark.requirement("F9")
def test_what_is_large_enough_is_told() -> None:
    groups = [_sums("男", 100, 20, 30, 40), _sums("女", 90, 20, 30, 40)]
    assert told(groups, LEAST) == groups


@pytest.mark.requirement("F9")
def test_a_small_group_takes_the_next_with_it() -> None:
    groups = [_sums("甲", 100, 20, 30, 40), _sums("乙", 30, 15, 15, 12), _sums("丙", 9, 3, 2, 1)]
    assert told(groups, LEAST) == [groups[0], REST]


@pytest.mark.requirement("F9")
def test_two_small_groups_hide_each_other() -> None:
    groups = [_sums("甲", 100, 20, 30, 40), _sums("乙", 9), _sums("丙", 4)]
    assert told(groups, LEAST) == [groups[0], REST]


@pytest.mark.requirement("F9")
def test_a_small_figure_and_what_is_left_without_it_are_withheld() -> None:
    first, second, third = told(
        [_sums("甲", 50, 9, 20, 20), _sums("乙", 50, 41, 20, 20), _sums("丙", 50, 25, 20, 20)],
        LEAST,
    )
    assert (first.returned, second.returned, third.returned) == (None, None, 25)
    assert (first.submitted, first.refused) == (50, 20)


@pytest.mark.requirement("F9")
@given(
    st.lists(
        st.integers(0, 60).flatmap(
            lambda whole: st.tuples(st.just(whole), *[st.integers(0, whole)] * 3)
        ),
        max_size=6,
    )
)
def test_nothing_small_is_told_nor_follows_from_the_whole(
    figures: list[tuple[int, int, int, int]],
) -> None:
    groups = [Sums(str(number), *one) for number, one in enumerate(figures)]
    true = {group.label: group for group in groups}
    shown = told(groups, LEAST)
    named = [one for one in shown if one is not REST]
    hidden = len(groups) - len(named)
    assert hidden != 1 or not named
    for seen in named:
        whole = true[seen.label].submitted or 0
        assert seen.submitted == whole >= LEAST
        for figure in FIGURES[1:]:
            value = getattr(seen, figure)
            assert value is None or value == getattr(true[seen.label], figure)
            assert value is None or min(value, whole - value) >= LEAST
    for figure in FIGURES[1:]:
        withheld = hidden + sum(getattr(one, figure) is None for one in named)
        assert withheld != 1 or len(groups) == 1
