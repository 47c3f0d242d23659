"""The quotas service on a database of its own: cycle 2019 open, the sample plan in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest

from services.chassis.causes import Delivery
from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.work import Duplicate, UnitOfWork
from services.contracts.envelope import Event
from services.contracts.events.review import (
    ApplicationDelistedV1,
    ApplicationDeterminedV1,
    ApplicationNominatedV1,
)
from services.contracts.requests.quotas import (
    CycleView,
    ImportPlan,
    OpenCycle,
    PlanRowView,
    PublishPlan,
    ReadPlan,
    ReadSeats,
    SeatCellView,
)
from services.contracts.vocabulary import Role, SeatKind
from services.quotas import handlers
from services.quotas.app import CONSTRAINT_ERRORS, QuotasApp, QuotasSettings
from tests.factories.causes import call_of, delivery_of, person
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import database_fixtures, empty_tables

PROGRAMMES = Path(__file__).parents[3] / "programmes"
E = TypeVar("E", bound=Event)

LEADER = person(Role.REGION_LEADER)


scratch, database = database_fixtures("quotas", pool_size=34)


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database) -> QuotasApp:
    """A service whose tables are empty."""
    empty_tables(scratch, "quotas")
    settings = QuotasSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
    )
    clock = FakeClock(datetime(2019, 2, 10, 4, 0, tzinfo=UTC))
    uow = UnitOfWork(database, clock, "quotas", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    return QuotasApp(settings, clock, database, uow)


@pytest.fixture(scope="session")
def plan_file() -> bytes:
    return (PROGRAMMES / "2019" / "plan.csv").read_bytes()


@pytest.fixture
def cycle(app: QuotasApp, plan_file: bytes) -> CycleView:
    """Cycle 2019 with its plan in force."""
    opened = handlers.open_cycle(app, call_of(OpenCycle(year=2019), LEADER))
    publish(app, plan_file)
    return opened


def publish(app: QuotasApp, content: bytes, reason: str | None = None) -> int:
    """Import a plan file and put it in force."""
    preview = handlers.import_plan(app, call_of(import_of(content), LEADER))
    assert preview.plan_version is not None, preview.findings
    request = PublishPlan(year=2019, plan_version=preview.plan_version, reason=reason)
    return handlers.publish_plan(app, call_of(request, LEADER)).plan_version


def import_of(content: bytes) -> ImportPlan:
    return ImportPlan.model_construct(year=2019, filename="plan.csv", content=content)


def hear_all(app: QuotasApp, deliveries: Iterable[Delivery[Any]]) -> None:
    """Let the service handle deliveries one after the other."""
    for delivery in deliveries:
        hear(app, delivery)


@dataclass
class Desk:
    """Review's side: nominates, delists, determines, and counts its own sequences."""

    app: QuotasApp
    cycle_id: UUID
    row: PlanRowView
    kind: SeatKind = SeatKind.INLAND
    sequences: dict[UUID, int] = field(default_factory=dict)
    nominations: dict[UUID, UUID] = field(default_factory=dict)

    def nomination(self, application_id: UUID | None = None) -> Delivery[ApplicationNominatedV1]:
        application_id = application_id or uuid4()
        self.nominations[application_id] = nomination_id = uuid4()
        event = ApplicationNominatedV1(
            application_id=application_id,
            version_id=uuid4(),
            cycle_id=self.cycle_id,
            nomination_id=nomination_id,
            list_id=uuid4(),
            plan_row_id=self.row.plan_row_id,
            seat_kind=self.kind,
        )
        return self._delivery(event, application_id)

    def delisting(self, application_id: UUID) -> Delivery[ApplicationDelistedV1]:
        event = ApplicationDelistedV1(
            application_id=application_id,
            version_id=uuid4(),
            cycle_id=self.cycle_id,
            nomination_id=self.nominations[application_id],
            list_id=uuid4(),
            reason="removed",
        )
        return self._delivery(event, application_id)

    def determination(
        self, application_id: UUID, *, selected: bool
    ) -> Delivery[ApplicationDeterminedV1]:
        event = ApplicationDeterminedV1(
            application_id=application_id,
            version_id=uuid4(),
            cycle_id=self.cycle_id,
            nomination_id=self.nominations[application_id],
            selected=selected,
            decided_at=self.app.clock.now(),
        )
        return self._delivery(event, application_id)

    def _delivery(self, event: E, application_id: UUID) -> Delivery[E]:
        sequence = self.sequences[application_id] = self.sequences.get(application_id, 0) + 1
        return delivery_of(event, aggregate_id=application_id, sequence=sequence, service="quotas")

    @property
    def cell(self) -> SeatCellView:
        request = ReadSeats(
            year=2019, plan_row_id=self.row.plan_row_id, seat_kind=self.kind, include_empty=True
        )
        return handlers.read_seats(self.app, call_of(request, LEADER)).cells[0]


def hear(app: QuotasApp, delivery: Delivery[Any]) -> bool:
    """Let the service handle a delivery; False when it had handled it before."""
    handler = getattr(handlers, delivery.handler.split(".")[1])
    try:
        handler(app, delivery)
    except Duplicate:
        return False
    return True


@pytest.fixture
def desk(app: QuotasApp, cycle: CycleView) -> Desk:
    """A desk for a cell with three seats (伊犁州内科学, 内地)."""
    rows = handlers.read_plan(app, call_of(ReadPlan(year=2019))).rows
    return Desk(app, cycle.cycle_id, rows[0])
