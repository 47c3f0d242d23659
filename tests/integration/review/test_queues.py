"""Queues: what waits for an organisation, found among what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.errors import NotFoundError
from services.contracts.requests.review_views import Queue, QueueItem, ReadQueue
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, SeatKind, Track
from tests.integration.review.world import World
from tests.support.statements import sent_statements

BUREAU = "地区人社局"


def _queue(world: World, organisation: str = BUREAU, **wanted: Any) -> Queue:
    officer = world.someone(Role.FINAL_OFFICER, organisation)
    answer: Queue = world.ask(
        ReadQueue.model_validate(
            {"organisation_id": world.organisation_id(organisation), **wanted}
        ),
        officer,
    )
    return answer


def test_a_desk_sees_what_waits_for_it_oldest_first(world: World) -> None:
    first = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.clock.advance(timedelta(hours=1))
    second = world.bring_to(world.submit(), S.PAPER_CHECK)
    noise = world.submit()
    foreign = world.bring_to(world.submit(RouteLine.B), S.FINAL_REVIEW)
    gone = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.withdraw(gone)
    found = [item.application_id for item in _queue(world).items]
    assert found == [first, second]
    assert noise not in found
    assert foreign not in found


def test_counts_cover_all_states_the_desk_may_see(world: World) -> None:
    world.bring_to(world.submit(), S.FINAL_REVIEW)
    returned = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.send_back(returned)
    queue = _queue(world)
    assert {row.state: row.count for row in queue.counts} == {S.FINAL_REVIEW: 1, S.RETURNED: 1}
    assert queue.total == 1
    assert _queue(world, at_desk=False).total == 2


def test_filters_narrow_the_queue(world: World) -> None:
    inland = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.clock.advance(timedelta(days=3))
    short = world.bring_to(world.submit(kind=SeatKind.SHORT), S.PAPER_CHECK)
    cases: dict[UUID, list[dict[str, Any]]] = {
        inland: [
            {"track": Track.INLAND},
            {"state": S.FINAL_REVIEW},
            {"waiting_longer_than_days": 2},
        ],
        short: [{"track": Track.IN_REGION}, {"state": S.PAPER_CHECK}],
    }
    for file, filters in cases.items():
        for wanted in filters:
            found = [item.application_id for item in _queue(world, **wanted).items]
            assert found == [file], wanted
    assert _queue(world, specialty="内科学").total == 2
    assert _queue(world, specialty="外科学").total == 0
    assert _queue(world, limit=1, offset=1).items[0].application_id == short


def test_progress_of_marking_is_shown(world: World) -> None:
    file = world.bring_to(world.submit(), S.FINAL_REVIEW)
    assert [(i.items_marked, i.items_total) for i in _queue(world).items] == [(0, 18)]
    world.mark_all(file)
    assert [(i.items_marked, i.items_total) for i in _queue(world).items] == [(18, 18)]


@pytest.mark.requirement("R32")
def test_a_queue_of_a_foreign_organisation_is_not_found(world: World) -> None:
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    for where in (world.organisation_id("自治区某厅人事处"), world.organisation_id("XJ")):
        with pytest.raises(NotFoundError):
            world.ask(ReadQueue(organisation_id=where), officer)


@pytest.mark.requirement("F7")
def test_a_queue_item_says_nothing_about_the_person() -> None:
    assert not {"name", "ethnicity", "ethnicity_code", "sex", "birth_date", "id_number"} & set(
        QueueItem.model_fields
    )


def test_the_number_of_statements_does_not_grow_with_the_queue(world: World) -> None:
    def statements() -> int:
        with sent_statements(world.app.database.engine) as sent:
            _queue(world)
        return len(sent)

    world.bring_to(world.submit(), S.FINAL_REVIEW)
    with_one = statements()
    for _ in range(2):
        world.bring_to(world.submit(), S.FINAL_REVIEW)
    assert statements() == with_one
