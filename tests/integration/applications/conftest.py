"""The applications service on a database of its own: a cycle, a plan row, a unit, a desk."""

from __future__ import annotations

import base64
import dataclasses
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import create_engine, text

from services.applications import handlers
from services.applications.app import (
    CONSTRAINT_ERRORS,
    ApplicationsApp,
    ApplicationsSettings,
    build_vault,
)
from services.applications.checker.work import ScanChecks
from services.applications.domain.id_numbers import check_character
from services.applications.domain.scans import PART_TYPE, part_key
from services.applications.programme import Programmes
from services.chassis.causes import Call, WorkJob
from services.chassis.database import Database
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.objects import FakeObjectStore
from services.chassis.work import UnitOfWork
from services.contracts import events
from services.contracts.actors import Actor, RoleGrant
from services.contracts.requests import applications as requests
from services.contracts.requests import applications_scans as uploads
from services.contracts.requests.applications_views import ScanView, SubmissionReceipt
from services.contracts.vocabulary import (
    ApplicationState,
    Material,
    NodeKind,
    OrganisationType,
    Role,
    RouteLine,
    UnitNature,
)
from tests.factories.causes import call_of, delivery_of, person
from tests.support.scratch_database import ScratchDatabase
from tests.support.service_database import service_database
from tests.unit.applications.drafts import FINAL_ID, PLAN_ROW_ID, UNIT_ID, complete_data

PROGRAMMES = Path(__file__).parents[3] / "programmes"
OPEN_AT = datetime(2019, 2, 14, 16, 0, tzinfo=UTC)
CLOSE_AT = datetime(2019, 3, 15, 16, 0, tzinfo=UTC)
NOON = datetime(2019, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def scratch() -> Iterator[ScratchDatabase]:
    with service_database("applications") as scratch:
        yield scratch


@pytest.fixture(scope="session")
def database(scratch: ScratchDatabase) -> Iterator[Database]:
    database = Database(scratch.runtime_url, pool_size=24, application_name="applications-tests")
    yield database
    database.dispose()


@pytest.fixture
def app(scratch: ScratchDatabase, database: Database) -> ApplicationsApp:
    """A service whose tables are empty and whose objects lie in memory."""
    _empty(scratch)
    key = base64.b64encode(bytes(32)).decode()
    settings = ApplicationsSettings(
        mode=Mode.TEST,
        programmes_dir=PROGRAMMES,
        database_url=scratch.runtime_url,
        broker_url="amqp://nobody@localhost",
        id_key=key,
        id_index_key=base64.b64encode(b"1" * 32).decode(),
    )
    clock = FakeClock(NOON)
    uow = UnitOfWork(database, clock, "applications", constraint_errors=CONSTRAINT_ERRORS)
    uow.on_commit(lambda: None)
    return ApplicationsApp(
        settings=settings,
        clock=clock,
        database=database,
        uow=uow,
        objects=FakeObjectStore(),
        programmes=Programmes(PROGRAMMES),
        vault=build_vault(settings),
    )


def _empty(scratch: ScratchDatabase) -> None:
    engine = create_engine(scratch.superuser_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE application, application_version, application_reader, consent, scan,"
                " access_event, cycle_copy, plan_copy, plan_row_copy, organisation_copy,"
                " binding_copy, outbox, inbox, idempotency, audit_event CASCADE"
            )
        )
    engine.dispose()


def id_number(serial: int) -> str:
    first17 = f"65000019840501{serial:03d}"
    return first17 + check_character(first17)


def picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (230, 240, 250)).save(buffer, format="JPEG")
    return buffer.getvalue()


def cycle_event(cycle_id: UUID, close_at: datetime = CLOSE_AT) -> events.CycleOpenedV1:
    rules = events.CycleRules(
        age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15)
    )
    return events.CycleOpenedV1(
        cycle_id=cycle_id,
        year=2019,
        batch_no=5,
        title="样例年度",
        open_at=OPEN_AT,
        close_at=close_at,
        correction_close_at=close_at + timedelta(days=5),
        review_close_at=close_at + timedelta(days=5),
        dispatch_deadline_on=date(2019, 3, 20),
        rules=rules,
    )


