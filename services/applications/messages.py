"""From domain values and rows to what crosses the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.applications.domain.completeness import Missing
from services.applications.domain.eligibility import Finding
from services.applications.domain.form import FormDefinition
from services.applications.storage.reminders import Closing
from services.contracts.errors import Finding as ErrorFinding
from services.contracts.events import (
    ApplicationResubmittedV1,
    ApplicationSubmittedV1,
    ClosingSoonV1,
    DraftLapsedV1,
)
from services.contracts.requests.applications_prints import Attachment
from services.contracts.requests.applications_views import (
    FieldNote,
    FieldProblem,
    FormItem,
    Gap,
    RuleFinding,
    ScanState,
    ScanView,
    VersionSummary,
)
from services.contracts.values.notes import Note, Problem
from services.contracts.vocabulary import FindingStatus, Material, ReminderStage, Term, Track

_ITEMS = {str(item): item for item in FormItem}


def note_view(note: Note) -> FieldNote:
    """A remark about a stored value."""
    return FieldNote(field=note.field, kind=note.kind, message=note.message)


def problem_view(problem: Problem) -> FieldProblem:
    """Why a value was refused."""
    return FieldProblem(field=problem.field, code=problem.code, message=problem.message)


def gap_view(gap: Missing) -> Gap:
    """Something missing."""
    return Gap(field=gap.field, label=gap.label, item=_ITEMS[gap.item], message=gap.message)


def finding_view(finding: Finding) -> RuleFinding:
    """A rule's finding."""
    return RuleFinding(
        rule=finding.rule,
        status=finding.status,
        info=finding.info,
        explanation=finding.explanation,
    )


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as it is frozen into a version."""
    return {
        "rule": finding.rule,
        "status": finding.status.value,
        "info": finding.info,
        "explanation": finding.explanation,
    }


def finding_of_record(record: Mapping[str, Any]) -> RuleFinding:
    """A frozen finding."""
    return RuleFinding(**{**record, "status": FindingStatus[record["status"]]})


def problem_error(problem: Problem) -> ErrorFinding:
    """A problem as part of an error."""
    return ErrorFinding(field=problem.field, code=problem.code, message=problem.message)


def gap_error(gap: Missing) -> ErrorFinding:
    """A gap as part of an error."""
    return ErrorFinding(field=gap.field, code="missing", message=gap.message)


def finding_error(finding: Finding) -> ErrorFinding:
    """A failed rule as part of an error."""
    return ErrorFinding(field=finding.rule, code=finding.status.value, message=finding.explanation)


def scan_view(row: Any, form: FormDefinition) -> ScanView:
    """A scan; size and type of the stored file once there is one."""
    return ScanView(
        scan_id=row.id,
        slot=Material[row.slot],
        slot_label=form.materials[row.slot].label,
        filename=row.filename,
        state=ScanState[row.state],
        size=row.size or row.sent_size,
        pages=row.pages,
        content_type=row.content_type or row.sent_type,
        sha256=row.sha256,
        reason_code=row.reason_code,
        reason=row.reason,
        uploaded_at=row.created_at,
    )


def attachment_view(record: Mapping[str, Any], form: FormDefinition) -> Attachment:
    """A frozen attachment."""
    return Attachment(
        scan_id=record["scan_id"],
        slot=Material[record["slot"]],
        slot_label=form.materials[record["slot"]].label,
        sha256=record["sha256"],
        size=record["size"],
        pages=record["pages"],
        content_type=record["content_type"],
    )


def version_view(row: Any) -> VersionSummary:
    """A frozen version."""
    return VersionSummary(
        version_id=row.id,
        version_no=row.version_no,
        sha256=row.sha256,
        verify_code=row.verify_code,
        submitted_at=row.submitted_at,
        changed_fields=tuple(row.changed_fields),
        changed_items=tuple(row.changed_items),
        key_fields_changed=row.key_fields_changed,
    )


def submitted_facts(
    *,
    application_id: UUID,
    applicant_id: UUID,
    cycle_id: UUID,
    cycle_year: int,
    application_no: str,
    version_id: UUID,
    version_no: int,
    verify_code: str,
    data: Mapping[str, Any],
    slots: Iterable[str],
    seat_kind: Any,
    submitted_at: datetime,
) -> dict[str, Any]:
    """The facts both submission events carry."""
    return {
        "application_id": application_id,
        "application_no": application_no,
        "cycle_id": cycle_id,
        "cycle_year": cycle_year,
        "applicant_id": applicant_id,
        "unit_id": UUID(data["unit_id"]),
        "version_id": version_id,
        "version_no": version_no,
        "verify_code": verify_code,
        "plan_row_id": UUID(data["plan_row_id"]),
        "track": Track[data["track"]],
        "term": Term[data["term"]],
        "seat_kind": seat_kind,
        "materials": tuple(Material[slot] for slot in sorted(set(slots))),
        "submitted_at": submitted_at,
    }


def submitted_event(facts: Mapping[str, Any]) -> ApplicationSubmittedV1:
    """The first submission."""
    return ApplicationSubmittedV1(**facts)


def resubmitted_event(
    facts: Mapping[str, Any],
    *,
    previous_version_id: UUID,
    return_id: UUID,
    changed_items: tuple[str, ...],
    key_fields_changed: bool,
) -> ApplicationResubmittedV1:
    """A corrected submission."""
    return ApplicationResubmittedV1(
        **facts,
        previous_version_id=previous_version_id,
        return_id=return_id,
        changed_items=changed_items,
        key_fields_changed=key_fields_changed,
    )


def lapsed_event(application_id: UUID, cycle_id: UUID, applicant_id: UUID) -> DraftLapsedV1:
    """A draft the window closed over."""
    return DraftLapsedV1(
        application_id=application_id, cycle_id=cycle_id, applicant_id=applicant_id
    )


def closing_event(
    closing: Closing, application_id: UUID, applicant_id: UUID, stage: ReminderStage
) -> ClosingSoonV1:
    """That the window closes over a draft soon."""
    return ClosingSoonV1(
        application_id=application_id,
        cycle_id=closing.cycle_id,
        cycle_year=closing.year,
        applicant_id=applicant_id,
        closes_at=closing.closes_at,
        stage=stage,
    )
