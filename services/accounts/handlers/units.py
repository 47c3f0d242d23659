"""A unit missing from the list registers itself; the local bureau says whether it is so (R04)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain import uscc
from services.accounts.domain.organisation_table import OrganisationLine
from services.accounts.domain.routes import LINES
from services.accounts.handlers.bindings import open_binding
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.organisations import apply_import
from services.accounts.metrics import REGISTRATIONS
from services.accounts.storage import bindings, organisations, people, registrations
from services.accounts.storage.organisations import OrganisationRecord
from services.accounts.storage.people import PersonRecord
from services.accounts.storage.registrations import RegistrationFilter, RegistrationRecord
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    DecideUnitRegistration,
    ListUnitRegistrations,
    ReadUnitRegistration,
    RegisterUnit,
    RegistrationState,
    UnitRegistrations,
    UnitRegistrationView,
)
from services.contracts.vocabulary import OrganisationType, RouteLine

_PHONE = re.compile(r"[0-9+][0-9 -]{5,18}[0-9]")
_TEXTS = ("name", "address", "hr_contact", "hr_phone")


def register_unit(app: AccountsApp, call: Call[RegisterUnit]) -> UnitRegistrationView:
    """Describe one's firm; it waits for the bureau of its place."""
    person_id = policies.require_person(call.actor)
    data = _tidied(call.data)
    with app.uow(call) as tx:
        person = people.find_person(tx.session, person_id, lock=True)
        if person is None:
            raise NotFoundError
        found = [*_faults(data), *_known_already(tx, data)]
        bureau = _office(tx, OrganisationType.COUNTY_HRSS, data.region_code)
        if bureau is None or _prefecture(tx, bureau) is None:
            found.append(Finding(field="region_code", code="no_bureau", message=phrases.NO_BUREAU))
        if found or bureau is None:
            raise ValidationFailedError(findings=tuple(found))
        record = _record(tx, data, person, bureau)
        registrations.insert_registration(tx.session, record)
        _note(tx, record)
        return tx.respond(messages.registration_view(record))


def _tidied(data: RegisterUnit) -> RegisterUnit:
    """Texts without spaces around them, the code in its one writing."""
    texts = {name: unicodedata.normalize("NFC", getattr(data, name)).strip() for name in _TEXTS}
    code = "".join(unicodedata.normalize("NFKC", data.uscc).split()).upper()
    return data.model_copy(update={**texts, "uscc": code})


def _faults(data: RegisterUnit) -> Iterable[Finding]:
    for name in _TEXTS:
        if not getattr(data, name):
            yield Finding(field=name, code="empty", message=phrases.EMPTY_CELL)
    if data.hr_phone and not _PHONE.fullmatch(data.hr_phone):
        yield Finding(field="hr_phone", code="phone", message=phrases.BAD_PHONE)
    if not uscc.is_valid(data.uscc):
        sentence = phrases.BAD_USCC.format(value=data.uscc)
        yield Finding(field="uscc", code="checksum", message=sentence)
    if data.unit_nature not in LINES[RouteLine.A3].natures:
        yield Finding(field="unit_nature", code="not_here", message=phrases.NATURE_NOT_HERE)


def _known_already(tx: Transaction, data: RegisterUnit) -> Iterable[Finding]:
    known = organisations.find_by_uscc(tx.session, data.uscc)
    if known is not None:
        sentence = phrases.UNIT_KNOWN.format(name=known.name)
        yield Finding(field="uscc", code="known", message=sentence)


def _office(tx: Transaction, kind: OrganisationType, region: str) -> OrganisationRecord | None:
    """The bureau of a place, if it is there today."""
    found = organisations.offices_at(tx.session, kind, region)
    today = beijing_day(tx.now)
    return next((office for office in found if office.active_on(today)), None)


def _prefecture(tx: Transaction, bureau: OrganisationRecord) -> OrganisationRecord | None:
    """地州市人社局 above a county's bureau: the place whose code its own begins with."""
    return _office(tx, OrganisationType.PREFECTURE_HRSS, f"{bureau.region_code[:4]}00")


def _record(
    tx: Transaction, data: RegisterUnit, person: PersonRecord, bureau: OrganisationRecord
) -> RegistrationRecord:
    return RegistrationRecord(
        registration_id=uuid4(),
        person_id=person.person_id,
        person_name=person.name,
        bureau_id=bureau.organisation_id,
        bureau_name=bureau.name,
        name=data.name,
        uscc=data.uscc,
        region_code=data.region_code,
        unit_nature=data.unit_nature,
        address=data.address,
        hr_contact=data.hr_contact,
        hr_phone=data.hr_phone,
        state=RegistrationState.PENDING,
        requested_at=tx.now,
    )


