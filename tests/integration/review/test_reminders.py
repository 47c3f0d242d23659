"""A returned form is reminded of before its own due date, each stage once, until it came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.review.handlers import reminding
from tests.integration.review.world import World


def remind(world: World, at: datetime) -> int:
    world.clock.advance(at - world.clock.now())
    told = reminding.remind_returns(world.app)
    assert reminding.remind_returns(world.app) == 0
    return told


@pytest.fixture
def due(world: World) -> datetime:
    now: datetime = world.clock.now()
    return now + timedelta(days=10)


def returned(world: World, due: datetime, **data: Any) -> UUID:
    file = world.submit()
    world.send_back(file, due_at=due, **data)
    return file


def test_each_stage_is_told_once_by_the_forms_own_due_date(world: World, due: datetime) -> None:
    file = returned(world, due)
    returned(world, due + timedelta(days=30))
    moments = [timedelta(days=3), timedelta(hours=20), timedelta(minutes=90)]
    assert remind(world, due - timedelta(days=3, seconds=1)) == 0
    assert [remind(world, due - before) for before in moments] == [1, 1, 1]
    assert remind(world, due) == 0
    told = world.last(file, "due-soon")
    assert (told["stage"], datetime.fromisoformat(told["due_at"])) == ("HOURS_2", due)
    assert world.names(file).count("due-soon") == 3


def test_who_has_answered_is_not_reminded(world: World, due: datetime) -> None:
    file = returned(world, due)
    world.resubmit(file)
    assert remind(world, due - timedelta(days=1)) == 0


def test_a_form_returned_within_a_lead_hears_of_the_next_stage(world: World) -> None:
    due = world.clock.now() + timedelta(hours=12)
    returned(world, due)
    assert remind(world, due - timedelta(hours=11)) == 0
    assert remind(world, due - timedelta(hours=2)) == 1