def unit_event(**changes: Any) -> events.OrganisationChangedV1:
    nodes = (
        events.RouteNode(kind=NodeKind.UNIT, organisation_id=UNIT_ID, organisation_name="样例医院"),
        events.RouteNode(
            kind=NodeKind.FINAL, organisation_id=FINAL_ID, organisation_name="和田地区样例人社局"
        ),
    )
    facts: dict[str, Any] = {
        "organisation_id": UNIT_ID,
        "code": "YL-001",
        "organisation_name": "（样例）和田市第一样例医院",
        "type": OrganisationType.RECOMMENDING_UNIT,
        "unit_nature": UnitNature.PUBLIC_INSTITUTION,
        "region_code": "653201",
        "plan_unit_code": "XJ-6532",
        "line": RouteLine.A2,
        "route": nodes,
        "active_from": date(2019, 1, 1),
    }
    return events.OrganisationChangedV1(**{**facts, **changes})


def plan_event(cycle_id: UUID, version: int = 1) -> events.PlanPublishedV1:
    row = events.PlanRow(
        plan_row_id=PLAN_ROW_ID,
        seq=1,
        plan_unit_code="XJ-6532",
        plan_unit_name="和田地区",
        unit_kind="地州市",
        region_code="653200",
        southern_four=True,
        specialty="内科学",
        quota_inland=3,
        quota_long=2,
        quota_short=0,
        shortage=False,
    )
    return events.PlanPublishedV1(cycle_id=cycle_id, plan_version=version, rows=(row,))


