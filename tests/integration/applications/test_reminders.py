"""Who has a draft is reminded before the window closes: each stage once, anew if it is extended."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from services.applications import handlers
from tests.integration.applications.furniture import CLOSE_AT
from tests.integration.applications.test_extension import hear_extension
from tests.integration.applications.world import World


def set_clock(world: World, instant: datetime) -> None:
    world.clock.advance(instant - world.clock.now())


def at(world: World, before: timedelta) -> int:
    """How many are told of when this is left, however often the clock asks."""
    set_clock(world, CLOSE_AT - before)
    told = handlers.remind_drafts(world.app)
    assert handlers.remind_drafts(world.app) == 0
    return told


def told(world: World) -> list[tuple[UUID, str, datetime]]:
    rows = world.rows(
        "SELECT payload -> 'data' ->> 'application_id', payload -> 'data' ->> 'stage',"
        " payload -> 'data' ->> 'closes_at' FROM outbox WHERE routing_key = 'closing-soon'"
        " ORDER BY id"
    )
    return [(UUID(row[0]), row[1], datetime.fromisoformat(row[2])) for row in rows]


def test_each_draft_is_told_of_once_a_stage(world: World) -> None:
    first, _ = world.filled(world.applicant())
    world.submitted(world.applicant())
    assert at(world, timedelta(days=3, seconds=1)) == 0
    assert at(world, timedelta(days=3)) == 1
    assert at(world, timedelta(hours=23)) == 1
    assert at(world, timedelta(hours=1)) == 1
    assert at(world, timedelta(0)) == 0
    assert told(world) == [(first, stage, CLOSE_AT) for stage in ("DAYS_3", "DAY_1", "HOURS_2")]


def test_a_missed_stage_is_not_made_up_for(world: World) -> None:
    world.filled(world.applicant())
    assert at(world, timedelta(hours=1)) == 1


def test_who_has_just_begun_is_not_reminded(world: World) -> None:
    set_clock(world, CLOSE_AT - timedelta(hours=12))
    world.draft(world.applicant())
    assert at(world, timedelta(hours=11)) == 0
    assert at(world, timedelta(hours=2)) == 1


def test_an_extension_reminds_anew_of_the_later_end(world: World) -> None:
    draft, _ = world.filled(world.applicant())
    assert at(world, timedelta(days=1)) == 1
    later = CLOSE_AT + timedelta(days=5)
    hear_extension(world, later, 2)
    assert at(world, timedelta(days=1)) == 0
    assert at(world, timedelta(days=-2)) == 1
    assert told(world)[-1] == (draft, "DAYS_3", later)


def test_a_lapsed_draft_is_reminded_once_the_window_is_open_again(world: World) -> None:
    world.filled(world.applicant())
    set_clock(world, CLOSE_AT + timedelta(hours=1))
    assert handlers.lapse_drafts(world.app) == 1
    assert handlers.remind_drafts(world.app) == 0
    hear_extension(world, CLOSE_AT + timedelta(days=3), 2)
    assert at(world, timedelta(hours=-1)) == 1
