"""Events of one application and one list, as applications and review would publish them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from services.chassis.causes import Delivery
from services.chassis.work import Duplicate
from services.contracts.envelope import Event
from services.contracts.events import (
    ApplicationApprovedV1,
    ApplicationResubmittedV1,
    ApplicationSubmittedV1,
    ApplicationWithdrawnV1,
    ListFrozenV1,
    ListVoidedV1,
)
from services.contracts.vocabulary import NodeKind, SeatKind, Term, Track
from services.documents import handlers
from services.documents.app import DocumentsApp
from tests.factories.causes import ARRIVED_AT, delivery_of

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def a_code() -> str:
    number = uuid4().int
    characters = "".join(_ALPHABET[(number >> (5 * n)) & 31] for n in range(12))
    return "-".join((characters[:4], characters[4:8], characters[8:]))


@dataclass
class Story:
    """One application on its way."""

    cycle_id: UUID = field(default_factory=uuid4)
    application_id: UUID = field(default_factory=uuid4)
    versions: list[UUID] = field(default_factory=lambda: [uuid4(), uuid4()])
    codes: list[str] = field(default_factory=lambda: [a_code(), a_code()])
    list_id: UUID = field(default_factory=uuid4)
    reviews: int = 0

    def submitted(self) -> Delivery[ApplicationSubmittedV1]:
        return self._delivery(ApplicationSubmittedV1(**self._facts(0)), 1)

    def resubmitted(self) -> Delivery[ApplicationResubmittedV1]:
        event = ApplicationResubmittedV1(
            **self._facts(1),
            previous_version_id=self.versions[0],
            return_id=uuid4(),
            changed_items=("B1",),
            key_fields_changed=False,
        )
        return self._delivery(event, 2)

    def approved(self, version: int = 1, *, final: bool = True) -> Delivery[ApplicationApprovedV1]:
        self.reviews += 1
        event = ApplicationApprovedV1(
            application_id=self.application_id,
            version_id=self.versions[version - 1],
            cycle_id=self.cycle_id,
            node_kind=NodeKind.FINAL if final else NodeKind.UNIT,
            node_index=2,
            organisation_id=uuid4(),
            final=final,
            opinions_digest=f"{self.reviews:064x}" if final else None,
            verify_code=a_code() if final else None,
            decided_at=ARRIVED_AT,
        )
        return self._delivery(event, self.reviews)

    def withdrawn(self) -> Delivery[ApplicationWithdrawnV1]:
        self.reviews += 1
        event = ApplicationWithdrawnV1(
            application_id=self.application_id,
            version_id=self.versions[0],
            cycle_id=self.cycle_id,
            withdrawn_at=ARRIVED_AT,
        )
        return self._delivery(event, self.reviews)

    def frozen(
        self, version_no: int, list_version_id: UUID | None = None
    ) -> Delivery[ListFrozenV1]:
        event = ListFrozenV1(
            list_id=self.list_id,
            list_version_id=list_version_id or uuid4(),
            list_version_no=version_no,
            cycle_id=self.cycle_id,
            organisation_id=uuid4(),
            seat_kind=SeatKind.INLAND,
            verify_code=a_code(),
            row_count=1,
            frozen_at=ARRIVED_AT,
        )
        return self._delivery(event, version_no * 2, aggregate_id=self.list_id)

    def voided(self, list_version_id: UUID) -> Delivery[ListVoidedV1]:
        event = ListVoidedV1(
            list_id=self.list_id, list_version_id=list_version_id, voided_at=ARRIVED_AT
        )
        return self._delivery(event, 9, aggregate_id=self.list_id)

    def _facts(self, index: int) -> dict[str, Any]:
        return {
            "application_id": self.application_id,
            "application_no": "TP2019-653201-00017",
            "cycle_id": self.cycle_id,
            "cycle_year": 2019,
            "applicant_id": uuid4(),
            "unit_id": uuid4(),
            "version_id": self.versions[index],
            "version_no": index + 1,
            "verify_code": self.codes[index],
            "plan_row_id": uuid4(),
            "track": Track.INLAND,
            "term": Term.Y1,
            "seat_kind": SeatKind.INLAND,
            "materials": (),
            "submitted_at": ARRIVED_AT,
        }

    def _delivery(
        self, event: Event, sequence: int, *, aggregate_id: UUID | None = None
    ) -> Delivery[Any]:
        return delivery_of(
            event,
            aggregate_id=aggregate_id or self.application_id,
            sequence=sequence,
            service="documents",
        )


def hear(app: DocumentsApp, *deliveries: Delivery[Any]) -> None:
    """Let the service handle deliveries one after the other, repetitions included."""
    for delivery in deliveries:
        handler: Callable[..., None] = getattr(handlers, delivery.handler.split(".")[1])
        try:
            handler(app, delivery)
        except Duplicate:
            continue
