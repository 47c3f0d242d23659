"""Looking at a draft without changing it."""

from __future__ import annotations

from datetime import datetime

from services.applications import messages
from services.applications.app import ApplicationsApp
from services.applications.domain.examination import Examination
from services.applications.handlers.loading import examined, own_snapshot
from services.applications.handlers.views import draft_view
from services.applications.storage.snapshot import Snapshot
from services.chassis.causes import Call
from services.contracts.requests import applications as requests
from services.contracts.requests.applications_views import DraftCheck, OwnDraft
from services.contracts.vocabulary import ApplicationState, FindingStatus


def check_draft(app: ApplicationsApp, call: Call[requests.CheckDraft]) -> DraftCheck:
    """Everything that still stands between the draft and its submission."""
    with app.uow() as tx:
        found = own_snapshot(tx.session, call, call.data.application_id)
    result = examined(app, app.programme(found.cycle_year), found)
    return _checked(found, result, call.arrived_at)


def read_draft(app: ApplicationsApp, call: Call[requests.ReadDraft]) -> OwnDraft:
    """The draft and its check, from one examination."""
    with app.uow() as tx:
        found = own_snapshot(tx.session, call, call.data.application_id)
        result = examined(app, app.programme(found.cycle_year), found)
        view = draft_view(app, tx.session, found, result)
    return OwnDraft(application=view, check=_checked(found, result, call.arrived_at))


def _checked(found: Snapshot, result: Examination, arrived_at: datetime) -> DraftCheck:
    window_open = found.window.contains(arrived_at)
    failed = any(finding.status is FindingStatus.FAIL for finding in result.findings)
    returned = found.state is ApplicationState.RETURNED
    return DraftCheck(
        application_id=found.application_id,
        revision=found.row.revision,
        gaps=tuple(messages.gap_view(gap) for gap in result.gaps),
        problems=tuple(messages.problem_view(problem) for problem in result.problems),
        notes=tuple(messages.note_view(note) for note in result.notes),
        findings=tuple(messages.finding_view(finding) for finding in result.findings),
        outcome=result.outcome,
        window_open=window_open,
        opens_at=found.window.opens_at,
        closes_at=found.window.closes_at,
        binding_confirmed=found.binding_confirmed,
        can_submit=(window_open or returned)
        and found.binding_confirmed
        and result.complete
        and not failed,
    )
