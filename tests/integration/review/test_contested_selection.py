"""Two clerks add ten people each to a cell of twelve seats: review and quotas together.

The events go from one service's outbox to the other's handlers as the relay would bring them: in
any order and more than once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.work import UnitOfWork
from services.contracts import events
from services.contracts.requests.quotas import OpenCycle, ReadPlan
from services.contracts.requests.review_list_selection import FileSeen, NominateFiles
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind
from services.quotas import handlers as quotas
from services.quotas.app import CONSTRAINT_ERRORS, QuotasApp, QuotasSettings
from services.review.handlers import list_selection
from tests.factories.causes import call_of, delivery_of
from tests.integration.quotas.conftest import LEADER, PROGRAMMES, Desk, hear, publish
from tests.integration.quotas.test_contested_seats import set_quota
from tests.integration.review.furniture import CYCLE
from tests.integration.review.test_lists import BUREAU, _list
from tests.integration.review.world import World
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import service_database

SEATS, EACH = 12, 10
Answered = events.QuotaReservedV1 | events.QuotaRefusedV1


@pytest.fixture(scope="module")
def ledger() -> Iterator[ScratchDatabase]:
    """A database of quotas beside the one of review."""
    with service_database("quotas") as scratch:
        yield scratch


@pytest.fixture
def seats(ledger: ScratchDatabase) -> Iterator[Desk]:
    """Quotas with the sample plan, and a cell of it that has twelve seats."""
    settings = QuotasSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=ledger.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    database = Database(ledger.runtime_url, 8, "quotas-tests")
    clock = FakeClock(datetime(2019, 2, 10, 4, 0, tzinfo=UTC))
    uow = UnitOfWork(database, clock, "quotas", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    app = QuotasApp(settings, clock, database, uow)
    cycle = quotas.open_cycle(app, call_of(OpenCycle(year=2019), LEADER))
    publish(app, (PROGRAMMES / "2019" / "plan.csv").read_bytes())
    desk = Desk(app, cycle.cycle_id, quotas.read_plan(app, call_of(ReadPlan(year=2019))).rows[0])
    set_quota(ledger, desk, SEATS)
    yield desk
    database.dispose()


def _asked(world: World, desk: Desk, file: UUID) -> list[Any]:
    """The nomination of a file as quotas hears it: twice."""
    [(sequence, _, data)] = [row for row in world.published(file) if row[1] == "nominated"]
    facts = data | {"cycle_id": desk.cycle_id, "plan_row_id": desk.row.plan_row_id}
    event = events.ApplicationNominatedV1(**facts)
    heard = delivery_of(event, aggregate_id=file, sequence=sequence, service="quotas")
    return [heard, heard]


def _answers(ledger: ScratchDatabase) -> list[Answered]:
    """What quotas says of the nominations, oldest first."""
    kinds: dict[str, type[Answered]] = {
        "quota-reserved": events.QuotaReservedV1,
        "quota-refused": events.QuotaRefusedV1,
    }
    engine = create_engine(ledger.owner_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT routing_key, payload FROM outbox ORDER BY id")).all()
    engine.dispose()
    return [
        kinds[name](**(payload["data"] | {"cycle_id": CYCLE}))
        for name, payload in rows
        if name in kinds
    ]


@pytest.mark.requirement("D11")
def test_ten_and_ten_for_twelve_seats_are_exactly_twelve(
    world: World, seats: Desk, ledger: ScratchDatabase
) -> None:
    files = [world.bring_to(world.submit(), S.READY_TO_LIST) for _ in range(2 * EACH)]
    calls = []
    for name, share in (("样例甲", files[:EACH]), ("样例乙", files[EACH:])):
        seen = tuple(FileSeen(application_id=one, version=world.version(one)) for one in share)
        wish = NominateFiles(
            organisation_id=world.where(BUREAU),
            cycle_id=CYCLE,
            seat_kind=SeatKind.INLAND,
            files=seen,
        )
        calls.append(world.call(wish, world.someone(Role.FINAL_OFFICER, BUREAU, name)))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda call: list_selection.nominate_files(world.app, call), calls))
    assert [len(one.asked) for one in done] == [EACH, EACH]
    heard = [delivery for file in files for delivery in _asked(world, seats, file)]
    random.Random(12).shuffle(heard)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda delivery: hear(seats.app, delivery), heard)) == 2 * EACH
    assert (seats.cell.reserved, seats.cell.left) == (SEATS, 0)
    for number, answer in enumerate(_answers(ledger), start=1):
        world.deliver(answer, answer.application_id, sequence=1000 + number)
    assert Counter(world.state(file) for file in files) == {
        S.LISTED: SEATS,
        S.READY_TO_LIST: 2 * EACH - SEATS,
    }
    assert len(_list(world).rows) == SEATS
