"""What samples say about a row, and which rows a run measures."""

from __future__ import annotations

import pytest

from bench.__main__ import MEASURES
from bench.measuring import Samples, in_turn, percentile, verdict
from bench.rows import GROUPS, ROWS, Judged, Row, UnknownRowError, chosen_groups

FAST = Row("fast", "g", "is fast", "a limit", "events/s", 0.6)
QUICK = Row("quick", "g", "is quick", "", "ms", 60.0, Judged.FIGURE, at_least=False)


def test_a_ratio_is_taken_round_by_round_not_over_medians() -> None:
    told = verdict(FAST, Samples([60, 10, 90], [100, 20, 100]))
    assert (told["figure"], told["limit"]) == (60, 100)
    assert (told["ratio"], told["ratio_min"], told["ratio_max"]) == (0.6, 0.5, 0.9)


@pytest.mark.parametrize(("figure", "holds"), [(59.9, False), (60.0, True), (60.1, True)])
def test_at_least_the_target_holds(figure: float, *, holds: bool) -> None:
    assert verdict(FAST, Samples([figure], [100]))["holds"] is holds


@pytest.mark.parametrize(("figure", "holds"), [(59.9, True), (60.0, True), (60.1, False)])
def test_at_most_the_target_holds(figure: float, *, holds: bool) -> None:
    assert verdict(QUICK, Samples([figure]))["holds"] is holds


def test_a_figure_with_a_limit_beside_it_is_judged_by_itself() -> None:
    assert verdict(QUICK, Samples([50], [1]))["holds"] is True


def test_a_row_says_its_spread_and_how_often_it_was_measured() -> None:
    told = verdict(QUICK, Samples([3, 1, 2]))
    assert (told["figure"], told["min"], told["max"], told["rounds"]) == (2, 1, 3, 3)
    assert told["limit"] is None


def test_other_numbers_are_kept_beside_the_judged_ones() -> None:
    assert verdict(QUICK, Samples([3], (), {"rate": 12.34567}))["rate"] == 12.35


def test_figure_and_limit_take_turns() -> None:
    seen: list[str] = []

    def take(name: str, value: float) -> float:
        seen.append(name)
        return value

    samples = in_turn(3, lambda: take("figure", 1), lambda: take("limit", 2))
    assert seen == ["figure", "limit"] * 3
    assert samples.ratios == [0.5, 0.5, 0.5]


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1), (0.501, 51)]
)
def test_a_percentile_is_a_value_that_was_seen(share: float, value: float) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_every_row_of_the_issues_is_there_once() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    assert set(names) == {
        "submissions-8", "submissions-16", "submission-p50", "desk-p50", "desk-p99", "relay",
        "consumer", "nominations", "upload", "upload-cpu", "memory", "start",
        "export-xlsx", "page-p50", "page-p95", "pages-8", "page-weight", "layout-shift",
        "verdict-p50", "decision-p50",
    }  # fmt: skip


def test_every_group_has_somebody_who_measures_it() -> None:
    assert set(MEASURES) == set(GROUPS)


def test_no_name_means_all_rows() -> None:
    assert chosen_groups([]) == GROUPS


def test_rows_and_groups_are_chosen_by_name_in_the_order_of_the_table() -> None:
    assert chosen_groups(["desk-p99", "consumer", "submissions-8"]) == ("consumer", "submissions")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownRowError, match=r"'realy'.*relay"):
        chosen_groups(["realy"])
