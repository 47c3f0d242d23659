"""The cycle's file, and the cycle moved by whole days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.chassis.datafiles import read_toml
from services.quotas.domain.cycle import CycleDefinition, closing_day

PROGRAMME = Path(__file__).parents[3] / "programmes" / "2019"


@pytest.fixture
def definition() -> CycleDefinition:
    return CycleDefinition.model_validate(read_toml(PROGRAMME / "cycle.toml"))


@pytest.mark.requirement("R46")
def test_the_window_of_2019_is_two_whole_days_in_beijing(definition: CycleDefinition) -> None:
    assert definition.dates.online_open_at.astimezone(UTC) == datetime(2019, 2, 14, 16, tzinfo=UTC)
    assert definition.dates.online_close_at.astimezone(UTC) == datetime(2019, 3, 15, 16, tzinfo=UTC)


@pytest.mark.requirement("R47")
def test_packages_are_dispatched_until_the_twentieth(definition: CycleDefinition) -> None:
    assert definition.dates.dispatch_deadline_on == date(2019, 3, 20)


@pytest.mark.requirement("R12")
def test_ages_are_counted_at_the_closing_day(definition: CycleDefinition) -> None:
    rules = definition.event_rules()
    assert rules.age_reference_date == date(2019, 3, 15)
    assert (rules.age_mode, rules.age_limit, rules.age_feb29) == ("COMPLETED_YEARS", 45, "MAR1")


def test_shifting_moves_every_instant_and_the_age_reference_but_not_the_codes(
    definition: CycleDefinition,
) -> None:
    moved = definition.shifted(2838)
    by = timedelta(days=2838)
    for name, value in definition.dates:
        assert getattr(moved.dates, name) == value + by
    assert moved.age_reference_date == date(2019, 3, 15) + by
    assert moved.event_rules().region_codes_on == date(2019, 2, 15)


def test_a_fixed_age_reference_moves_with_the_cycle(definition: CycleDefinition) -> None:
    age = definition.age.model_copy(update={"reference": date(2019, 1, 1)})
    moved = definition.model_copy(update={"age": age}).shifted(10)
    assert moved.age_reference_date == date(2019, 1, 11)


def test_the_closing_day_is_the_last_open_day_in_beijing() -> None:
    assert closing_day(datetime(2019, 3, 15, 16, tzinfo=UTC)) == date(2019, 3, 15)
    assert closing_day(datetime(2019, 3, 15, 16, 0, 1, tzinfo=UTC)) == date(2019, 3, 16)


@pytest.mark.requirement("R24")
def test_the_notice_gives_400_places_half_of_them_inland(definition: CycleDefinition) -> None:
    plan = definition.plan
    assert (plan.total, plan.inland_total, plan.in_region_total) == (400, 200, 200)
