"""What everybody may read: counts at the stages passed, none that points at a person."""

from __future__ import annotations

import pytest

from services.contracts.requests.review_counts import OrganisationCounts, PublicCounts
from services.contracts.requests.review_progress import Stage
from services.review.domain.public_counts import reached, told, told_total

AT = {Stage.UNIT: 5, Stage.PAPER: 4, Stage.LISTED: 3, Stage.REGION: 2, Stage.CHOSEN: 1}


@pytest.mark.requirement("R49")
def test_a_file_counts_at_every_stage_it_passed() -> None:
    stages = [AT.get(stage, 0) for stage in Stage]
    assert reached(15, stages) == (15, 10, 6, 3)


@pytest.mark.requirement("R49")
@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (2, None), (3, 3), (40, 40)])
def test_one_or_two_are_not_told(count: int, shown: int | None) -> None:
    assert told(count) == shown


@pytest.mark.requirement("R49")
@pytest.mark.parametrize(
    ("column", "total"),
    [
        ([], 0),
        ([5, 0, 7], 12),
        ([5, 1], None),  # the rest would be one
        ([5, 1, 1], None),  # both would be one
        ([5, 2, 2], None),
        ([5, 1, 2], 8),  # which is which cannot be told
    ],
)
def test_a_total_does_not_tell_what_is_hidden(column: list[int], total: int | None) -> None:
    assert told_total(column) == total


@pytest.mark.requirement("R49", "F7")
def test_there_is_nothing_but_names_of_offices_and_numbers() -> None:
    assert set(OrganisationCounts.model_fields) == {"name", "counts"}
    assert set(PublicCounts.model_fields) == {"year", "as_of", "organisations", "totals"}
