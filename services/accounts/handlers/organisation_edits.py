"""Changing one organisation, today or from a later day on: the way of a file with one row."""

from __future__ import annotations

from uuid import UUID, uuid4

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.organisation_cells import (
    Cells,
    cells_of,
    differences,
    edited,
    read_cells,
)
from services.accounts.domain.organisation_checks import check_organisations
from services.accounts.domain.organisation_table import OrganisationLine, TableFinding
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.organisation_changes import (
    Known,
    facts_of,
    line_of,
    store,
    work_out,
)
from services.accounts.storage import organisations, planned_changes
from services.accounts.storage.organisations import OrganisationRecord
from services.accounts.storage.planned_changes import PlannedChange
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    IllegalTransitionError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    CancelOrganisationChange,
    CheckOrganisationEdit,
    OrganisationChange,
    OrganisationEdit,
    OrganisationHistory,
    PlannedState,
    ReadOrganisationHistory,
    UpdateOrganisation,
)
from services.contracts.vocabulary import Role


def check_organisation_edit(
    app: AccountsApp, call: Call[CheckOrganisationEdit]
) -> OrganisationChange:
    """What an edit would do."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    with app.uow() as tx:
        return _Edit(app, tx, call.data, lock=False).answer()


def update_organisation(app: AccountsApp, call: Call[UpdateOrganisation]) -> OrganisationChange:
    """Change it now, or remember the change for its day."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    with app.uow(call) as tx:
        edit = _Edit(app, tx, call.data, lock=True)
        answer = edit.answer()
        if answer.planned:
            change = edit.planned(call.actor.reference)
            planned_changes.insert_change(tx.session, change)
            _note(tx, "organisation_change_planned", edit.record, change.change_id)
        else:
            store(tx, work_out(tx, edit.known, [edit.line]))
            _note(tx, "organisation_changed", edit.record)
        return tx.respond(answer)


class _Edit:
    """One edit, judged against what is known now."""

    def __init__(
        self, app: AccountsApp, tx: Transaction, data: OrganisationEdit, *, lock: bool
    ) -> None:
        self._tx = tx
        self.known: Known = organisations.all_organisations(tx.session, lock=lock)
        self.record = _record(self.known, data.organisation_id)
        if self.record.sequence != data.sequence:
            raise StaleVersionError(expected=data.sequence, current=self.record.sequence)
        self.today = beijing_day(tx.now)
        self.day = data.effective_on or self.today
        self.before = cells_now(tx, self.known, self.record)
        self.after = edited(self.before, data.cells)
        self.line, findings = judged(self.known, self.after, app.regions)
        self._refuse(findings)

    def _refuse(self, findings: list[TableFinding]) -> None:
        found = [
            Finding(field=each.column or "", code="cell", message=each.message) for each in findings
        ]
        if self.day < self.today:
            found.append(Finding(field="effective_on", code="past", message=phrases.DAY_IS_PAST))
        if not found and self.before == self.after:
            found.append(Finding(field="", code="same", message=phrases.NOTHING_CHANGED))
        if found:
            raise ValidationFailedError(findings=tuple(found))

    def answer(self) -> OrganisationChange:
        """What it does, from which day on."""
        return OrganisationChange(
            organisation_id=self.record.organisation_id,
            cells=messages.cell_changes(differences(self.before, self.after)),
            effective_on=self.day,
            planned=self.day > self.today,
        )

    def planned(self, by: str) -> PlannedChange:
        """The change as it waits: only the cells that differ."""
        return PlannedChange(
            change_id=uuid4(),
            organisation_id=self.record.organisation_id,
            effective_on=self.day,
            cells={name: new for name, _, new in differences(self.before, self.after)},
            state=PlannedState.PLANNED,
            planned_at=self._tx.now,
            planned_by=by,
        )


def _record(known: Known, organisation_id: UUID) -> OrganisationRecord:
    for record in known.values():
        if record.organisation_id == organisation_id:
            return record
    raise NotFoundError


