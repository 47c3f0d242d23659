"""Submitting and resubmitting: guards first, then one small transaction (T2, T16).

Two round trips carry the whole act: one reads everything that decides, one writes application,
version and scans; the unit of work adds the claim of the key and the event with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.applications import messages, phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.canonical import digest_of
from services.applications.domain.codes import application_number, new_verify_code
from services.applications.domain.derived import seat_kind_of
from services.applications.domain.examination import Examination
from services.applications.domain.states import DRAFTS, resume_state
from services.applications.domain.versions import Changes, changes_between, frozen_content
from services.applications.domain.window import beijing_text
from services.applications.handlers.loading import examined, own_snapshot
from services.applications.handlers.refusals import stale, window_closed
from services.applications.metrics import OUTCOMES, REFUSED_SUBMISSIONS, SUBMISSIONS
from services.applications.programme import Programme
from services.applications.storage import reads
from services.applications.storage.freezing import Version, freeze
from services.applications.storage.snapshot import Snapshot
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    BindingMissingError,
    Finding,
    IllegalTransitionError,
    LateError,
    NotEligibleError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.applications import ResubmitApplication, SubmitApplication
from services.contracts.requests.applications_views import SubmissionReceipt
from services.contracts.vocabulary import ApplicationState, FindingStatus

_UNCHANGED = Changes((), (), key=False)


def submit_application(app: ApplicationsApp, call: Call[SubmitApplication]) -> SubmissionReceipt:
    """Submit a draft for the first time."""
    with _counted("first"), app.uow(call) as tx:
        found = own_snapshot(tx.session, call, call.data.application_id, draw_number=True)
        return tx.respond(_submit(app, tx, call, found))


@contextmanager
def _counted(kind: str) -> Iterator[None]:
    """Count what was committed, and by its code what was refused."""
    try:
        yield
    except TepeiError as error:
        REFUSED_SUBMISSIONS.inc(code=error.code)
        raise
    SUBMISSIONS.inc(kind=kind)


def _submit(
    app: ApplicationsApp, tx: Transaction, call: Call[SubmitApplication], found: Snapshot
) -> SubmissionReceipt:
    if found.state not in DRAFTS:
        raise IllegalTransitionError(state=found.state.value, state_label=found.state.label)
    programme = app.programme(found.cycle_year)
    if not found.window.contains(call.arrived_at):
        raise window_closed(programme, found.window.opens_at, found.window.closes_at)
    result = _passable(app, programme, call, found)
    content = _content(programme, found, result, call.arrived_at)
    version = _version(found, content, _UNCHANGED)
    OUTCOMES.inc(outcome=result.outcome.value)
    return _frozen(tx, call, found, version, ApplicationState.UNIT_REVIEW)


def resubmit_application(
    app: ApplicationsApp, call: Call[ResubmitApplication]
) -> SubmissionReceipt:
    """Hand in a returned form again, before its own due date (D08)."""
    with _counted("again"), app.uow(call) as tx:
        found = own_snapshot(tx.session, call, call.data.application_id, draw_number=True)
        return tx.respond(_resubmit(app, tx, call, found))


def _resubmit(
    app: ApplicationsApp, tx: Transaction, call: Call[ResubmitApplication], found: Snapshot
) -> SubmissionReceipt:
    row = found.row
    if found.state is not ApplicationState.RETURNED or row.return_id is None:
        raise IllegalTransitionError(state=found.state.value, state_label=found.state.label)
    if call.arrived_at >= row.return_due_at:
        raise LateError(deadline=beijing_text(row.return_due_at))
    programme = app.programme(found.cycle_year)
    result = _passable(app, programme, call, found)
    content = _content(programme, found, result, call.arrived_at)
    previous = reads.newest_version(tx.session, row.version_id)
    changes = changes_between(programme.form, previous.content, content)
    version = _version(found, content, changes)
    back_to = ApplicationState[row.resume_state or ApplicationState.UNIT_REVIEW.value]
    state = ApplicationState.UNIT_REVIEW if changes.key else resume_state(back_to)
    OUTCOMES.inc(outcome=result.outcome.value)
    return _frozen(tx, call, found, version, state)


def _passable(
    app: ApplicationsApp,
    programme: Programme,
    call: Call[SubmitApplication] | Call[ResubmitApplication],
    found: Snapshot,
) -> Examination:
    """The examination of a draft that may be handed in; every refusal says what to do."""
    if found.row.revision != call.data.expected_revision:
        raise stale(call.data.expected_revision, found)
    result = examined(app, programme, found)
    findings = (
        *_pledge_findings(programme, call.data),
        *(messages.gap_error(gap) for gap in result.gaps),
        *(messages.problem_error(problem) for problem in result.problems),
    )
    if findings:
        raise ValidationFailedError(findings=findings)
    if not found.binding_confirmed:
        raise BindingMissingError
    failed = [finding for finding in result.findings if finding.status is FindingStatus.FAIL]
    if failed:
        raise NotEligibleError(findings=tuple(map(messages.finding_error, failed)))
    return result


def _pledge_findings(
    programme: Programme, data: SubmitApplication | ResubmitApplication
) -> tuple[Finding, ...]:
    if data.pledge_version != programme.pledge.version:
        text = phrases.PLEDGE_OUTDATED
    elif not data.pledge:
        text = phrases.PLEDGE_MISSING
    else:
        return ()
    return (Finding(field="pledge", code="missing", message=text),)


def _content(
    programme: Programme,
    found: Snapshot,
    result: Examination,
    pledged_at: datetime,
) -> dict[str, Any]:
    return frozen_content(
        result.data,
        id_digest=bytes(found.row.id_digest).hex(),
        attachments=[
            {
                "scan_id": str(scan.scan_id),
                "slot": scan.slot,
                "sha256": scan.sha256,
                "size": scan.size,
                "pages": scan.pages,
                "content_type": scan.content_type,
            }
            for scan in found.accepted
        ],
        findings=[messages.finding_record(finding) for finding in result.findings],
        pledge={"version": programme.pledge.version, "at": pledged_at.isoformat()},
        form_version=programme.form.version,
        rules_version=found.rules.version,
    )


def _version(found: Snapshot, content: dict[str, Any], changes: Changes) -> Version:
    return Version(
        version_id=uuid4(),
        version_no=found.row.version_no + 1,
        content=content,
        sha256=digest_of(content),
        verify_code=new_verify_code(),
        track=content["fields"]["track"],
        changed_fields=changes.fields,
        changed_items=changes.items,
        key_fields_changed=changes.key,
    )


def _frozen(
    tx: Transaction,
    call: Call[SubmitApplication] | Call[ResubmitApplication],
    found: Snapshot,
    version: Version,
    state: ApplicationState,
) -> SubmissionReceipt:
    if found.unit is None:  # the gap of unit_id has refused this before
        raise BindingMissingError
    number = found.row.application_no or application_number(
        found.cycle_year, found.unit.region_code, found.next_number or 0
    )
    sequence = freeze(
        tx.session,
        found.application_id,
        version,
        expected_revision=call.data.expected_revision,
        state=state,
        application_no=number,
        unit_id=found.unit.unit_id,
        now=tx.now,
    )
    if sequence is None:
        raise stale(call.data.expected_revision, found)
    _publish(tx, found, version, number, sequence)
    return SubmissionReceipt(
        application_id=found.application_id,
        application_no=number,
        version_id=version.version_id,
        version_no=version.version_no,
        verify_code=version.verify_code,
        sha256=version.sha256,
        submitted_at=tx.now,
        state=state,
        changed_fields=version.changed_fields,
        changed_items=version.changed_items,
        key_fields_changed=version.key_fields_changed,
    )


def _publish(
    tx: Transaction, found: Snapshot, version: Version, number: str, sequence: int
) -> None:
    fields = version.content["fields"]
    facts = messages.submitted_facts(
        application_id=found.application_id,
        applicant_id=found.row.person_id,
        cycle_id=found.row.cycle_id,
        cycle_year=found.cycle_year,
        application_no=number,
        version_id=version.version_id,
        version_no=version.version_no,
        verify_code=version.verify_code,
        data=fields,
        slots=(scan.slot for scan in found.accepted),
        seat_kind=seat_kind_of(fields),
        submitted_at=tx.now,
    )
    again = found.row.version_no > 0
    event = (
        messages.resubmitted_event(
            facts,
            previous_version_id=found.row.version_id,
            return_id=found.row.return_id,
            changed_items=version.changed_items,
            key_fields_changed=version.key_fields_changed,
        )
        if again
        else messages.submitted_event(facts)
    )
    tx.publish(event, aggregate_id=found.application_id, sequence=sequence)
    tx.audit(
        "resubmitted" if again else "submitted",
        object_type="application",
        object_id=found.application_id,
        details={
            "version_id": str(version.version_id),
            "sha256": version.sha256,
            "findings": {
                record["rule"]: record["status"] for record in version.content["findings"]
            },
        },
    )
