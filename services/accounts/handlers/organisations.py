"""Importing organisations with their routes, searching and reading them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.accounts import messages, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.organisation_cells import cells_of, differences
from services.accounts.domain.organisation_checks import check_organisations
from services.accounts.domain.organisation_table import (
    OrganisationLine,
    read_organisation_table,
)
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.organisation_changes import facts_of, line_of, store, work_out
from services.accounts.storage import organisations
from services.accounts.storage.organisations import OrganisationFilter, OrganisationRecord
from services.chassis.causes import Call
from services.chassis.offload import run_in_thread
from services.chassis.transaction import Transaction
from services.chassis.uploaded_table import read_uploaded_table
from services.contracts.errors import NotFoundError, ValidationFailedError
from services.contracts.requests.accounts import (
    ImportOrganisations,
    ImportOrganisationsResult,
    ImportPreview,
    ListOrganisations,
    ListOrganisationsResult,
    OrganisationView,
    PreviewOrganisations,
    ReadOrganisation,
)
from services.contracts.vocabulary import Role

_MOST_TOLD = 200


def import_organisations(
    app: AccountsApp, call: Call[ImportOrganisations]
) -> ImportOrganisationsResult:
    """Create and change organisations from a file; with findings nothing is stored."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    table = read_organisation_table(run_in_thread(read_uploaded_table, call.data.content))
    with app.uow(call) as tx:
        if table.findings:
            found = tuple(messages.import_finding(finding) for finding in table.findings)
            result = ImportOrganisationsResult(created=0, changed=0, unchanged=0, findings=found)
        else:
            result = apply_import(tx, table.lines, app.regions)
        return tx.respond(result)


def preview_organisations(app: AccountsApp, call: Call[PreviewOrganisations]) -> ImportPreview:
    """What an import would create and change, row by row; nothing is stored."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    table = read_organisation_table(run_in_thread(read_uploaded_table, call.data.content))
    with app.uow() as tx:
        known = organisations.all_organisations(tx.session)
        routes = organisations.routes_in_force(tx.session)
    findings = table.findings or check_organisations(table.lines, facts_of(known, app.regions))
    if findings:
        found = tuple(messages.import_finding(finding) for finding in findings)
        return ImportPreview(created=0, changed=0, unchanged=0, organisations=(), findings=found)
    codes = {record.organisation_id: code for code, record in known.items()}
    told = []
    for line in table.lines:
        record = known.get(line.code)
        route = () if record is None else routes.get(record.organisation_id, ())
        before = {} if record is None else cells_of(line_of(record, route, codes))
        cells = messages.cell_changes(differences(before, cells_of(line)))
        if cells:
            told.append(messages.changed_organisation(line, cells, is_new=record is None))
    created = sum(one.is_new for one in told)
    return ImportPreview(
        created=created,
        changed=len(told) - created,
        unchanged=len(table.lines) - len(told),
        organisations=tuple(told[:_MOST_TOLD]),
        findings=(),
    )


def apply_import(
    tx: Transaction, lines: Sequence[OrganisationLine], regions: frozenset[str]
) -> ImportOrganisationsResult:
    """Store rows that are right by themselves if they fit together."""
    known = organisations.all_organisations(tx.session, lock=True)
    findings = check_organisations(lines, facts_of(known, regions))
    if findings:
        found = tuple(messages.import_finding(finding) for finding in findings)
        return ImportOrganisationsResult(created=0, changed=0, unchanged=0, findings=found)
    changes = work_out(tx, known, lines)
    store(tx, changes)
    tx.audit(
        "organisations_imported",
        object_type="organisation",
        object_id="all",
        details={"created": len(changes.created), "changed": len(changes.changed)},
    )
    return ImportOrganisationsResult(
        created=len(changes.created),
        changed=len(changes.changed),
        unchanged=len(lines) - len(changes.created) - len(changes.changed),
        findings=(),
    )


def list_organisations(app: AccountsApp, call: Call[ListOrganisations]) -> ListOrganisationsResult:
    """Search organisations."""
    data = call.data
    wanted = OrganisationFilter(
        text=data.text,
        organisation_type=data.organisation_type,
        region_code=data.region_code,
        plan_unit_code=data.plan_unit_code,
        only_bindable=data.only_bindable,
    )
    with app.uow() as tx:
        today = beijing_day(tx.now)
        found, total = organisations.search_organisations(
            tx.session, wanted, today, offset=data.offset, limit=data.limit
        )
    summaries = tuple(
        messages.organisation_summary(record, can_be_bound=bindable, active=record.active_on(today))
        for record, bindable in found
    )
    return ListOrganisationsResult(organisations=summaries, total=total)


def read_organisation(app: AccountsApp, call: Call[ReadOrganisation]) -> OrganisationView:
    """One organisation with its route in force."""
    with app.uow() as tx:
        record = _named(tx.session, call.data)
        unit = record.organisation_id
        route = organisations.routes_in_force(tx.session, [unit]).get(unit, ())
        former = organisations.former_names(tx.session, unit)
        supervisor = record.supervising_org_id
        names = organisations.names_of(tx.session, [supervisor] if supervisor else [])
    return messages.organisation_view(
        record,
        route,
        former,
        names.get(supervisor) if supervisor else None,
        with_contacts=policies.may_read_contacts(call.actor),
    )


def _named(session: Session, data: ReadOrganisation) -> OrganisationRecord:
    if data.organisation_id is not None:
        found = organisations.find_organisation(session, data.organisation_id)
    elif data.code is not None:
        found = organisations.find_by_code(session, data.code)
    else:
        raise ValidationFailedError
    if found is None:
        raise NotFoundError
    return found
