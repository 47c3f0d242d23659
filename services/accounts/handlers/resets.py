"""Forgotten passwords: the unit's clerk checks the ID card and hands over a code.

Nothing that anybody can ask says whether an account exists.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from uuid import UUID, uuid4

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.passwords import USED_BEFORE, weaknesses
from services.accounts.domain.resets import (
    ASKING_SERVES,
    CODE_SERVES,
    MOST_WRONG_CODES,
    MOST_WRONG_NUMBERS,
    ResetState,
    new_code,
    office_for,
    typed_code,
)
from services.accounts.handlers.credentials import (
    beijing_day,
    find_account,
    password_findings,
)
from services.accounts.metrics import RESETS, ResetStep
from services.accounts.storage import bindings, people, resets
from services.accounts.storage.people import PersonRecord
from services.accounts.storage.resets import ResetRecord
from services.chassis.causes import Call
from services.chassis.logs import get_logger
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    AskPasswordReset,
    IssueResetCode,
    ListPasswordResets,
    PasswordReset,
    PasswordResets,
    ResetCode,
    ResetPassword,
)
from services.contracts.requests.base import Acknowledged
from services.contracts.values.id_numbers import parse_id_number
from services.contracts.vocabulary import Role

_log = get_logger(__name__)

_ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


def ask_password_reset(app: AccountsApp, call: Call[AskPasswordReset]) -> Acknowledged:
    """Put somebody on the list of whoever checks ID cards for them."""
    with app.uow(call) as tx:
        person = find_account(app, tx, call.data.login.get_secret_value())
        if person is not None and person.active:
            _ask(tx, person.person_id)
        return tx.respond(Acknowledged())


def _ask(tx: Transaction, person_id: UUID) -> None:
    """A request that is open already goes on; a code that is still good stays good."""
    people.find_person(tx.session, person_id, lock=True)
    known = resets.open_reset_of(tx.session, person_id, lock=True)
    if known is not None and known.code_until is not None and tx.now < known.code_until:
        return
    office, organisation_id = _office(tx, person_id)
    asked = ResetRecord(uuid4(), person_id, office, organisation_id, ResetState.ASKED, tx.now)
    if known is None:
        resets.insert_reset(tx.session, asked)
    else:
        asked = replace(asked, reset_id=known.reset_id)
        resets.save_reset(tx.session, asked)
    _note(tx, ResetStep.ASKED, asked)


def _office(tx: Transaction, person_id: UUID) -> tuple[Role, UUID | None]:
    """Who checks this person, and of which unit."""
    today = beijing_day(tx.now)
    grants = people.standing_grants_of(tx.session, person_id, today)
    live = bindings.live_binding_of(tx.session, person_id)
    unit = None if live is None else live.organisation_id
    has_clerk = unit is not None and people.role_is_held(tx.session, Role.UNIT_HR, unit, today)
    office = office_for({grant.role for grant in grants}, unit_has_clerk=has_clerk)
    return office, unit if office is Role.UNIT_HR else None


def list_password_resets(app: AccountsApp, call: Call[ListPasswordResets]) -> PasswordResets:
    """Who waits at one's unit or office; oneself is not among them."""
    unit = call.data.organisation_id
    if unit is not None:
        policies.check_is_unit_hr(call.actor, unit)
        offices = [Role.UNIT_HR]
    else:
        policies.check_holds(call.actor, *_ADMINISTRATORS)
        offices = [office for office in _ADMINISTRATORS if call.actor.holds(office)]
    with app.uow() as tx:
        since = tx.now - ASKING_SERVES
        found = resets.open_resets(tx.session, offices, unit, since)
        views = tuple(
            messages.reset_view(record, tx.now)
            for record in found
            if record.person_id != call.actor.person_id
        )
    return PasswordResets(resets=views)


def issue_reset_code(app: AccountsApp, call: Call[IssueResetCode]) -> ResetCode:
    """A code for whoever showed the ID card; this answer is the only one that holds it."""
    agreed = _checked(app, call)
    code = new_code()
    with app.uow(call) as tx:
        found = _waiting(tx, call)
        if found != agreed:
            raise NotFoundError
        issued = replace(
            found,
            state=ResetState.ISSUED,
            code_hash=app.digests.reset_codes.digest(typed_code(code)),
            code_until=tx.now + CODE_SERVES,
            failures=0,
        )
        resets.save_reset(tx.session, issued)
        resets.note_issued(tx.session, issued.reset_id, by=call.actor.reference, now=tx.now)
        _note(tx, ResetStep.ISSUED, issued)
        return tx.respond(ResetCode(code=code, until=tx.now + CODE_SERVES))


