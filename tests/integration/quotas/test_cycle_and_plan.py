"""A cycle is opened, its plan is checked, put in force and amended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.chassis.settings import Mode
from services.chassis.work import Replayed
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    QuotaBelowUseError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.events.accounts import OrganisationChangedV1
from services.contracts.requests.quotas import (
    CycleView,
    ListCycles,
    OpenCycle,
    PublishPlan,
    ReadCycle,
    ReadPlan,
    ReadSeats,
)
from services.contracts.vocabulary import OrganisationType, Role, SeatKind
from services.quotas import handlers
from services.quotas.app import QuotasApp
from tests.factories.causes import call_of, delivery_of, person
from tests.integration.quotas.conftest import LEADER, Desk, hear, import_of, publish


def open_2019(app: QuotasApp, shift_days: int = 0) -> CycleView:
    request = OpenCycle(year=2019, shift_days=shift_days)
    return handlers.open_cycle(app, call_of(request, LEADER))


def outbox(app: QuotasApp) -> list[tuple[str, dict[str, object]]]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT routing_key, payload FROM outbox WHERE kind = 'event' ORDER BY id")
        )
        return [(name, payload) for name, payload in rows]


@pytest.mark.requirement("R01")
def test_opening_a_cycle_publishes_its_dates_in_utc(app: QuotasApp) -> None:
    cycle = open_2019(app)
    assert cycle.close_at == datetime(2019, 3, 15, 16, tzinfo=UTC)
    [(name, envelope)] = outbox(app)
    data = envelope["data"]
    assert isinstance(data, dict)
    assert (name, envelope["sequence"], data["close_at"]) == (
        "cycle-opened",
        1,
        "2019-03-15T16:00:00Z",
    )
    assert data["rules"]["age_reference_date"] == "2019-03-15"


def test_the_demo_opens_the_cycle_around_today(app: QuotasApp) -> None:
    cycle = open_2019(app, shift_days=2838)
    assert cycle.open_at == datetime(2019, 2, 14, 16, tzinfo=UTC) + timedelta(days=2838)
    assert cycle.rules.age_reference_date == date(2019, 3, 15) + timedelta(days=2838)
    assert cycle.rules.region_codes_on == date(2019, 2, 15)


def test_a_production_system_never_shifts(app: QuotasApp) -> None:
    app.settings.__dict__["mode"] = Mode.PRODUCTION
    with pytest.raises(ForbiddenError, match="不能平移"):
        open_2019(app, shift_days=1)
    assert open_2019(app).shift_days == 0


def test_a_year_is_opened_once(app: QuotasApp) -> None:
    open_2019(app)
    with pytest.raises(IllegalTransitionError, match="已开启"):
        open_2019(app)


def test_a_year_without_data_cannot_be_opened(app: QuotasApp) -> None:
    with pytest.raises(NotFoundError, match="2031"):
        handlers.open_cycle(app, call_of(OpenCycle(year=2031), LEADER))


@pytest.mark.parametrize("role", [Role.REGION_OFFICER_INLAND, Role.SYSTEM_ADMIN, Role.UNIT_HR])
def test_only_the_regions_leader_opens_a_cycle(app: QuotasApp, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        handlers.open_cycle(app, call_of(OpenCycle(year=2019), person(role)))


def test_strangers_are_asked_to_sign_in(app: QuotasApp) -> None:
    with pytest.raises(UnauthenticatedError):
        handlers.open_cycle(app, call_of(OpenCycle(year=2019)))


@pytest.mark.requirement("R24", "R25", "R26")
def test_the_sample_plan_is_in_force_with_all_its_cells(app: QuotasApp, cycle: CycleView) -> None:
    plan = handlers.read_plan(app, call_of(ReadPlan(year=2019)))
    assert plan.totals.model_dump() == {
        "units": 41,
        "rows": 162,
        "inland": 200,
        "long": 120,
        "short": 80,
    }
    seats = handlers.read_seats(app, call_of(ReadSeats(year=2019, include_empty=True), LEADER))
    assert (len(seats.cells), seats.quota, seats.reserved, seats.confirmed) == (486, 400, 0, 0)
    assert [seats.cells[i].cell for i in range(3)] == [
        "XJ-6540/内科学/INLAND",
        "XJ-6540/内科学/LONG",
        "XJ-6540/内科学/SHORT",
    ]
    event, envelope = outbox(app)[-1]
    data = envelope["data"]
    assert isinstance(data, dict)
    assert (event, len(data["rows"]), data["plan_version"]) == ("plan-published", 162, 1)
    read = handlers.read_cycle(app, call_of(ReadCycle(year=2019)))
    assert (read.cycle_id, read.plan_version) == (cycle.cycle_id, 1)
    assert handlers.list_cycles(app, call_of(ListCycles())).cycles == (read,)


def test_a_wrong_plan_is_not_stored(app: QuotasApp, plan_file: bytes) -> None:
    open_2019(app)
    wrong = plan_file.decode().replace("内科学,3,1,1,5,否", "内科学,4,1,1,6,否", 1).encode()
    preview = handlers.import_plan(app, call_of(import_of(wrong), LEADER))
    errors = [(f.rule, f.row) for f in preview.findings if f.level == "ERROR"]
    assert (preview.plan_version, errors) == (None, [("V1", None)])
    with pytest.raises(IllegalTransitionError):
        handlers.publish_plan(app, call_of(PublishPlan(year=2019, plan_version=1), LEADER))


def test_a_draft_is_seen_by_region_staff_only(app: QuotasApp, plan_file: bytes) -> None:
    open_2019(app)
    handlers.import_plan(app, call_of(import_of(plan_file), LEADER))
    request = ReadPlan(year=2019, plan_version=1)
    assert handlers.read_plan(app, call_of(request, LEADER)).published_at is None
    with pytest.raises(NotFoundError):
        handlers.read_plan(app, call_of(request, person(Role.FINAL_OFFICER)))
    with pytest.raises(NotFoundError):
        handlers.read_plan(app, call_of(ReadPlan(year=2019)))


def test_officers_prepare_and_the_leader_publishes(app: QuotasApp, plan_file: bytes) -> None:
    open_2019(app)
    officer = person(Role.REGION_OFFICER_IN_REGION)
    version = handlers.import_plan(app, call_of(import_of(plan_file), officer)).plan_version
    assert version == 1
    request = PublishPlan(year=2019, plan_version=1)
    with pytest.raises(ForbiddenError):
        handlers.publish_plan(app, call_of(request, officer))
    assert not handlers.publish_plan(app, call_of(request, LEADER)).amended


def moved(plan_file: bytes) -> bytes:
    """One inland seat moves from 内科学 to 外科学 of the first unit."""
    text_of_plan = plan_file.decode()
    text_of_plan = text_of_plan.replace("内科学,3,1,1,5,否", "内科学,2,1,1,4,否", 1)
    return text_of_plan.replace("外科学,2,1,0,3,否", "外科学,3,1,0,4,否", 1).encode()


def test_an_amendment_needs_a_reason_and_keeps_row_ids(
    app: QuotasApp, desk: Desk, plan_file: bytes
) -> None:
    hear(app, nomination := desk.nomination())
    preview = handlers.import_plan(app, call_of(import_of(moved(plan_file)), LEADER))
    assert [(c.specialty, c.change) for c in preview.changes] == [
        ("内科学", "CHANGED"),
        ("外科学", "CHANGED"),
    ]
    assert preview.changes[0].affected_applications == (nomination.aggregate_id,)
    request = PublishPlan(year=2019, plan_version=2)
    with pytest.raises(ValidationFailedError, match="原因"):
        handlers.publish_plan(app, call_of(request, LEADER))
    request = PublishPlan(year=2019, plan_version=2, reason="样例：会议决定调整")
    assert handlers.publish_plan(app, call_of(request, LEADER)).amended
    assert (desk.cell.quota, desk.cell.reserved) == (2, 1)
    assert outbox(app)[-1][0] == "plan-amended"


def test_a_cell_cannot_be_lowered_below_what_was_taken_after_the_preview(
    app: QuotasApp, desk: Desk, plan_file: bytes
) -> None:
    preview = handlers.import_plan(app, call_of(import_of(moved(plan_file)), LEADER))
    for _ in range(3):
        hear(app, desk.nomination())
    request = PublishPlan(year=2019, plan_version=preview.plan_version or 0, reason="样例调整")
    with pytest.raises(QuotaBelowUseError):
        handlers.publish_plan(app, call_of(request, LEADER))
    assert (desk.cell.quota, desk.cell.reserved) == (3, 3)
    again = handlers.import_plan(app, call_of(import_of(moved(plan_file)), LEADER))
    assert [f.rule for f in again.findings if f.level == "ERROR"] == ["V8"]


def test_a_draft_made_before_another_amendment_is_stale(
    app: QuotasApp, cycle: CycleView, plan_file: bytes
) -> None:
    handlers.import_plan(app, call_of(import_of(plan_file), LEADER))
    publish(app, moved(plan_file), reason="样例调整")
    request = PublishPlan(year=2019, plan_version=2, reason="样例调整")
    with pytest.raises(IllegalTransitionError, match="不是待发布的草稿"):
        handlers.publish_plan(app, call_of(request, LEADER))


def organisation_changed(code: str, active_to: date | None) -> OrganisationChangedV1:
    return OrganisationChangedV1(
        organisation_id=uuid4(),
        code=code,
        organisation_name="样例单位",
        type=OrganisationType.PREFECTURE_HRSS,
        region_code="654000",
        plan_unit_code=code,
        active_from=date(2000, 1, 1),
        active_to=active_to,
    )


def test_v7_follows_the_organisations_of_accounts(app: QuotasApp, plan_file: bytes) -> None:
    open_2019(app)
    for code, active_to in [("XJ-6540", None), ("XJ-6542", date(2018, 12, 31))]:
        event = organisation_changed(code, active_to)
        hear(
            app,
            delivery_of(event, aggregate_id=event.organisation_id, sequence=2, service="quotas"),
        )
        old = event.model_copy(update={"plan_unit_code": "XJ-0000"})
        hear(
            app,
            delivery_of(old, aggregate_id=event.organisation_id, sequence=1, service="quotas"),
        )
    preview = handlers.import_plan(app, call_of(import_of(plan_file), LEADER))
    found = [f for f in preview.findings if f.rule == "V7"]
    assert [f.message for f in found if f.level == "ERROR"] == [
        "塔城地区（XJ-6542）已停用，不能分配名额，请删除该单位各行或恢复单位。"
    ]
    assert len([f for f in found if f.level == "WARNING"]) == 39


def test_the_same_import_twice_is_one_draft(app: QuotasApp, plan_file: bytes) -> None:
    open_2019(app)
    first = handlers.import_plan(app, call_of(import_of(plan_file), LEADER, key="k"))
    with pytest.raises(Replayed) as again:
        handlers.import_plan(app, call_of(import_of(plan_file), LEADER, key="k"))
    assert again.value.response == first.model_dump(mode="json")


def test_seats_are_shown_by_unit_and_kind(app: QuotasApp, cycle: CycleView) -> None:
    request = ReadSeats(year=2019, plan_unit_code="XJ-E03", seat_kind=SeatKind.LONG)
    seats = handlers.read_seats(app, call_of(request, person(Role.MID_OFFICER)))
    assert [(cell.cell, cell.left) for cell in seats.cells] == [("XJ-E03/纺织工程/LONG", 1)]
    with pytest.raises(UnauthenticatedError):
        handlers.read_seats(app, call_of(request))
