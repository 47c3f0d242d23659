"""Who works where: the applicant names the unit, the unit's clerk says whether it is so."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.bindings import DECISIONS
from services.accounts.handlers.credentials import beijing_day
from services.accounts.metrics import BINDINGS
from services.accounts.storage import bindings, organisations, people
from services.accounts.storage.bindings import BindingFilter, BindingRecord
from services.accounts.storage.people import PersonRecord
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.events.accounts import BindingChangedV1
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ConfirmBinding,
    ListBindings,
    ListBindingsResult,
    RequestBinding,
)


def request_binding(app: AccountsApp, call: Call[RequestBinding]) -> BindingView:
    """Name one's unit; what was named before ends."""
    person_id = policies.require_person(call.actor)
    with app.uow(call) as tx:
        person = people.find_person(tx.session, person_id, lock=True)
        if person is None:
            raise NotFoundError
        live = bindings.live_binding_of(tx.session, person_id)
        if live is not None and live.organisation_id == call.data.organisation_id:
            return tx.respond(messages.binding_view(live))
        name = _bindable(tx, call.data.organisation_id)
        if live is not None:
            _decide(tx, live, BindingState.ENDED, by=call.actor.reference, reason=None)
        new = open_binding(tx, person, call.data.organisation_id, name)
        return tx.respond(messages.binding_view(new))


def open_binding(
    tx: Transaction, person: PersonRecord, organisation_id: UUID, name: str
) -> BindingRecord:
    """Ask a unit whether the person works there; the person has no live binding and is locked."""
    new = BindingRecord(
        binding_id=uuid4(),
        person_id=person.person_id,
        person_name=person.name,
        organisation_id=organisation_id,
        organisation_name=name,
        state=BindingState.REQUESTED,
        requested_at=tx.now,
        decided_at=None,
        reason=None,
    )
    bindings.insert_binding(tx.session, new)
    _audit(tx, new)
    return new


def _bindable(tx: Transaction, organisation_id: UUID) -> str:
    """The name of a unit that applicants may name."""
    unit = organisations.find_organisation(tx.session, organisation_id)
    if unit is None:
        raise NotFoundError
    routed = organisations.routes_in_force(tx.session, [organisation_id])
    if not routed or not unit.active_on(beijing_day(tx.now)):
        raise ValidationFailedError(phrases.NOT_BINDABLE)
    return unit.name


def confirm_binding(app: AccountsApp, call: Call[ConfirmBinding]) -> BindingView:
    """Confirm, refuse or end a binding; the same answer again changes nothing."""
    data = call.data
    with app.uow(call) as tx:
        found = _locked_binding(tx, data.binding_id)
        policies.check_is_unit_hr(call.actor, found.organisation_id)
        if found.person_id == call.actor.person_id:
            raise SeparationOfDutiesError(phrases.OWN_BINDING)
        if not data.confirm and not (data.reason or "").strip():
            raise ValidationFailedError(phrases.REFUSAL_NEEDS_REASON)
        state = DECISIONS.get((found.state, data.confirm))
        if state is None:
            raise IllegalTransitionError(state_label=found.state.label)
        if state is found.state:
            return tx.respond(messages.binding_view(found))
        decided = _decide(tx, found, state, by=call.actor.reference, reason=data.reason)
        return tx.respond(messages.binding_view(decided))


def _locked_binding(tx: Transaction, binding_id: UUID) -> BindingRecord:
    """A binding, locked after its person: the order in which everybody locks the two."""
    seen = bindings.find_binding(tx.session, binding_id)
    if seen is None:
        raise NotFoundError
    people.find_person(tx.session, seen.person_id, lock=True)
    locked = bindings.find_binding(tx.session, binding_id, lock=True)
    if locked is None:
        raise NotFoundError
    return locked


def list_bindings(app: AccountsApp, call: Call[ListBindings]) -> ListBindingsResult:
    """Bindings of one's unit, or one's own."""
    data = call.data
    if data.organisation_id is not None:
        policies.check_is_unit_hr(call.actor, data.organisation_id)
        wanted = BindingFilter(None, data.organisation_id, data.state)
    else:
        wanted = BindingFilter(policies.require_person(call.actor), None, data.state)
    with app.uow() as tx:
        found, total = bindings.list_bindings(
            tx.session, wanted, offset=data.offset, limit=data.limit
        )
    views = tuple(messages.binding_view(record) for record in found)
    return ListBindingsResult(bindings=views, total=total)


def _decide(
    tx: Transaction, found: BindingRecord, state: BindingState, *, by: str, reason: str | None
) -> BindingRecord:
    """Note a decision; others hear of it when it makes or ends a confirmed binding."""
    decided = replace(found, state=state, decided_at=tx.now, reason=reason)
    bindings.decide_binding(tx.session, found.binding_id, state, by=by, reason=reason, now=tx.now)
    if BindingState.CONFIRMED in (found.state, state):
        event = BindingChangedV1(
            person_id=found.person_id,
            unit_id=found.organisation_id,
            confirmed=state is BindingState.CONFIRMED,
        )
        sequence = people.next_sequence(tx.session, found.person_id)
        tx.publish(event, aggregate_id=found.person_id, sequence=sequence)
    _audit(tx, decided)
    return decided


def _audit(tx: Transaction, record: BindingRecord) -> None:
    BINDINGS.inc(state=record.state)
    tx.audit(
        f"binding_{record.state.value.lower()}",
        object_type="binding",
        object_id=record.binding_id,
        details={"person_id": record.person_id, "organisation_id": record.organisation_id},
    )