def _checked(app: AccountsApp, call: Call[IssueResetCode]) -> ResetRecord:
    """The request, if the number typed from the card is that of the account.

    A number that does not agree is counted in a transaction of its own: it outlives the refusal.
    """
    with app.uow(replace(call, idempotency_key=None)) as tx:
        found = _waiting(tx, call)
        person = people.find_person(tx.session, found.person_id)
        if person is None:
            raise NotFoundError
        if _agrees(app, tx, call, person):
            return found
        void = found.failures + 1 >= MOST_WRONG_NUMBERS
        state = ResetState.VOID if void else found.state
        failed = replace(found, failures=found.failures + 1, state=state)
        resets.save_reset(tx.session, failed)
        _note(tx, ResetStep.MISMATCH, failed)
    sentence = phrases.NUMBER_VOID if void else phrases.NUMBER_DISAGREES
    finding = Finding(field="id_number", code="mismatch", message=sentence)
    raise ValidationFailedError(findings=(finding,))


def _agrees(
    app: AccountsApp, tx: Transaction, call: Call[IssueResetCode], person: PersonRecord
) -> bool:
    """Accounts of staff know no ID number: their checker answers for who stood there.

    Raises:
        ValidationFailedError: what was typed is no ID number at all, which is not counted.
    """
    if person.id_digest is None:
        return True
    typed = call.data.id_number.get_secret_value() if call.data.id_number else ""
    number = parse_id_number(typed, today=beijing_day(tx.now))
    if number.problem is not None:
        code, message = number.problem.code, number.problem.message
        finding = Finding(field="id_number", code=code, message=message)
        raise ValidationFailedError(findings=(finding,))
    return hmac.compare_digest(app.digests.id_numbers.digest(number.value), person.id_digest)


def _waiting(tx: Transaction, call: Call[IssueResetCode]) -> ResetRecord:
    """The open request, locked, if it waits for this actor."""
    found = resets.find_reset(tx.session, call.data.reset_id, lock=True)
    if found is None or found.state not in resets.OPEN or tx.now - found.asked_at > ASKING_SERVES:
        raise NotFoundError
    if (found.office, found.organisation_id) != _office(tx, found.person_id):
        raise NotFoundError  # roles or unit have changed since: the person must ask again
    if found.office is Role.UNIT_HR and found.organisation_id is not None:
        policies.check_is_unit_hr(call.actor, found.organisation_id)
    elif not call.actor.holds(found.office):
        raise ForbiddenError
    if found.person_id == call.actor.person_id:
        raise SeparationOfDutiesError(phrases.OWN_RESET)
    return found


def reset_password(app: AccountsApp, call: Call[ResetPassword]) -> PasswordReset:
    """Set a new password with the code that was handed over."""
    app.uow.recall(call)
    person, code_hash = _shown(app, call)
    new = call.data.new_password.get_secret_value()
    found = weaknesses(new, login=person.login, common=app.common_passwords)
    used = (person.password_hash, *person.earlier_hashes)
    if not found and any(app.hashes.matches(earlier, new) for earlier in used):
        found = [USED_BEFORE]
    if found:
        raise ValidationFailedError(findings=password_findings(found, "new_password"))
    password_hash = app.hashes.make(new)
    with app.uow(call) as tx:
        locked = people.find_person(tx.session, person.person_id, lock=True)
        reset = resets.open_reset_of(tx.session, person.person_id, lock=True)
        if locked is None or reset is None or reset.code_hash != code_hash:
            raise _wrong_code()
        people.set_password(tx.session, locked, password_hash, tx.now)
        done = replace(reset, state=ResetState.USED, code_hash=None, code_until=None)
        resets.save_reset(tx.session, done)
        _note(tx, ResetStep.DONE, done)
        return tx.respond(PasswordReset(person_id=person.person_id))


def _shown(app: AccountsApp, call: Call[ResetPassword]) -> tuple[PersonRecord, bytes]:
    """Whose code was shown; a wrong one is counted, and too many make it worth nothing."""
    given = app.digests.reset_codes.digest(typed_code(call.data.code.get_secret_value()))
    with app.uow(replace(call, idempotency_key=None)) as tx:
        person = find_account(app, tx, call.data.login.get_secret_value())
        reset = (
            None
            if person is None or not person.active
            else resets.open_reset_of(tx.session, person.person_id, lock=True)
        )
        good = reset is not None and reset.code_until is not None and tx.now < reset.code_until
        if person is not None and reset is not None and reset.code_hash is not None and good:
            if hmac.compare_digest(reset.code_hash, given):
                return person, given
            void = reset.failures + 1 >= MOST_WRONG_CODES
            state = ResetState.VOID if void else reset.state
            failed = replace(reset, failures=reset.failures + 1, state=state)
            resets.save_reset(tx.session, failed)
            _note(tx, ResetStep.WRONG_CODE, failed)
    raise _wrong_code()


def _wrong_code() -> ValidationFailedError:
    finding = Finding(field="code", code="wrong", message=phrases.CODE_WRONG)
    return ValidationFailedError(findings=(finding,))


def _note(tx: Transaction, step: ResetStep, reset: ResetRecord) -> None:
    RESETS.inc(step=step)
    _log.info("password reset", step=step.value, person_id=str(reset.person_id))
    tx.audit(
        f"password_reset_{step.value}",
        object_type="person",
        object_id=reset.person_id,
        details={
            "reset_id": reset.reset_id,
            "office": reset.office.value,
            "organisation_id": reset.organisation_id,
        },
    )
