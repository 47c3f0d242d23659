"""Dates of a cycle are moved later for everybody, with a reason, and never earlier (R48)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.contracts.errors import ForbiddenError, NotFoundError, ValidationFailedError
from services.contracts.requests.quotas import CycleView, ExtendCycle, ReadCycle
from services.contracts.vocabulary import Role
from services.quotas import handlers
from services.quotas.app import QuotasApp
from tests.factories.causes import call_of, person
from tests.integration.quotas.conftest import LEADER

REASON = "网络中断一天，统一延长"
CLOSED = datetime(2019, 3, 15, 16, tzinfo=UTC)
TWO_DAYS_LATER = CLOSED + timedelta(days=2)


def extend(app: QuotasApp, *, by: Any = LEADER, year: int = 2019, **dates: Any) -> CycleView:
    request = ExtendCycle(year=year, reason=REASON, **dates)
    return handlers.extend_cycle(app, call_of(request, by))


def stored(app: QuotasApp, query: str) -> list[Any]:
    with app.database.engine.connect() as connection:
        return list(connection.execute(text(query)))


def read(app: QuotasApp) -> CycleView:
    return handlers.read_cycle(app, call_of(ReadCycle(year=2019)))


@pytest.mark.requirement("R48")
def test_a_later_close_is_stored_published_and_its_reason_kept(
    app: QuotasApp, cycle: CycleView
) -> None:
    answered = extend(app, close_at=TWO_DAYS_LATER)
    assert answered == read(app)
    assert (answered.close_at, answered.open_at) == (TWO_DAYS_LATER, cycle.open_at)
    assert answered.correction_close_at == cycle.correction_close_at
    assert answered.rules == cycle.rules  # ages are counted at the day that was announced
    *_, row = stored(app, "SELECT payload FROM outbox WHERE kind = 'event' ORDER BY id")
    told = row.payload
    assert told["event"] == "cycle-changed"
    assert told["sequence"] > 1
    assert told["data"]["close_at"] == "2019-03-17T16:00:00Z"
    assert told["data"]["rules"]["age_reference_date"] == "2019-03-15"
    (audit,) = stored(app, "SELECT * FROM audit_event WHERE action = 'cycle_extended'")
    assert (audit.actor, audit.purpose) == (LEADER.reference, REASON)
    assert "2019-03-15 16:00:00+00:00" in str(audit.details["before"])
    assert "2019-03-17 16:00:00+00:00" in str(audit.details["after"])


def test_each_extension_is_newer_than_the_one_before(app: QuotasApp, cycle: CycleView) -> None:
    extend(app, close_at=TWO_DAYS_LATER)
    extend(app, close_at=TWO_DAYS_LATER + timedelta(hours=1))
    rows = stored(app, "SELECT payload FROM outbox WHERE routing_key = 'cycle-changed' ORDER BY id")
    first, second = (row.payload["sequence"] for row in rows)
    assert second > first


@pytest.mark.parametrize(
    ("dates", "field", "code"),
    [
        ({"close_at": CLOSED - timedelta(seconds=1)}, "close_at", "moved_earlier"),
        ({"dispatch_deadline_on": date(2019, 3, 19)}, "dispatch_deadline_on", "moved_earlier"),
        ({"close_at": CLOSED}, "close_at", "nothing_moved"),
        ({}, "close_at", "nothing_moved"),
        ({"close_at": CLOSED + timedelta(days=6)}, "correction_close_at", "out_of_order"),
        ({"close_at": CLOSED + timedelta(days=6)}, "dispatch_deadline_on", "out_of_order"),
        (
            {"correction_close_at": CLOSED + timedelta(days=9)},
            "review_close_at",
            "out_of_order",
        ),
    ],
)
def test_dates_that_do_not_fit_change_nothing(
    app: QuotasApp, cycle: CycleView, dates: dict[str, Any], field: str, code: str
) -> None:
    before = read(app)
    with pytest.raises(ValidationFailedError) as refused:
        extend(app, **dates)
    assert (field, code) in [(found.field, found.code) for found in refused.value.findings]
    assert all(found.message.endswith("。") for found in refused.value.findings)
    assert read(app) == before
    assert stored(app, "SELECT 1 FROM outbox WHERE routing_key = 'cycle-changed'") == []


def test_an_earlier_date_is_refused_with_the_announced_one_in_beijing_time(
    app: QuotasApp, cycle: CycleView
) -> None:
    with pytest.raises(ValidationFailedError) as refused:
        extend(app, close_at=CLOSED - timedelta(days=1))
    (finding,) = refused.value.findings
    assert "2019年3月16日00:00:00" in finding.message


def test_all_dates_can_be_moved_together(app: QuotasApp, cycle: CycleView) -> None:
    week = timedelta(days=7)
    moved = extend(
        app,
        close_at=cycle.close_at + week,
        correction_close_at=cycle.correction_close_at + week,
        review_close_at=cycle.review_close_at + week,
        dispatch_deadline_on=cycle.dispatch_deadline_on + week,
    )
    assert moved.dispatch_deadline_on == date(2019, 3, 27)
    assert moved.review_close_at == cycle.review_close_at + week


@pytest.mark.parametrize("role", [Role.REGION_OFFICER_INLAND, Role.SYSTEM_ADMIN, Role.UNIT_HR])
def test_only_the_regions_leader_extends(app: QuotasApp, cycle: CycleView, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        extend(app, by=person(role), close_at=TWO_DAYS_LATER)
    assert read(app).close_at == CLOSED


def test_a_year_that_is_not_open_cannot_be_extended(app: QuotasApp) -> None:
    with pytest.raises(NotFoundError):
        extend(app, year=2031, close_at=TWO_DAYS_LATER)
