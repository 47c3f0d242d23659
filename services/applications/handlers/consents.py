"""Separate consents: asked when a draft is opened, given later, taken back (D06)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.applications import phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.states import DRAFTS
from services.applications.handlers.loading import own_snapshot
from services.applications.programme import Programme
from services.applications.storage import applications as store
from services.applications.storage import consents, scans
from services.applications.storage.snapshot import Snapshot
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    IllegalTransitionError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests import applications_consents as requests
from services.contracts.vocabulary import ApplicationState, Material


def read_consents(app: ApplicationsApp, call: Call[requests.ReadConsents]) -> requests.ConsentList:
    """How each stands."""
    with app.uow() as tx:
        found = own_snapshot(tx.session, call, call.data.application_id)
        return _view(tx.session, app.programme(found.cycle_year), found)


def give_consent(app: ApplicationsApp, call: Call[requests.GiveConsent]) -> requests.ConsentList:
    """Give one; giving it twice is giving it once."""
    with app.uow(call) as tx:
        found = own_snapshot(tx.session, call, call.data.application_id)
        programme = app.programme(found.cycle_year)
        check_asked(programme, (call.data.material,))
        if found.state is ApplicationState.WITHDRAWN:
            raise IllegalTransitionError(state=found.state.value, state_label=found.state.label)
        record(tx, programme, found.application_id, (call.data.material,))
        return tx.respond(_view(tx.session, programme, found))


def withdraw_consent(
    app: ApplicationsApp, call: Call[requests.WithdrawConsent]
) -> requests.ConsentList:
    """Take one back, at any time before submission: no deadline binds it.

    What was submitted is with the desks; there the application itself can be withdrawn.
    """
    data = call.data
    with app.uow(call) as tx:
        found = own_snapshot(tx.session, call, data.application_id)
        programme = app.programme(found.cycle_year)
        check_asked(programme, (data.material,))
        if not _withdrawable(found):
            raise IllegalTransitionError(state=found.state.value, state_label=found.state.label)
        scope = data.material.value
        if not consents.withdraw_consent(tx.session, data.application_id, scope, tx.now):
            raise NotFoundError
        removed = scans.clear_slot(tx.session, data.application_id, scope)
        tx.audit(
            "consent_withdrawn",
            object_type="application",
            object_id=data.application_id,
            details={"scope": scope, "files": removed},
        )
        return tx.respond(_view(tx.session, programme, found))


def check_asked(programme: Programme, wanted: Iterable[Material]) -> None:
    """Refuse a consent nobody asks for.

    Raises:
        ValidationFailedError: the material needs none.
    """
    if any(not programme.form.materials[material.value].consent for material in wanted):
        finding = Finding(field="consents", code="not_asked", message=phrases.CONSENT_NOT_ASKED)
        raise ValidationFailedError(findings=(finding,))


def record(
    tx: Transaction, programme: Programme, application_id: UUID, wanted: Iterable[Material]
) -> None:
    """Store those of the consents that do not stand yet."""
    version = programme.privacy_notice.version
    there = consents.standing(tx.session, application_id, version)
    for material in dict.fromkeys(wanted):
        if material.value in there:
            continue
        store.insert_consent(
            tx.session,
            consent_id=uuid4(),
            application_id=application_id,
            scope=material.value,
            text_version=version,
            now=tx.now,
        )
        tx.audit(
            "consent_given",
            object_type="application",
            object_id=application_id,
            details={"scope": material.value, "text_version": version},
        )


def _withdrawable(found: Snapshot) -> bool:
    return found.state in DRAFTS and not found.row.version_no


def _view(session: Session, programme: Programme, found: Snapshot) -> requests.ConsentList:
    version = programme.privacy_notice.version
    newest = {
        row.scope: row for row in consents.consents_of(session, found.application_id, version)
    }
    files = [scan.slot for scan in scans.scans_of(session, found.application_id)]
    return requests.ConsentList(
        application_id=found.application_id,
        text_version=version,
        withdrawable=_withdrawable(found),
        consents=tuple(
            _consent_view(material, newest.get(material.code), files.count(material.code))
            for material in programme.form.materials.values()
            if material.consent
        ),
    )


def _consent_view(material: Any, row: Any, files: int) -> requests.ConsentView:
    stands = row is not None and row.withdrawn_at is None
    return requests.ConsentView(
        material=Material[material.code],
        label=material.label,
        purpose=material.purpose,
        without=material.without,
        given_at=row.given_at if stands else None,
        withdrawn_at=None if row is None else row.withdrawn_at,
        files=files,
    )