def list_unit_registrations(
    app: AccountsApp, call: Call[ListUnitRegistrations]
) -> UnitRegistrations:
    """What waits at a bureau, or what one registered oneself."""
    data = call.data
    if data.bureau_id is not None:
        policies.check_is_bureau(call.actor, data.bureau_id)
        wanted = RegistrationFilter(None, data.bureau_id, data.state)
    else:
        wanted = RegistrationFilter(policies.require_person(call.actor), None, data.state)
    with app.uow() as tx:
        found, total = registrations.list_registrations(
            tx.session, wanted, offset=data.offset, limit=data.limit
        )
    views = tuple(messages.registration_view(record) for record in found)
    return UnitRegistrations(registrations=views, total=total)


def read_unit_registration(
    app: AccountsApp, call: Call[ReadUnitRegistration]
) -> UnitRegistrationView:
    """One registration, for whoever made it and for the bureau."""
    with app.uow() as tx:
        found = registrations.find_registration(tx.session, call.data.registration_id)
    if found is None:
        raise NotFoundError
    if found.person_id != policies.require_person(call.actor):
        policies.check_is_bureau(call.actor, found.bureau_id)
    return messages.registration_view(found)


def decide_unit_registration(
    app: AccountsApp, call: Call[DecideUnitRegistration]
) -> UnitRegistrationView:
    """Confirm a unit or refuse it; the same answer again changes nothing."""
    data = call.data
    with app.uow(call) as tx:
        found = registrations.find_registration(tx.session, data.registration_id, lock=True)
        if found is None:
            raise NotFoundError
        policies.check_is_bureau(call.actor, found.bureau_id)
        if found.person_id == call.actor.person_id:
            raise SeparationOfDutiesError(phrases.OWN_REGISTRATION)
        reason = (data.reason or "").strip() or None
        if not data.confirm and reason is None:
            finding = Finding(field="reason", code="empty", message=phrases.REFUSAL_NEEDS_REASON)
            raise ValidationFailedError(findings=(finding,))
        state = RegistrationState.CONFIRMED if data.confirm else RegistrationState.REFUSED
        if state is found.state:
            return tx.respond(messages.registration_view(found))
        if found.state is not RegistrationState.PENDING:
            raise IllegalTransitionError(state_label=found.state.label)
        decided = replace(
            found,
            state=state,
            decided_at=tx.now,
            reason=reason,
            organisation_id=_found_unit(app, tx, found) if data.confirm else None,
        )
        registrations.decide_registration(tx.session, decided, by=call.actor.reference)
        _note(tx, decided)
        return tx.respond(messages.registration_view(decided))


def _found_unit(app: AccountsApp, tx: Transaction, found: RegistrationRecord) -> UUID:
    """Let the unit exist, with its route, and let its registering person name it."""
    bureau = organisations.find_organisation(tx.session, found.bureau_id)
    prefecture = None if bureau is None else _prefecture(tx, bureau)
    if bureau is None or prefecture is None:
        raise ValidationFailedError(phrases.NO_BUREAU)
    person = people.find_person(tx.session, found.person_id, lock=True)  # before the units
    line = _line(tx, found, bureau, prefecture)
    result = apply_import(tx, (line,), app.regions)
    if result.findings:
        raise ValidationFailedError(" ".join(finding.message for finding in result.findings))
    unit = organisations.find_by_code(tx.session, line.code)
    if unit is None or person is None:
        raise NotFoundError
    if bindings.live_binding_of(tx.session, person.person_id) is None:
        open_binding(tx, person, unit.organisation_id, unit.name)
    return unit.organisation_id


def _line(
    tx: Transaction,
    found: RegistrationRecord,
    bureau: OrganisationRecord,
    prefecture: OrganisationRecord,
) -> OrganisationLine:
    """The unit as a row of the list; its own code serves as the list's code."""
    return OrganisationLine(
        code=found.uscc,
        name=found.name,
        organisation_type=OrganisationType.RECOMMENDING_UNIT,
        unit_nature=found.unit_nature,
        region_code=found.region_code,
        uscc=found.uscc,
        plan_unit_code=bureau.plan_unit_code,
        supervisor=None,
        address=found.address,
        line=RouteLine.A3,
        desks=(bureau.code, prefecture.code),
        hr_contact=found.hr_contact,
        hr_phone=found.hr_phone,
        active_from=beijing_day(tx.now),
        active_to=None,
    )


def _note(tx: Transaction, record: RegistrationRecord) -> None:
    REGISTRATIONS.inc(state=record.state)
    tx.audit(
        f"unit_registration_{record.state.value.lower()}",
        object_type="unit_registration",
        object_id=record.registration_id,
        details={"bureau_id": record.bureau_id, "organisation_id": record.organisation_id},
    )
