"""Reading applications: the owner sees the draft, a desk the frozen versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications import messages, phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.access import Reach, desk_grant, is_owner
from services.applications.domain.states import DESK_TEXT
from services.applications.handlers import views
from services.applications.handlers.accesses import note_reading
from services.applications.handlers.loading import examined, own_snapshot
from services.applications.storage import copies, reads
from services.applications.storage.snapshot import Snapshot, read_snapshot
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import NotFoundError
from services.contracts.requests import applications as requests
from services.contracts.requests.applications_prints import MayRead, ReadingRight
from services.contracts.requests.applications_views import (
    AccessView,
    ApplicationSummary,
    ApplicationView,
    FormView,
)
from services.contracts.vocabulary import ApplicationState, Role


def reach_of(session: Session, application_id: UUID) -> Reach:
    """What decides about reading a file; an unknown one is not found."""
    reach = reads.find_reach(session, application_id)
    if reach is None:
        raise NotFoundError
    return reach


def read_my_applications(
    app: ApplicationsApp, call: Call[requests.ReadMyApplications]
) -> requests.MyApplications:
    """The actor's own applications."""
    person_id = call.actor.person_id
    if person_id is None:
        return requests.MyApplications(applications=())
    with app.uow() as tx:
        rows = reads.applications_of(tx.session, person_id)
    return requests.MyApplications(applications=tuple(_summary(row) for row in rows))


def _summary(row: Any) -> ApplicationSummary:
    state = ApplicationState[row.state]
    return ApplicationSummary(
        application_id=row.id,
        cycle_id=row.cycle_id,
        cycle_year=row.cycle_year,
        application_no=row.application_no,
        state=state,
        state_label=state.label,
        desk_label=row.desk_name or DESK_TEXT.get(state),
        revision=row.revision,
        version_no=row.version_no,
        updated_at=row.updated_at,
    )


def read_application(app: ApplicationsApp, call: Call[requests.ReadApplication]) -> ApplicationView:
    """One application, by right of the owner or of a desk."""
    with app.uow(call) as tx:
        reach = reach_of(tx.session, call.data.application_id)
        found = read_snapshot(tx.session, call.data.application_id)
        if found is None:
            raise NotFoundError
        if is_owner(call.actor, reach):
            return _for_owner(app, tx.session, call, found)
        return _for_desk(app, tx, call, reach, found)


def _for_owner(
    app: ApplicationsApp,
    session: Session,
    call: Call[requests.ReadApplication],
    found: Snapshot,
) -> ApplicationView:
    if call.data.version_no is not None:
        version = _version(session, found, call.data.version_no)
        return views.version_view(app, session, found, version, for_desk=False)
    result = examined(app, app.programme(found.cycle_year), found)
    return views.draft_view(app, session, found, result)


def _for_desk(
    app: ApplicationsApp,
    tx: Transaction,
    call: Call[requests.ReadApplication],
    reach: Reach,
    found: Snapshot,
) -> ApplicationView:
    grant = desk_grant(call.actor, reach)
    if grant is None or found.row.version_no == 0:
        raise NotFoundError
    number = call.data.version_no or found.row.version_no
    version = _version(tx.session, found, number)
    note_reading(tx, call, found.application_id, grant, kind="file", purpose=phrases.FILE_READ)
    return views.version_view(app, tx.session, found, version, for_desk=True)


def _version(session: Session, found: Snapshot, number: int) -> Any:
    for row in reads.versions_of(session, found.application_id):
        if row.version_no == number:
            return row
    raise NotFoundError


def read_versions(app: ApplicationsApp, call: Call[requests.ReadVersions]) -> requests.VersionList:
    """The frozen versions, for owner and desks."""
    with app.uow() as tx:
        reach = reach_of(tx.session, call.data.application_id)
        if not is_owner(call.actor, reach) and desk_grant(call.actor, reach) is None:
            raise NotFoundError
        rows = reads.versions_of(tx.session, call.data.application_id)
    return requests.VersionList(versions=tuple(messages.version_view(row) for row in rows))


def read_accesses(app: ApplicationsApp, call: Call[requests.ReadAccesses]) -> requests.AccessList:
    """谁看过我的申报 (F13)."""
    with app.uow() as tx:
        own_snapshot(tx.session, call, call.data.application_id)
        rows = reads.accesses_of(tx.session, call.data.application_id)
    return requests.AccessList(accesses=tuple(_access(row) for row in rows))


def _access(row: Any) -> AccessView:
    labels = {role.value: role.label for role in Role}
    return AccessView(
        at=row.at,
        organisation=row.organisation_name or "",
        role=labels.get(row.role, row.role),
        kind=row.kind,
        purpose=row.purpose,
    )


def may_read(app: ApplicationsApp, call: Call[MayRead]) -> ReadingRight:
    """May the actor read this application? Unknown ids are simply not readable."""
    with app.uow() as tx:
        reach = reads.find_reach(tx.session, call.data.application_id)
    if reach is None:
        return ReadingRight(allowed=False)
    if is_owner(call.actor, reach):
        return ReadingRight(allowed=True, relation="owner")
    grant = desk_grant(call.actor, reach)
    if grant is None:
        return ReadingRight(allowed=False)
    return ReadingRight(allowed=True, relation="desk", organisation_id=grant.organisation_id)


def read_form(app: ApplicationsApp, call: Call[requests.ReadForm]) -> FormView:
    """The form of a year that is open, or of the newest, with its code tables and texts."""
    with app.uow() as tx:
        years = copies.years(tx.session)
    wanted = call.data.year
    if not years or (wanted is not None and wanted not in years):
        raise NotFoundError
    return views.form_view(app.programme(wanted or years[0]))