@dataclass
class World:
    """The service with people around it; `sequence` counts review's events."""

    app: ApplicationsApp
    cycle_id: UUID = field(default_factory=uuid4)
    sequence: int = 0
    serial: int = 0

    @property
    def clock(self) -> FakeClock:
        clock = self.app.clock
        assert isinstance(clock, FakeClock)
        return clock

    def hear(self, event: Any, aggregate_id: UUID, sequence: int) -> None:
        delivery = delivery_of(
            event, aggregate_id=aggregate_id, sequence=sequence, service="applications"
        )
        name = {"cycle-opened": "on_cycle", "plan-published": "on_plan"}.get(event.name)
        getattr(handlers, name or "on_" + event.name.replace("-", "_"))(self.app, delivery)

    def call(self, request: Any, actor: Actor, *, at: datetime | None = None) -> Call[Any]:
        arrived = at or self.app.clock.now()
        return dataclasses.replace(call_of(request, actor), arrived_at=arrived)

    def applicant(self, *, bound: bool = True) -> Actor:
        actor = person()
        assert actor.person_id is not None
        if bound:
            event = events.BindingChangedV1(
                person_id=actor.person_id, unit_id=UNIT_ID, confirmed=True
            )
            self.hear(event, actor.person_id, 1)
        return actor

    def draft(self, actor: Actor) -> UUID:
        request = requests.CreateDraft(
            cycle_id=self.cycle_id, privacy_notice_version=1, privacy_acknowledged=True
        )
        return handlers.create_draft(self.app, self.call(request, actor)).application_id

    def save(self, actor: Actor, application_id: UUID, revision: int, **fields: Any) -> Any:
        request = requests.SaveDraft(
            application_id=application_id, expected_revision=revision, fields=fields
        )
        return handlers.save_draft(self.app, self.call(request, actor))

    def upload(
        self,
        actor: Actor,
        application_id: UUID,
        slot: str,
        content: bytes,
        *,
        filename: str = "扫描.jpg",
        content_type: str = "image/jpeg",
    ) -> ScanView:
        begin = uploads.BeginUpload(
            application_id=application_id,
            slot=Material[slot],
            filename=filename,
            content_type=content_type,
            size=len(content),
            consent=True,
        )
        ticket = handlers.begin_upload(self.app, self.call(begin, actor))
        for part in ticket.parts:
            piece = content[part.offset : part.offset + part.size]
            key = part_key(ticket.upload_id, part.number)
            self.app.objects.put(key, piece, content_type=PART_TYPE)
        complete = uploads.CompleteUpload(upload_id=ticket.upload_id)
        handlers.complete_upload(self.app, self.call(complete, actor))
        self.check(ticket.upload_id)
        listed = uploads.ListScans(application_id=application_id)
        scans = handlers.list_scans(self.app, self.call(listed, actor)).scans
        return next(scan for scan in scans if scan.scan_id == ticket.upload_id)

    def check(self, scan_id: UUID) -> None:
        job = WorkJob(uuid4(), "applications.check", str(scan_id), "", {"scan_id": str(scan_id)})
        ScanChecks(self.app).handle(job)

    def filled(self, actor: Actor, **changes: Any) -> tuple[UUID, int]:
        """A draft that may be submitted: its id and revision."""
        self.serial += 1
        application_id = self.draft(actor)
        fields = {**complete_data(), "id_number": id_number(self.serial), **changes}
        saved = self.save(actor, application_id, 0, **fields)
        assert saved.problems == ()
        for slot in ("PHOTO", "A01", "A02", "A03", "A04"):
            scan = self.upload(actor, application_id, slot, picture(600, 800))
            assert scan.state == "ACCEPTED", scan.reason
        return application_id, saved.revision

    def submit(
        self, actor: Actor, application_id: UUID, revision: int, *, at: datetime | None = None
    ) -> SubmissionReceipt:
        request = requests.SubmitApplication(
            application_id=application_id,
            expected_revision=revision,
            pledge=True,
            pledge_version=1,
        )
        return handlers.submit_application(self.app, self.call(request, actor, at=at))

    def submitted(self, actor: Actor, **changes: Any) -> SubmissionReceipt:
        application_id, revision = self.filled(actor, **changes)
        return self.submit(actor, application_id, revision)

    def move(self, receipt: SubmissionReceipt, state: ApplicationState, *readers: UUID) -> None:
        """Review says where the file is now."""
        self.sequence += 1
        event = events.DeskChangedV1(
            application_id=receipt.application_id,
            version_id=receipt.version_id,
            cycle_id=self.cycle_id,
            state=state,
            node_kind=NodeKind.UNIT,
            organisation_id=UNIT_ID,
            readers=readers or (UNIT_ID,),
            since=self.app.clock.now(),
        )
        self.hear(event, receipt.application_id, self.sequence)

    def give_back(self, receipt: SubmissionReceipt, *items: str) -> UUID:
        """Review returns the file to the applicant for a day."""
        self.sequence += 1
        return_id = uuid4()
        event = events.ApplicationReturnedV1(
            application_id=receipt.application_id,
            version_id=receipt.version_id,
            cycle_id=self.cycle_id,
            return_id=return_id,
            to_applicant=True,
            items=items,
            due_at=self.app.clock.now() + timedelta(days=1),
            organisation_id=UNIT_ID,
            returned_at=self.app.clock.now(),
        )
        self.hear(event, receipt.application_id, self.sequence)
        self.move(receipt, ApplicationState.RETURNED)
        return return_id

    def revision(self, actor: Actor, application_id: UUID) -> int:
        request = requests.ReadApplication(application_id=application_id)
        return handlers.read_application(self.app, self.call(request, actor)).revision

    def rows(self, query: str) -> list[Any]:
        with self.app.database.engine.connect() as connection:
            return list(connection.execute(text(query)))


def desk_of(organisation_id: UUID, *roles: Role) -> Actor:
    actor = person()
    grants = tuple(RoleGrant(role=role, organisation_id=organisation_id) for role in roles)
    return actor.model_copy(update={"roles": grants})


@pytest.fixture
def world(app: ApplicationsApp) -> World:
    """The cycle is open, the plan in force, the unit known."""
    world = World(app)
    world.hear(cycle_event(world.cycle_id), world.cycle_id, 1)
    world.hear(plan_event(world.cycle_id), world.cycle_id, 1)
    world.hear(unit_event(), UNIT_ID, 1)
    final = unit_event(
        organisation_id=FINAL_ID,
        organisation_name="和田地区样例人社局",
        type=OrganisationType.PREFECTURE_HRSS,
        region_code="653200",
        route=(),
        line=None,
    )
    world.hear(final, FINAL_ID, 1)
    return world
