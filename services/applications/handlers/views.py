"""Views of one application: the draft for its owner, a frozen version for owner and desks."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications import messages, phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.eligibility import Finding, outcome_of
from services.applications.domain.examination import Examination
from services.applications.domain.patches import ID_FIELD
from services.applications.domain.printing import PrintSource, printed_values
from services.applications.domain.states import DESK_TEXT
from services.applications.handlers.loading import editable_codes, id_number_of
from services.applications.programme import Programme
from services.applications.storage import copies, reads, scans
from services.applications.storage.snapshot import Snapshot
from services.contracts.requests.applications_views import (
    ApplicationView,
    FormView,
    ReturnView,
    RuleFinding,
    RuleGuide,
    ScanLimits,
)
from services.contracts.values.id_numbers import mask_id_number
from services.contracts.vocabulary import ApplicationState, FindingStatus

_ETHNICITY = "ethnicity_code"
_ETHNICITY_RULE = "E03"


def draft_view(
    app: ApplicationsApp, session: Session, found: Snapshot, result: Examination
) -> ApplicationView:
    """What the owner is working on, and what was found in it."""
    programme = app.programme(found.cycle_year)
    number = id_number_of(app, found)
    rows = scans.scans_of(session, found.application_id)
    return _view(
        session,
        found,
        programme,
        version_no=found.row.version_no,
        fields=_masked(result.data, number),
        findings=tuple(messages.finding_view(finding) for finding in result.findings),
        editable=tuple(sorted(editable_codes(programme, found.row.state, found.row.return_items))),
        scan_rows=rows,
    )


def version_view(
    app: ApplicationsApp, session: Session, found: Snapshot, version: Any, *, for_desk: bool
) -> ApplicationView:
    """A frozen version; a desk sees ethnicity inside the E03 finding only (F8)."""
    programme = app.programme(found.cycle_year)
    content = version.content
    number = app.vault.open(version.id_cipher, found.application_id)
    fields = _masked(content["fields"], number)
    findings = tuple(messages.finding_of_record(record) for record in content["findings"])
    if for_desk:
        code = fields.pop(_ETHNICITY, None)
        findings = tuple(_with_ethnicity(programme, finding, code) for finding in findings)
    wanted = [UUID(record["scan_id"]) for record in content["attachments"]]
    return _view(
        session,
        found,
        programme,
        version_no=version.version_no,
        fields=fields,
        findings=findings,
        editable=(),
        scan_rows=scans.scans_by_id(session, wanted),
    )


def _with_ethnicity(programme: Programme, finding: RuleFinding, code: Any) -> RuleFinding:
    if finding.rule != _ETHNICITY_RULE or code is None:
        return finding
    text = phrases.DESK_ETHNICITY.format(
        explanation=finding.explanation, name=programme.form.name_of("ethnicity", code)
    )
    return finding.model_copy(update={"explanation": text})


def _masked(fields: Mapping[str, Any], number: str | None) -> dict[str, Any]:
    shown = dict(fields)
    shown.pop(ID_FIELD, None)
    if number:
        shown[ID_FIELD] = mask_id_number(number)
    return shown


def _view(
    session: Session,
    found: Snapshot,
    programme: Programme,
    *,
    version_no: int,
    fields: dict[str, Any],
    findings: tuple[RuleFinding, ...],
    editable: tuple[str, ...],
    scan_rows: Any,
) -> ApplicationView:
    row, state = found.row, found.state
    names = copies.organisation_names(
        session, (row.desk_organisation_id, row.return_organisation_id)
    )
    return ApplicationView(
        application_id=found.application_id,
        cycle_id=row.cycle_id,
        cycle_year=found.cycle_year,
        applicant_id=row.person_id,
        application_no=row.application_no,
        state=state,
        state_label=state.label,
        desk_label=names.get(row.desk_organisation_id) or DESK_TEXT.get(state),
        revision=row.revision,
        version_no=version_no,
        fields=fields,
        display=_display(programme, fields),
        editable=editable,
        scans=tuple(messages.scan_view(scan, programme.form) for scan in scan_rows),
        findings=findings,
        outcome=outcome_of(tuple(_finding(finding) for finding in findings)),
        current_return=_return_view(row, names),
        versions=tuple(
            messages.version_view(version)
            for version in reads.versions_of(session, found.application_id)
        ),
        created_at=row.created_at,
        submitted_at=row.submitted_at,
    )


def _finding(view: RuleFinding) -> Finding:
    return Finding(view.rule, FindingStatus[view.status.value], view.explanation, view.info)


def _display(programme: Programme, fields: Mapping[str, Any]) -> dict[str, str]:
    source = PrintSource(programme.form, fields, (), programme.regions)
    values = printed_values(source)
    values["unit_region_code"] = values["unit_region"]
    return {code: text for code, text in values.items() if text and code != ID_FIELD}


def _return_view(row: Any, names: Mapping[UUID, str]) -> ReturnView | None:
    if row.return_id is None or ApplicationState[row.state] is not ApplicationState.RETURNED:
        return None
    return ReturnView(
        return_id=row.return_id,
        items=tuple(row.return_items),
        due_at=row.return_due_at,
        returned_at=row.returned_at,
        organisation=names.get(row.return_organisation_id, ""),
    )


def _scan_limits(programme: Programme) -> ScanLimits:
    rules, photo = programme.scans, programme.photo
    return ScanLimits(
        max_bytes=rules.max_bytes,
        max_total_bytes=rules.max_total_bytes,
        max_pages=rules.max_pages,
        max_pixels=rules.max_pixels,
        photo_min_width=photo.min_width,
        photo_min_height=photo.min_height,
        photo_width=photo.width,
        photo_height=photo.height,
    )


def form_view(programme: Programme) -> FormView:
    """The form definition as plain data."""
    form = programme.form
    return FormView(
        cycle_year=programme.year,
        sections=tuple(
            {
                "code": section.code,
                "label": section.label,
                "help": section.help,
                "fields": [dataclasses.asdict(field) for field in section.fields],
            }
            for section in form.sections
        ),
        codes={
            name: tuple({"code": code, **row} for code, row in table.items())
            for name, table in form.codes.items()
        },
        materials=tuple(dataclasses.asdict(material) for material in form.materials.values()),
        scan_limits=_scan_limits(programme),
        items=dict(form.items),
        rules=tuple(RuleGuide(**dataclasses.asdict(guide)) for guide in form.guides),
        privacy_notice_version=programme.privacy_notice.version,
        privacy_notice=programme.privacy_notice.text,
        pledge_version=programme.pledge.version,
        pledge=programme.pledge.text,
    )
