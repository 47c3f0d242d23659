"""Looking at a file takes few statements, however long its history is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import RouteLine
from tests.integration.review.world import World
from tests.support.statements import sent_statements


def test_the_own_status_takes_four_statements(world: World) -> None:
    application_id = world.submit()
    with sent_statements(world.app.database.engine) as sent:
        world.status(application_id)
    assert len(sent) == 4


def test_a_desk_reads_a_file_with_as_many_statements_after_every_level(world: World) -> None:
    application_id = world.submit(RouteLine.A1)
    world.mark_all(application_id)
    at_first = _reading(world, application_id)
    world.bring_to(application_id, S.FINAL_REVIEW)
    world.mark_all(application_id)
    assert _reading(world, application_id) == at_first


def test_earlier_marks_come_visit_by_visit(world: World) -> None:
    application_id = world.submit(RouteLine.A1)
    while world.state(application_id) is not S.FINAL_REVIEW:
        world.clock.advance(timedelta(hours=1))
        world.pass_on(application_id)
    marks = world.read(application_id).earlier_marks
    positions = [mark.position for mark in marks]
    assert positions == sorted(positions)
    assert set(positions) == {0, 1, 2}


def _reading(world: World, application_id: UUID) -> int:
    officer = world.officer(application_id)
    with sent_statements(world.app.database.engine) as sent:
        world.read(application_id, officer)
    return len(sent)
