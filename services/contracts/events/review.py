"""Events of the review service."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.envelope import Event
from services.contracts.events.applications import CODE_PATTERN
from services.contracts.vocabulary import ApplicationState, NodeKind, ReminderStage, SeatKind, Track


class _CaseEvent(Event):
    source: ClassVar[str] = "review"

    application_id: UUID
    version_id: UUID
    cycle_id: UUID


class ApplicationApprovedV1(_CaseEvent):
    """Published when one level passes (transitions 4–6); `final` issues the official form."""

    name: ClassVar[str] = "approved"

    node_kind: NodeKind
    node_index: int = Field(ge=0, description="Position on the file's route, the unit is 0")
    organisation_id: UUID
    final: bool
    opinions_digest: str | None = Field(default=None, description="Final only: sha256, hex")
    verify_code: str | None = Field(
        default=None, pattern=CODE_PATTERN, description="Final only: code of the official form"
    )
    decided_at: AwareDatetime


class OpinionSignedV1(_CaseEvent):
    """Published when the unit's leader signs its opinion: the applicant may read it (F3)."""

    name: ClassVar[str] = "opinion-signed"

    node_kind: NodeKind
    organisation_id: UUID
    signed_at: AwareDatetime


class ApplicationReturnedV1(_CaseEvent):
    """Published when a desk returns the form for correction (transition 15)."""

    name: ClassVar[str] = "returned"

    return_id: UUID
    to_applicant: bool = Field(description="False: to a lower desk, nothing unlocks")
    items: tuple[str, ...] = Field(description="Checklist items the applicant may change")
    due_at: AwareDatetime
    organisation_id: UUID = Field(description="The returning desk")
    returned_at: AwareDatetime


class DueSoonV1(_CaseEvent):
    """Published when a returned form is due in 3 days, 1 day or 2 hours: once each."""

    name: ClassVar[str] = "due-soon"

    return_id: UUID
    due_at: AwareDatetime
    stage: ReminderStage


class ApplicationWithdrawnV1(_CaseEvent):
    """Published when the applicant withdraws what was submitted (transitions 19, 20)."""

    name: ClassVar[str] = "withdrawn"

    withdrawn_at: AwareDatetime


class ApplicationRefusedV1(_CaseEvent):
    """Published when a proposed refusal is upheld (transition 18); a seat stays until final."""

    name: ClassVar[str] = "refused"

    node_kind: NodeKind
    organisation_id: UUID = Field(description="The refusing desk")
    decided_at: AwareDatetime
    contest_until: AwareDatetime


class ReReviewAskedV1(_CaseEvent):
    """Published when the applicant contests a decision (transition 25); who decides reads now."""

    name: ClassVar[str] = "re-review-asked"

    re_review_id: UUID
    organisation_id: UUID = Field(description="Whose re-reviewer decides, and may read the file")
    decide_until: AwareDatetime
    return_id: UUID | None = Field(default=None, description="The contested return")
    return_due_at: AwareDatetime | None = Field(
        default=None, description="Its due date, suspended for the time of the procedure (D08)"
    )
    asked_at: AwareDatetime


class ReReviewDecidedV1(_CaseEvent):
    """Published when a re-review is over (transition 33), decided or ended by the applicant."""

    name: ClassVar[str] = "re-review-decided"

    re_review_id: UUID
    organisation_id: UUID = Field(description="Who decided; the right to read the file ends")
    outcome: str = Field(max_length=24, description="UPHELD, OVERTURNED, NEW_OPINION or ENDED")
    return_id: UUID | None = Field(default=None, description="The contested return")
    return_due_at: AwareDatetime | None = Field(
        default=None, description="Its due date, later by the time of the procedure (D08)"
    )
    decided_at: AwareDatetime


class DeskChangedV1(_CaseEvent):
    """Published when state or desk changes: the one source of the status people see."""

    name: ClassVar[str] = "desk-changed"

    state: ApplicationState
    node_kind: NodeKind | None = Field(default=None, description="None: with the applicant or over")
    organisation_id: UUID | None = Field(default=None, description="The desk that must act now")
    readers: tuple[UUID, ...] = Field(description="Organisations whose desks may read the file")
    since: AwareDatetime


class ApplicationNominatedV1(_CaseEvent):
    """Published when a row is put on a summary list and asks for its seat (transition 8)."""

    name: ClassVar[str] = "nominated"

    nomination_id: UUID
    list_id: UUID
    plan_row_id: UUID
    seat_kind: SeatKind


class ApplicationDelistedV1(_CaseEvent):
    """Published when a row leaves its list and its seat is to be released."""

    name: ClassVar[str] = "delisted"

    nomination_id: UUID
    list_id: UUID
    reason: str = Field(max_length=40, description="A code: removed, cell_changed, refused")


class ListFrozenV1(Event):
    """Published when a list version is frozen for printing; aggregate is the list."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "list-frozen"

    list_id: UUID
    list_version_id: UUID
    list_version_no: int = Field(ge=1)
    cycle_id: UUID
    organisation_id: UUID
    seat_kind: SeatKind
    verify_code: str = Field(pattern=CODE_PATTERN)
    row_count: int = Field(ge=1)
    frozen_at: AwareDatetime


class ListVoidedV1(Event):
    """Published when a frozen version stops being the current one (changed or withdrawn row)."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "list-voided"

    list_id: UUID
    list_version_id: UUID
    voided_at: AwareDatetime


class ListSubmittedV1(Event):
    """Published when the printed, current version goes up to the region (transition 9)."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "list-submitted"

    list_id: UUID
    list_version_id: UUID
    cycle_id: UUID
    organisation_id: UUID
    seat_kind: SeatKind
    application_ids: tuple[UUID, ...]
    receipt_no: str
    submitted_at: AwareDatetime


class ListReturnedV1(Event):
    """Published when the region returns a list as a whole; its rows keep their seats (31)."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "list-returned"

    list_id: UUID
    cycle_id: UUID
    organisation_id: UUID
    seat_kind: SeatKind
    application_ids: tuple[UUID, ...]
    due_at: AwareDatetime
    returned_at: AwareDatetime


class PackageClosedV1(Event):
    """Published when a package is closed: its sheet and label can be made; aggregate is it."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "package-closed"

    package_id: UUID
    package_no: str = Field(max_length=60)
    cycle_id: UUID
    organisation_id: UUID
    track: Track
    list_version_ids: tuple[UUID, ...]
    persons: int = Field(ge=1)
    closed_at: AwareDatetime


class PackageReceivedV1(Event):
    """Published when the region registered receipt; `refused`: dispatched late (transition 30)."""

    source: ClassVar[str] = "review"
    name: ClassVar[str] = "package-received"

    package_id: UUID
    cycle_id: UUID
    organisation_id: UUID
    track: Track
    received_on: date
    postmarked_on: date
    refused: bool


class ApplicationDeterminedV1(_CaseEvent):
    """Published when the region, for inland the ministry, has decided (transitions 10, 12)."""

    name: ClassVar[str] = "determined"

    nomination_id: UUID
    selected: bool
    decided_at: AwareDatetime


class ApplicationGivenUpV1(_CaseEvent):
    """Published when a giving-up is approved: the seat is free again (transition 22)."""

    name: ClassVar[str] = "given-up"

    nomination_id: UUID
    decided_at: AwareDatetime
