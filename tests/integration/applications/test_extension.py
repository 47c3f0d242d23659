"""An extension of the cycle opens the window again, to the second in 北京时间 (R46, R48)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from services.applications import handlers
from services.contracts.actors import Actor
from services.contracts.errors import WindowClosedError
from services.contracts.events import CycleChangedV1
from services.contracts.requests import applications as requests
from services.contracts.requests.applications_scans import ListScans, RemoveScan
from services.contracts.requests.applications_views import DraftCheck
from tests.factories.causes import delivery_of
from tests.integration.applications.furniture import CLOSE_AT, cycle_event
from tests.integration.applications.world import World

BEIJING = ZoneInfo("Asia/Shanghai")
CLOSED = datetime(2019, 3, 16, 0, 0, 0, tzinfo=BEIJING)
EXTENDED = datetime(2019, 3, 18, 0, 0, 0, tzinfo=BEIJING)
SECOND = timedelta(seconds=1)


def hear_extension(world: World, close_at: datetime, sequence: int) -> None:
    facts = cycle_event(world.cycle_id, close_at).model_dump()
    delivery = delivery_of(
        CycleChangedV1(**facts),
        aggregate_id=world.cycle_id,
        sequence=sequence,
        service="applications",
    )
    handlers.on_cycle(world.app, delivery)


@pytest.mark.requirement("R46", "R48")
def test_what_came_too_late_is_in_time_at_once_after_an_extension(world: World) -> None:
    assert CLOSED == CLOSE_AT
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    for late in (CLOSED, EXTENDED - SECOND):
        with pytest.raises(WindowClosedError):
            world.submit(actor, application_id, revision, at=late)
    hear_extension(world, EXTENDED, 2)
    with pytest.raises(WindowClosedError) as refused:
        world.submit(actor, application_id, revision, at=EXTENDED)
    assert "2019年3月18日00:00:00（北京时间）" in refused.value.message
    receipt = world.submit(actor, application_id, revision, at=EXTENDED - SECOND)
    assert receipt.version_no == 1


@pytest.mark.requirement("R48")
def test_a_draft_that_lapsed_can_be_finished_after_an_extension(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    world.clock.advance(CLOSED - world.clock.now() + timedelta(minutes=5))
    assert handlers.lapse_drafts(world.app) == 1
    hear_extension(world, EXTENDED, 2)
    assert handlers.lapse_drafts(world.app) == 0
    assert checked(world, actor, application_id).closes_at == EXTENDED
    assert world.submit(actor, application_id, revision).version_no == 1


def test_an_older_message_does_not_take_an_extension_back(world: World) -> None:
    actor = world.applicant()
    application_id = world.draft(actor)
    hear_extension(world, EXTENDED, 3)
    hear_extension(world, CLOSED, 2)
    assert checked(world, actor, application_id).closes_at == EXTENDED


@pytest.mark.requirement("R48")
def test_nothing_is_saved_or_sent_after_the_close_unless_it_is_extended(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    scan_id = uploaded(world, actor, application_id)
    world.clock.advance(CLOSED - world.clock.now())
    with pytest.raises(WindowClosedError) as refused:
        world.save(actor, application_id, revision, mobile="19900000002")
    assert "现在不能填写和提交" in refused.value.message
    with pytest.raises(WindowClosedError):
        world.begin(actor, application_id, "A07", 1000)
    remove = RemoveScan(scan_id=scan_id)
    with pytest.raises(WindowClosedError):
        handlers.remove_scan(world.app, world.call(remove, actor))
    hear_extension(world, EXTENDED, 2)
    assert world.save(actor, application_id, revision, mobile="19900000002").saved == ("mobile",)
    assert world.begin(actor, application_id, "A07", 1000).parts
    assert handlers.remove_scan(world.app, world.call(remove, actor)).state == "REMOVED"


def test_the_last_instant_before_the_close_is_in_time_for_saving(world: World) -> None:
    actor = world.applicant()
    application_id = world.draft(actor)
    world.clock.advance(CLOSED - world.clock.now() - timedelta(microseconds=1))
    assert world.save(actor, application_id, 0, name="样例江").revision == 1


def uploaded(world: World, actor: Actor, application_id: UUID) -> UUID:
    listed = ListScans(application_id=application_id)
    return handlers.list_scans(world.app, world.call(listed, actor)).scans[0].scan_id


def checked(world: World, actor: Actor, application_id: UUID) -> DraftCheck:
    request = requests.CheckDraft(application_id=application_id)
    return handlers.check_draft(world.app, world.call(request, actor))
