"""What public pages work out: dates, filters of the plan, codes as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.contracts.requests.notices import FACTS
from services.contracts.requests.quotas import CycleView, PlanRowView
from services.contracts.vocabulary import SeatKind
from services.gateway.pages.core.filters import last_moment
from services.gateway.pages.public.check import tidy
from services.gateway.pages.public.dates import calendar_of, facts_of, window_of
from services.gateway.pages.public.plan import (
    Wanted,
    matching,
    specialties_of,
    sums_of,
    units_of,
    wanted_of,
)
from tests.unit.gateway.pages.test_status_page import CYCLE

OPEN = CycleView.model_validate(CYCLE)


@pytest.mark.requirement("R46")
def test_midnight_is_told_as_the_end_of_the_day_before() -> None:
    assert last_moment(datetime(2019, 3, 15, 16, tzinfo=UTC)) == "2019年3月15日 24:00"
    assert last_moment(datetime(2019, 3, 15, 10, tzinfo=UTC)) == "2019年3月15日 18:00"


@pytest.mark.requirement("R46")
def test_the_window_changes_at_its_instants() -> None:
    second = timedelta(seconds=1)
    assert window_of(OPEN, OPEN.open_at - second).until == OPEN.open_at
    assert window_of(OPEN, OPEN.open_at).until == OPEN.close_at
    assert window_of(OPEN, OPEN.close_at - second).until == OPEN.close_at
    assert window_of(OPEN, OPEN.close_at).until is None


@pytest.mark.requirement("R47")
def test_the_day_of_dispatch_is_over_when_it_ends_in_beijing() -> None:
    last_second = datetime(2019, 3, 29, 15, 59, 59, tzinfo=UTC)
    assert not calendar_of(OPEN, last_second)[-1].passed
    assert calendar_of(OPEN, last_second + timedelta(seconds=1))[-1].passed


def test_every_fact_of_the_texts_is_known_with_and_without_a_cycle() -> None:
    assert set(facts_of(OPEN)) == set(FACTS)
    assert set(facts_of(None)) == set(FACTS)
    assert "tel:+869911234567" in facts_of(OPEN)["咨询电话"]
    assert facts_of(OPEN)["寄出截止"] == "2019年3月29日"


def row(unit: str, specialty: str, seats: tuple[int, int, int], *, short: bool) -> PlanRowView:
    return PlanRowView(
        plan_row_id=uuid4(),
        seq=1,
        plan_unit_code=unit,
        plan_unit_name=f"单位{unit}",
        unit_kind="PREFECTURE",
        region_code="650000",
        southern_four=False,
        specialty=specialty,
        quota_inland=seats[0],
        quota_long=seats[1],
        quota_short=seats[2],
        shortage=short,
        remark="",
    )


ROWS = [
    row("B", "内科学", (3, 1, 0), short=False),
    row("B", "儿科学", (1, 0, 1), short=True),
    row("A", "内科学", (0, 2, 0), short=False),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [0, 1, 2]),
        ({"unit": "B"}, [0, 1]),
        ({"specialty": "内科学"}, [0, 2]),
        ({"kind": "SHORT"}, [1]),
        ({"kind": "INLAND", "specialty": "内科学"}, [0]),
        ({"shortage": "1"}, [1]),
        ({"kind": "nonsense", "shortage": "x"}, [0, 1, 2]),
        ({"unit": "C"}, []),
    ],
)
def test_the_plan_is_filtered(query: dict[str, str], found: list[int]) -> None:
    assert matching(ROWS, wanted_of(query)) == [ROWS[at] for at in found]


def test_the_totals_are_those_of_the_rows_shown() -> None:
    sums = sums_of(ROWS)
    assert (sums.rows, sums.units, sums.inland, sums.long, sums.short) == (3, 2, 4, 3, 1)
    assert sums.total == 8
    inland = sums_of(matching(ROWS, Wanted(kind=SeatKind.INLAND)), SeatKind.INLAND)
    assert (inland.inland, inland.total) == (4, 4)
    assert units_of(ROWS) == [("B", "单位B"), ("A", "单位A")]
    assert specialties_of([*reversed(ROWS), *ROWS]) == sorted({one.specialty for one in ROWS})


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-92PX-D4TV",
        "7k3m92pxd4tv",
        " 7K3M 92PX D4TV\n",
        "7K3M－92PX－D4TV",
        "７K３M92PXD4TV",
        "7K3M—92PX—D4TV",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert tidy(typed) == "7K3M-92PX-D4TV"


def test_letters_that_look_alike_are_read_as_meant() -> None:
    assert tidy("OIL0-1111-UUUU") == "0110-1111-VVVV"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-92PX-D4T", "7K3M-92PX-D4TVX", "7K3M-92PX-D4T*"]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert tidy(typed) is None
