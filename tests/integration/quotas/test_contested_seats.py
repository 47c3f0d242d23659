"""Many want the same seats at the same moment: never oversold, never undersold (invariant 3)."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from services.chassis.causes import Delivery
from services.contracts.requests.quotas import CycleView, ReadPlan
from services.contracts.vocabulary import SeatKind
from services.quotas import handlers
from services.quotas.app import QuotasApp
from tests.factories.causes import call_of
from tests.integration.quotas.conftest import Desk, hear
from tests.support.scratch_database import ScratchDatabase

RIVALS = 32


def all_at_once(app: QuotasApp, deliveries: list[Delivery[Any]]) -> list[BaseException | None]:
    """Let every delivery be handled by rivals that start together."""
    barrier = Barrier(RIVALS)

    def rival(share: list[Delivery[Any]]) -> list[BaseException | None]:
        barrier.wait(timeout=30)
        return [_outcome(app, delivery) for delivery in share]

    with ThreadPoolExecutor(RIVALS) as pool:
        shares = pool.map(rival, [deliveries[i::RIVALS] for i in range(RIVALS)])
        return [outcome for share in shares for outcome in share]


def _outcome(app: QuotasApp, delivery: Delivery[Any]) -> BaseException | None:
    try:
        hear(app, delivery)
    except Exception as error:  # noqa: BLE001 -- the test shows whatever went wrong
        return error
    return None


def set_quota(scratch: ScratchDatabase, desk: Desk, quota: int) -> None:
    engine = create_engine(scratch.owner_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE seat_cell SET quota = :q WHERE plan_row_id = :r AND seat_kind = :k"),
            {"q": quota, "r": desk.row.plan_row_id, "k": desk.kind.value},
        )
    engine.dispose()


def states(app: QuotasApp) -> Counter[str]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT state, count(*) FROM reservation GROUP BY state"))
        return Counter({state: number for state, number in rows})  # noqa: C416 -- a Row is no pair


@pytest.mark.requirement("D11")
@pytest.mark.parametrize("quota", [1, 5, 20])
def test_of_64_rivals_exactly_as_many_get_a_seat_as_there_are(
    app: QuotasApp, desk: Desk, scratch: ScratchDatabase, quota: int
) -> None:
    for round_no in range(1, 4):
        desk.kind = list(SeatKind)[round_no - 1]
        set_quota(scratch, desk, quota)
        nominations = [desk.nomination() for _ in range(64)]
        repeated = nominations * 3
        random.Random(round_no).shuffle(repeated)
        assert all_at_once(app, repeated) == [None] * 192
        assert (desk.cell.reserved, desk.cell.left) == (quota, 0)
        assert states(app) == {"RESERVED": quota * round_no, "REFUSED": (64 - quota) * round_no}


def test_seats_given_back_in_the_rush_are_taken_again(
    app: QuotasApp, desk: Desk, scratch: ScratchDatabase
) -> None:
    set_quota(scratch, desk, 5)
    holders = [desk.nomination() for _ in range(5)]
    for nomination in holders:
        hear(app, nomination)
    rush = [desk.delisting(h.aggregate_id) for h in holders] + [
        desk.nomination() for _ in range(59)
    ]
    assert all_at_once(app, rush) == [None] * 64
    held = states(app)["RESERVED"]
    assert desk.cell.reserved == held <= 5
    # Whoever was refused, was refused by a cell that was full at that moment.
    with app.database.engine.connect() as connection:
        loose = connection.execute(
            text(
                "SELECT count(*) FROM seat_ledger WHERE action = 'REFUSED'"
                " AND reserved_after + confirmed_after < quota"
            )
        ).scalar_one()
    assert loose == 0


def test_people_who_swap_cells_never_wait_for_each_other(
    app: QuotasApp, desk: Desk, cycle: CycleView, scratch: ScratchDatabase
) -> None:
    rows = handlers.read_plan(app, call_of(ReadPlan(year=2019))).rows
    here, there = desk, Desk(app, cycle.cycle_id, rows[1], sequences=desk.sequences)
    set_quota(scratch, here, 40)
    set_quota(scratch, there, 40)
    first = [here.nomination() for _ in range(32)]
    second = [there.nomination() for _ in range(32)]
    for delivery in (*first, *second):
        hear(app, delivery)
    swaps = [there.nomination(d.aggregate_id) for d in first]
    swaps += [here.nomination(d.aggregate_id) for d in second]
    random.Random(7).shuffle(swaps)
    # A cell may be full for a moment while others have not left yet; nobody may be deadlocked.
    assert all_at_once(app, swaps) == [None] * 64
    found = states(app)
    assert here.cell.reserved + there.cell.reserved == found["RESERVED"]
    assert found["RESERVED"] + found["REFUSED"] == 64


def test_the_history_of_each_seat_adds_up(
    app: QuotasApp, desk: Desk, scratch: ScratchDatabase
) -> None:
    set_quota(scratch, desk, 20)
    nominations = [desk.nomination() for _ in range(64)]
    all_at_once(app, nominations)
    all_at_once(app, [desk.delisting(n.aggregate_id) for n in nominations[:32]])
    with app.database.engine.connect() as connection:
        steps = connection.execute(
            text("SELECT action, reserved_after FROM seat_ledger ORDER BY entry_no")
        ).all()
    reserved = sum(action == "RESERVED" for action, _ in steps)
    released = sum(action == "RELEASED" for action, _ in steps)
    assert reserved - released == desk.cell.reserved
    assert max(after for _, after in steps) == 20
