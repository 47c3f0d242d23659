"""A small world for applications: people who draft, upload and submit through the handlers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from services.applications import handlers
from services.applications.app import ApplicationsApp
from services.applications.checker.work import ScanChecks
from services.applications.domain.scans import PART_TYPE, part_key
from services.chassis.causes import Call, WorkJob
from services.chassis.testing.clock import FakeClock
from services.contracts import events
from services.contracts.actors import Actor
from services.contracts.requests import applications as requests
from services.contracts.requests import applications_scans as uploads
from services.contracts.requests.applications_views import (
    ScanView,
    SubmissionReceipt,
    UploadTicket,
)
from services.contracts.vocabulary import ApplicationState, Material, NodeKind
from tests.factories.causes import call_of, delivery_of, person
from tests.integration.applications.furniture import id_number, picture
from tests.unit.applications.drafts import UNIT_ID, complete_data


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

    def begin(
        self,
        actor: Actor,
        application_id: UUID,
        slot: str,
        size: int,
        *,
        filename: str = "扫描.jpg",
        content_type: str = "image/jpeg",
        consent: bool = True,
    ) -> UploadTicket:
        """Ask where the parts may be sent."""
        begin = uploads.BeginUpload(
            application_id=application_id,
            slot=Material[slot],
            filename=filename,
            content_type=content_type,
            size=size,
            consent=consent,
        )
        return handlers.begin_upload(self.app, self.call(begin, actor))

    def send(self, actor: Actor, ticket: UploadTicket, content: bytes) -> None:
        """Send all parts and say so."""
        for part in ticket.parts:
            piece = content[part.offset : part.offset + part.size]
            key = part_key(ticket.upload_id, part.number)
            self.app.objects.put(key, piece, content_type=PART_TYPE)
        complete = uploads.CompleteUpload(upload_id=ticket.upload_id)
        handlers.complete_upload(self.app, self.call(complete, actor))

    def upload(
        self, actor: Actor, application_id: UUID, slot: str, content: bytes, **facts: Any
    ) -> ScanView:
        """Upload a scan and have it checked; `facts` as for `begin`."""
        ticket = self.begin(actor, application_id, slot, len(content), **facts)
        self.send(actor, ticket, content)
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
