"""Opening, saving, checking and withdrawing drafts."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.applications import messages, phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.patches import (
    ID_FIELD,
    PatchResult,
    merged,
    read_patch,
    unknown_fields,
)
from services.applications.domain.values import Reading
from services.applications.domain.window import beijing_day
from services.applications.handlers.consents import check_asked, record
from services.applications.handlers.loading import (
    check_editable,
    editable_codes,
    own_snapshot,
)
from services.applications.handlers.refusals import check_in_time, explained, stale, window_closed
from services.applications.programme import Programme
from services.applications.storage import applications as store
from services.applications.storage import copies
from services.applications.storage.snapshot import Snapshot
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    DuplicateApplicationError,
    Finding,
    ForbiddenError,
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests import applications as requests
from services.contracts.values.id_numbers import mask_id_number
from services.contracts.values.notes import Problem
from services.contracts.vocabulary import ApplicationState

PRIVACY_SCOPE = "PRIVACY"


def create_draft(app: ApplicationsApp, call: Call[requests.CreateDraft]) -> requests.DraftCreated:
    """Open a draft (T1)."""
    person_id = call.actor.person_id
    if person_id is None:
        raise ForbiddenError
    try:
        with app.uow(call) as tx:
            return tx.respond(_create(app, tx, call, person_id))
    except DuplicateApplicationError as error:
        raise explained(app, call.data.cycle_id, person_id=person_id) from error


def _create(
    app: ApplicationsApp, tx: Transaction, call: Call[requests.CreateDraft], person_id: UUID
) -> requests.DraftCreated:
    cycle = copies.find_cycle(tx.session, call.data.cycle_id)
    if cycle is None:
        raise NotFoundError
    programme = app.programme(cycle.year)
    if not cycle.open_at <= call.arrived_at < cycle.close_at:
        raise window_closed(programme, cycle.open_at, cycle.close_at)
    _check_privacy(programme, call.data)
    check_asked(programme, call.data.consents)
    application_id = uuid4()
    store.insert_draft(
        tx.session,
        application_id=application_id,
        cycle_id=call.data.cycle_id,
        person_id=person_id,
        now=tx.now,
    )
    store.insert_consent(
        tx.session,
        consent_id=uuid4(),
        application_id=application_id,
        scope=PRIVACY_SCOPE,
        text_version=call.data.privacy_notice_version,
        now=tx.now,
    )
    record(tx, programme, application_id, call.data.consents)
    tx.audit("draft_created", object_type="application", object_id=application_id)
    return requests.DraftCreated(
        application_id=application_id,
        cycle_id=call.data.cycle_id,
        revision=0,
        state=ApplicationState.DRAFT,
    )


def _check_privacy(programme: Programme, data: requests.CreateDraft) -> None:
    outdated = data.privacy_notice_version != programme.privacy_notice.version
    if not data.privacy_acknowledged or outdated:
        text = phrases.PRIVACY_OUTDATED if outdated else phrases.PRIVACY_MISSING
        finding = Finding(field="privacy_acknowledged", code="missing", message=text)
        raise ValidationFailedError(text, findings=(finding,))


def save_draft(app: ApplicationsApp, call: Call[requests.SaveDraft]) -> requests.DraftSaved:
    """Store a patch: valid values are kept even where others are refused."""
    cycle_id: UUID | None = None
    number = call.data.fields.get(ID_FIELD)
    try:
        with app.uow(_without_id_number(app, call)) as tx:
            found = own_snapshot(tx.session, call, call.data.application_id)
            cycle_id = found.row.cycle_id
            programme = app.programme(found.cycle_year)
            _check_patch(programme, found, call)
            patch = _read(app, tx.session, programme, found, call.data)
            number = patch.values.get(ID_FIELD)
            return tx.respond(_store(app, tx, found, patch))
    except DuplicateApplicationError as error:
        if cycle_id is None or number is None:
            raise
        raise explained(app, cycle_id, id_digest=app.vault.digest(number)) from error


def _without_id_number(
    app: ApplicationsApp, call: Call[requests.SaveDraft]
) -> Call[requests.SaveDraft]:
    """The cause with the number replaced by its keyed digest: its hash is stored with the key."""
    number = call.data.fields.get(ID_FIELD)
    if not isinstance(number, str):
        return call
    fields = {**call.data.fields, ID_FIELD: app.vault.digest(number).hex()}
    return dataclasses.replace(call, data=call.data.model_copy(update={"fields": fields}))


def _check_patch(programme: Programme, found: Snapshot, call: Call[requests.SaveDraft]) -> None:
    data = call.data
    _check_known(programme, data)
    check_editable(found.state)
    _check_open(programme, found, data)
    check_in_time(programme, found.row, call.arrived_at)
    if found.row.revision != data.expected_revision:
        raise stale(data.expected_revision, found)


def _check_known(programme: Programme, data: requests.SaveDraft) -> None:
    unknown = unknown_fields(programme.form, data.fields.keys())
    if unknown:
        raise InvalidRequestError(
            findings=tuple(
                Finding(
                    field=code[:80],
                    code="unknown_field",
                    message=phrases.UNKNOWN_FIELD.format(field=code[:80]),
                )
                for code in unknown
            )
        )


def _check_open(programme: Programme, found: Snapshot, data: requests.SaveDraft) -> None:
    open_codes = editable_codes(programme, found.row.state, found.row.return_items)
    locked = [code for code in data.fields if code not in open_codes]
    if locked:
        raise ForbiddenError(
            phrases.LOCKED,
            findings=tuple(
                Finding(
                    field=code,
                    code="locked",
                    message=phrases.LOCKED_FIELD.format(label=programme.form.fields[code].label),
                )
                for code in locked
            ),
        )


def _read(
    app: ApplicationsApp,
    session: Session,
    programme: Programme,
    found: Snapshot,
    data: requests.SaveDraft,
) -> PatchResult:
    reading = Reading(today=beijing_day(app.clock.now()), codes=programme.form.codes)
    patch = read_patch(programme.form, data.fields, reading)
    refused = tuple(_unknown_references(session, found, patch.values))
    return dataclasses.replace(
        patch,
        values={
            code: value
            for code, value in patch.values.items()
            if code not in {problem.field for problem in refused}
        },
        problems=(*patch.problems, *refused),
    )


def _unknown_references(session: Session, found: Snapshot, values: dict[str, Any]) -> list[Problem]:
    problems: list[Problem] = []
    unit, row = values.get("unit_id"), values.get("plan_row_id")
    if unit is not None:
        organisation = copies.find_organisation(session, UUID(unit))
        if organisation is None or not organisation.facts["route"]:
            problems.append(Problem("unknown_reference", phrases.UNKNOWN_UNIT, "unit_id"))
    if row is not None and not copies.plan_row_in_cycle(session, UUID(row), found.row.cycle_id):
        problems.append(Problem("unknown_reference", phrases.UNKNOWN_PLAN_ROW, "plan_row_id"))
    return problems


def _store(
    app: ApplicationsApp, tx: Transaction, found: Snapshot, patch: PatchResult
) -> requests.DraftSaved:
    revision = found.row.revision
    data = merged(found.data, patch.values)
    if patch.values:
        changes: dict[str, Any] = {"data": data, "updated_at": tx.now, **_references(data)}
        changes |= _sealed_number(app, found, patch)
        stored = store.update_draft(
            tx.session, found.application_id, expected_revision=revision, changes=changes
        )
        if not stored:
            raise stale(revision, found)
        revision += 1
    if patch.trace:
        # §6.2: what an old system's character was mapped from stays on record, as code points.
        tx.audit(
            "name_characters_mapped",
            object_type="application",
            object_id=found.application_id,
            details={"mapped": list(patch.trace)},
        )
    return requests.DraftSaved(
        application_id=found.application_id,
        revision=revision,
        saved=tuple(patch.values),
        values=_shown(patch.values),
        notes=tuple(messages.note_view(note) for note in patch.notes),
        problems=tuple(messages.problem_view(problem) for problem in patch.problems),
    )


def _references(data: dict[str, Any]) -> dict[str, UUID | None]:
    unit, row = data.get("unit_id"), data.get("plan_row_id")
    return {"unit_id": UUID(unit) if unit else None, "plan_row_id": UUID(row) if row else None}


def _sealed_number(
    app: ApplicationsApp, found: Snapshot, patch: PatchResult
) -> dict[str, bytes | None]:
    if ID_FIELD not in patch.values:
        return {}
    number = patch.values[ID_FIELD]
    if number is None:
        return {"id_cipher": None, "id_digest": None}
    return {
        "id_cipher": app.vault.seal(number, found.application_id),
        "id_digest": app.vault.digest(number),
    }


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    number = values.get(ID_FIELD)
    return {**values, ID_FIELD: mask_id_number(number)} if number else dict(values)


def withdraw_draft(
    app: ApplicationsApp, call: Call[requests.WithdrawDraft]
) -> requests.DraftWithdrawn:
    """Withdraw what was never submitted; no reason, no mark (T19, F12)."""
    with app.uow(call) as tx:
        found = own_snapshot(tx.session, call, call.data.application_id)
        if not store.withdraw_draft(tx.session, found.application_id, tx.now):
            raise IllegalTransitionError(state=found.state.value, state_label=found.state.label)
        tx.audit("draft_withdrawn", object_type="application", object_id=found.application_id)
        return tx.respond(
            requests.DraftWithdrawn(
                application_id=found.application_id,
                state=ApplicationState.WITHDRAWN,
                withdrawn_at=tx.now,
            )
        )
