"""Seats on the real database: each event takes effect once, each step is in the ledger."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from services.chassis.causes import Delivery
from services.contracts.errors import ForbiddenError, Permanent, TryAgain
from services.contracts.events.accounts import OrganisationChangedV1
from services.contracts.events.review import ApplicationWithdrawnV1
from services.contracts.requests.quotas import CycleView, ReadPlan, ReadSeatLedger
from services.contracts.vocabulary import OrganisationType, Role, SeatKind
from services.quotas import handlers
from services.quotas.app import QuotasApp
from services.quotas.metrics import OVERSOLD_CELLS, SEATS, UNBALANCED_CELLS
from tests.factories.causes import ARRIVED_AT, call_of, delivery_of, person
from tests.integration.quotas.conftest import LEADER, Desk, hear, hear_all
from tests.support.scratch_database import ScratchDatabase


def broken_cells() -> list[float]:
    return [OVERSOLD_CELLS.value(year="2019"), UNBALANCED_CELLS.value(year="2019")]


def steps(app: QuotasApp, application_id: object) -> list[tuple[str, int, int]]:
    request = ReadSeatLedger.model_validate({"year": 2019, "application_id": application_id})
    entries = handlers.read_seat_ledger(app, call_of(request, LEADER)).entries
    return [(e.action, e.reserved_after, e.confirmed_after) for e in entries]


def published(app: QuotasApp) -> list[tuple[str, int, dict[str, object]]]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT routing_key, sequence, payload->'data' FROM outbox"
                " WHERE routing_key LIKE 'quota-%' ORDER BY id"
            )
        )
        return [tuple(row) for row in rows]


def test_a_nomination_reserves_and_says_so(app: QuotasApp, desk: Desk) -> None:
    nomination = desk.nomination()
    assert hear(app, nomination)
    assert (desk.cell.quota, desk.cell.reserved, desk.cell.left) == (3, 1, 2)
    [(name, sequence, data)] = published(app)
    assert (name, sequence) == ("quota-reserved", 1)
    assert data["nomination_id"] == str(nomination.event.nomination_id)
    assert steps(app, nomination.aggregate_id) == [("RESERVED", 1, 0)]


def test_the_same_event_three_times_takes_one_seat(app: QuotasApp, desk: Desk) -> None:
    nomination = desk.nomination()
    assert [hear(app, nomination) for _ in range(3)] == [True, False, False]
    assert desk.cell.reserved == 1
    assert len(published(app)) == 1


def test_a_full_cell_refuses_with_its_numbers(app: QuotasApp, desk: Desk) -> None:
    hear_all(app, [*(desk.nomination() for _ in range(3)), last := desk.nomination()])
    name, _, data = published(app)[-1]
    assert (name, data["reason"], data["quota"], data["taken"]) == (
        "quota-refused",
        "cell_full",
        3,
        3,
    )
    assert steps(app, last.aggregate_id) == [("REFUSED", 3, 0)]


def test_a_cell_that_does_not_exist_is_refused(app: QuotasApp, desk: Desk) -> None:
    nomination = desk.nomination()
    unknown = nomination.event.model_copy(update={"plan_row_id": uuid4()})
    hear(
        app,
        delivery_of(unknown, aggregate_id=nomination.aggregate_id, sequence=1, service="quotas"),
    )
    [(name, _, data)] = published(app)
    assert (name, data["reason"], data["quota"]) == ("quota-refused", "no_such_cell", 0)


def test_a_cell_of_another_cycle_is_refused(app: QuotasApp, desk: Desk) -> None:
    desk.cycle_id = uuid4()
    hear(app, desk.nomination())
    assert published(app)[0][2]["reason"] == "no_such_cell"
    assert desk.cell.reserved == 0


def test_delisting_frees_the_seat_for_the_next(app: QuotasApp, desk: Desk) -> None:
    hear_all(app, [*(desk.nomination() for _ in range(2)), nomination := desk.nomination()])
    hear(app, desk.delisting(nomination.aggregate_id))
    assert desk.cell.left == 1
    hear(app, desk.nomination())
    assert desk.cell.left == 0
    assert steps(app, nomination.aggregate_id) == [("RESERVED", 3, 0), ("RELEASED", 2, 0)]


def test_a_withdrawal_without_a_seat_changes_nothing_but_is_remembered(
    app: QuotasApp, desk: Desk
) -> None:
    late = desk.nomination()
    event = ApplicationWithdrawnV1(
        application_id=late.aggregate_id,
        version_id=uuid4(),
        cycle_id=desk.cycle_id,
        withdrawn_at=ARRIVED_AT,
    )
    hear(app, delivery_of(event, aggregate_id=late.aggregate_id, sequence=2, service="quotas"))
    hear(app, late)
    assert (desk.cell.reserved, published(app)) == (0, [])


def test_a_selection_confirms_and_a_rejection_keeps_the_seat(app: QuotasApp, desk: Desk) -> None:
    hear(app, chosen := desk.nomination())
    hear(app, other := desk.nomination())
    hear(app, desk.determination(chosen.aggregate_id, selected=True))
    hear(app, desk.determination(other.aggregate_id, selected=False))
    assert (desk.cell.reserved, desk.cell.confirmed, desk.cell.left) == (1, 1, 1)
    assert published(app)[-1][:2] == ("quota-confirmed", 2)
    assert steps(app, chosen.aggregate_id) == [("RESERVED", 1, 0), ("CONFIRMED", 1, 1)]


def test_a_selection_that_overtakes_its_nomination_waits(app: QuotasApp, desk: Desk) -> None:
    nomination = desk.nomination()
    selection = desk.determination(nomination.aggregate_id, selected=True)
    with pytest.raises(TryAgain):
        hear(app, selection)
    hear(app, nomination)
    hear(app, selection)
    assert (desk.cell.reserved, desk.cell.confirmed) == (0, 1)


def test_a_selection_of_a_refused_person_is_parked(app: QuotasApp, desk: Desk) -> None:
    hear_all(app, [*(desk.nomination() for _ in range(3)), refused := desk.nomination()])
    with pytest.raises(Permanent):
        hear(app, desk.determination(refused.aggregate_id, selected=True))


def test_a_later_nomination_elsewhere_moves_the_seat(app: QuotasApp, desk: Desk) -> None:
    hear(app, first := desk.nomination())
    desk.kind = SeatKind.LONG
    hear(app, desk.nomination(first.aggregate_id))
    assert desk.cell.reserved == 1
    desk.kind = SeatKind.INLAND
    assert desk.cell.reserved == 0
    assert [(name, sequence) for name, sequence, _ in published(app)] == [
        ("quota-reserved", 1),
        ("quota-released", 2),
        ("quota-reserved", 3),
    ]


def test_any_order_and_repetition_ends_alike(app: QuotasApp, desk: Desk) -> None:
    """Three people for three seats, a story each; shuffled and tripled."""
    chance = random.Random(2019)
    messages: list[Delivery[Any]] = []
    for index in range(3):
        messages.append(first := desk.nomination())
        if index % 2:
            messages += [
                desk.delisting(first.aggregate_id),
                desk.nomination(first.aggregate_id),
                desk.delisting(first.aggregate_id),
            ]
    queue = messages * 3
    chance.shuffle(queue)
    hear_all(app, queue)
    assert (desk.cell.reserved, desk.cell.left) == (2, 1)


def test_the_ledger_cannot_be_changed_even_by_its_owner(
    app: QuotasApp, desk: Desk, scratch: ScratchDatabase
) -> None:
    hear(app, desk.nomination())
    engine = create_engine(scratch.owner_url)
    for statement in ("UPDATE seat_ledger SET quota = 9", "DELETE FROM seat_ledger"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))
        with app.database.engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(statement))
    engine.dispose()


def test_a_cell_cannot_be_oversold_by_hand(app: QuotasApp, desk: Desk) -> None:
    with (
        app.database.engine.connect() as connection,
        pytest.raises(DBAPIError, match="ck_seat_cell_not_oversold"),
    ):
        connection.execute(text("UPDATE seat_cell SET reserved = quota + 1"))


def test_gauges_show_seats_and_broken_cells(app: QuotasApp, desk: Desk) -> None:
    hear(app, chosen := desk.nomination())
    hear(app, desk.nomination())
    hear(app, desk.determination(chosen.aggregate_id, selected=True))
    handlers.measure_seats(app)
    figures = [SEATS.value(year="2019", figure=f) for f in ("quota", "reserved", "confirmed")]
    assert figures == [400, 1, 1]
    assert broken_cells() == [0, 0]
    with app.database.engine.begin() as connection:
        connection.execute(text("UPDATE seat_cell SET reserved = 0 WHERE reserved = 1"))
    handlers.measure_seats(app)
    assert broken_cells() == [0, 1]


def test_a_final_unit_reads_the_history_of_its_own_cells_only(
    app: QuotasApp, desk: Desk, cycle: CycleView
) -> None:
    hear(app, nomination := desk.nomination())
    bureau, stranger = uuid4(), uuid4()
    for organisation_id, code in [(bureau, "XJ-6540"), (stranger, "XJ-6542")]:
        event = OrganisationChangedV1(
            organisation_id=organisation_id,
            code=code,
            organisation_name="样例人社局",
            type=OrganisationType.PREFECTURE_HRSS,
            region_code="654000",
            plan_unit_code=code,
            active_from=ARRIVED_AT.date(),
        )
        hear(
            app,
            delivery_of(event, aggregate_id=organisation_id, sequence=1, service="quotas"),
        )
    request = ReadSeatLedger(year=2019, application_id=nomination.aggregate_id)
    own = handlers.read_seat_ledger(app, call_of(request, person(Role.FINAL_LEADER, at=bureau)))
    foreign = handlers.read_seat_ledger(
        app, call_of(request, person(Role.FINAL_LEADER, at=stranger))
    )
    assert (len(own.entries), len(foreign.entries)) == (1, 0)
    with pytest.raises(ForbiddenError):
        handlers.read_seat_ledger(app, call_of(request, person(Role.UNIT_HR, at=bureau)))


def test_the_ledger_is_read_in_pages(app: QuotasApp, desk: Desk) -> None:
    for _ in range(3):
        hear(app, desk.nomination())
    row = handlers.read_plan(app, call_of(ReadPlan(year=2019))).rows[0].plan_row_id
    request = ReadSeatLedger(year=2019, plan_row_id=row, limit=2)
    first = handlers.read_seat_ledger(app, call_of(request, LEADER))
    assert (len(first.entries), first.more) == (2, True)
    after = request.model_copy(update={"after_entry_no": first.entries[-1].entry_no})
    rest = handlers.read_seat_ledger(app, call_of(after, LEADER))
    assert ([e.reserved_after for e in rest.entries], rest.more) == ([3], False)