def cells_now(tx: Transaction, known: Known, record: OrganisationRecord) -> Cells:
    """The organisation as a row of the table."""
    codes = {each.organisation_id: each.code for each in known.values()}
    unit = record.organisation_id
    route = organisations.routes_in_force(tx.session, [unit]).get(unit, ())
    return cells_of(line_of(record, route, codes))


def judged(
    known: Known, cells: Cells, regions: frozenset[str]
) -> tuple[OrganisationLine, list[TableFinding]]:
    """The line of the cells and everything that is wrong with it.

    Raises:
        ValidationFailedError: the cells are no line at all.
    """
    table = read_cells(cells)
    if not table.lines:
        found = [
            Finding(field=each.column or "", code="cell", message=each.message)
            for each in table.findings
        ]
        raise ValidationFailedError(findings=tuple(found))
    return table.lines[0], check_organisations(table.lines, facts_of(known, regions))


def apply_due_changes(app: AccountsApp) -> None:
    """Let what was planned for today begin; each change by itself."""
    with app.uow() as tx:
        due = planned_changes.due_changes(tx.session, beijing_day(tx.now))
    for change_id in due:
        with app.uow() as tx:
            _begin(app, tx, change_id)


def _begin(app: AccountsApp, tx: Transaction, change_id: UUID) -> None:
    known = organisations.all_organisations(tx.session, lock=True)
    change = planned_changes.find_change(tx.session, change_id)
    if change is None or change.state is not PlannedState.PLANNED:
        return
    record = _record(known, change.organisation_id)
    reason = _applied(app, tx, known, record, change)
    state = PlannedState.APPLIED if reason is None else PlannedState.FAILED
    planned_changes.settle_change(
        tx.session, change_id, state, by="service:accounts", now=tx.now, reason=reason
    )
    _note(tx, f"organisation_change_{state.value.lower()}", record, change_id)


def _applied(
    app: AccountsApp,
    tx: Transaction,
    known: Known,
    record: OrganisationRecord,
    change: PlannedChange,
) -> str | None:
    """Change it; what has become impossible since is told in a sentence."""
    try:
        after = edited(cells_now(tx, known, record), change.cells)
        line, findings = judged(known, after, app.regions)
    except ValidationFailedError as error:
        return error.findings[0].message[:200]
    if findings:
        return findings[0].message[:200]
    store(tx, work_out(tx, known, [line]))
    return None


def cancel_organisation_change(
    app: AccountsApp, call: Call[CancelOrganisationChange]
) -> OrganisationHistory:
    """Take back what has not begun."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    with app.uow(call) as tx:
        change = planned_changes.find_change(tx.session, call.data.change_id)
        if change is None:
            raise NotFoundError
        if change.state is not PlannedState.PLANNED:
            raise IllegalTransitionError(state_label=change.state.label)
        planned_changes.settle_change(
            tx.session,
            change.change_id,
            PlannedState.CANCELLED,
            by=call.actor.reference,
            now=tx.now,
        )
        known = organisations.all_organisations(tx.session)
        record = _record(known, change.organisation_id)
        _note(tx, "organisation_change_cancelled", record, change.change_id)
        return tx.respond(_history(tx, known, record))


def read_organisation_history(
    app: AccountsApp, call: Call[ReadOrganisationHistory]
) -> OrganisationHistory:
    """Former routes, what is planned, and the row that is edited."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
    with app.uow() as tx:
        known = organisations.all_organisations(tx.session)
        return _history(tx, known, _record(known, call.data.organisation_id))


def _history(tx: Transaction, known: Known, record: OrganisationRecord) -> OrganisationHistory:
    cells = cells_now(tx, known, record)
    unit = record.organisation_id
    return OrganisationHistory(
        routes=tuple(
            messages.former_route(route) for route in planned_changes.ended_routes(tx.session, unit)
        ),
        planned=tuple(
            messages.planned_change(change, cells)
            for change in planned_changes.changes_of(tx.session, unit)
        ),
        cells=cells,
    )


def _note(
    tx: Transaction, action: str, record: OrganisationRecord, change_id: UUID | None = None
) -> None:
    details = {} if change_id is None else {"change_id": change_id}
    tx.audit(action, object_type="organisation", object_id=record.organisation_id, details=details)
