"""Events of the applications service."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.envelope import Event
from services.contracts.vocabulary import Material, ReminderStage, SeatKind, Term, Track

CODE_PATTERN = r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$"
"""Verification codes: 12 Crockford characters in three groups."""


class SubmittedFacts(Event):
    """What review, documents and quotas may know of a submitted version: ids, codes, no person."""

    source: ClassVar[str] = "applications"

    application_id: UUID
    application_no: str = Field(description="TP{year}-{region}-{seq}; means nothing else")
    cycle_id: UUID
    cycle_year: int
    applicant_id: UUID = Field(description="Account of the applicant in accounts")
    unit_id: UUID
    version_id: UUID
    version_no: int = Field(ge=1)
    verify_code: str = Field(pattern=CODE_PATTERN, description="Code of the applicant's copy")
    plan_row_id: UUID
    track: Track
    term: Term
    seat_kind: SeatKind
    materials: tuple[Material, ...] = Field(description="Slots that hold an accepted scan")
    submitted_at: AwareDatetime


class ApplicationSubmittedV1(SubmittedFacts):
    """Published when an applicant submits for the first time (transition 2)."""

    name: ClassVar[str] = "submitted"


class ApplicationResubmittedV1(SubmittedFacts):
    """Published when an applicant submits the corrected form again (transition 16)."""

    name: ClassVar[str] = "resubmitted"

    previous_version_id: UUID
    return_id: UUID = Field(description="The return this answers, from review's `returned`")
    changed_items: tuple[str, ...] = Field(description="Checklist items whose content changed")
    key_fields_changed: bool = Field(
        description="Track, term, specialty, unit, ID, title or education: restarts at the unit"
    )


class DraftLapsedV1(Event):
    """Published when the window closes over a draft never submitted (transition 3)."""

    source: ClassVar[str] = "applications"
    name: ClassVar[str] = "draft-lapsed"

    application_id: UUID
    cycle_id: UUID
    applicant_id: UUID


class ClosingSoonV1(Event):
    """Published when the window closes over a draft in 3 days, 1 day or 2 hours: once each."""

    source: ClassVar[str] = "applications"
    name: ClassVar[str] = "closing-soon"

    application_id: UUID
    cycle_id: UUID
    cycle_year: int
    applicant_id: UUID
    closes_at: AwareDatetime = Field(description="A later one after an extension: told anew")
    stage: ReminderStage
