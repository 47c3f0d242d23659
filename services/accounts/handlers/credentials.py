"""Signing in, reading who one is, changing one's password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from services.accounts import messages, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.passwords import USED_BEFORE, Weakness, weaknesses
from services.accounts.metrics import SIGN_IN_SECONDS, SIGN_INS, SignInOutcome
from services.accounts.storage import people, sign_ins
from services.accounts.storage.people import GrantRecord, PersonRecord
from services.accounts.storage.sign_ins import SignInRecord
from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    NotFoundError,
    SignInFailedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    ChangePassword,
    Identity,
    MySignIns,
    ReadIdentity,
    ReadMySignIns,
    SignIn,
    SignInView,
)
from services.contracts.values.id_numbers import parse_id_number


def sign_in(app: AccountsApp, call: Call[SignIn]) -> Identity:
    """Check login and password; every failure looks and takes the same.

    The hash is checked between two short transactions, so that no connection waits for it.
    """
    with app.uow() as tx:
        person = find_account(app, tx, call.data.login)
    with SIGN_IN_SECONDS.timed():
        known_hash = person.password_hash if person is not None else None
        right = app.hashes.matches(known_hash, call.data.password.get_secret_value())
    outcome = _outcome(person, app.clock.now(), right=right)
    SIGN_INS.inc(outcome=outcome)
    with app.uow(call) as tx:
        succeeded = outcome is SignInOutcome.OK
        if person is not None:
            people.note_sign_in(tx.session, person.person_id, tx.now, succeeded=succeeded)
            seen = SignInRecord(tx.now, succeeded, call.data.device)
            sign_ins.keep_sign_in(tx.session, person.person_id, seen)
        tx.audit(
            "signed_in" if succeeded else "sign_in_failed",
            object_type="person",
            object_id=person.person_id if person is not None else "unknown",
            details={"outcome": outcome.value},
        )
        grants = _powers(tx, person) if person is not None else ()
    if person is None or outcome is not SignInOutcome.OK:
        raise SignInFailedError
    _renew_hash(app, person, call)
    return messages.identity(person, grants)


def find_account(app: AccountsApp, tx: Transaction, login: str) -> PersonRecord | None:
    """Whose account it is, by login or by ID number."""
    person = people.find_login(tx.session, login)
    number = known_id_number(login, beijing_day(tx.now))
    if person is not None or number is None:
        return person
    return people.find_id_digest(tx.session, app.digests.id_numbers.digest(number))


def known_id_number(text: str, today: date) -> str | None:
    """The text as an ID number in its one writing, if it is one."""
    parsed = parse_id_number(text, today=today)
    return None if parsed.problem is not None else str(parsed.value)


def _powers(tx: Transaction, person: PersonRecord) -> Sequence[GrantRecord]:
    """The roles somebody may use: none while another knows the password, for it is not yet theirs.

    So whoever hands out first passwords cannot act in another's name with more than an applicant's
    powers (三员分立, `domain` §7.4).
    """
    if person.first_password_until is not None:
        return ()
    return people.grants_of(tx.session, person.person_id, beijing_day(tx.now))


def _outcome(person: PersonRecord | None, now: datetime, *, right: bool) -> SignInOutcome:
    if person is None:
        return SignInOutcome.UNKNOWN_LOGIN
    if not right:
        return SignInOutcome.WRONG_PASSWORD
    if person.first_password_until is not None and now >= person.first_password_until:
        return SignInOutcome.FIRST_PASSWORD_OVER
    return SignInOutcome.OK if person.active else SignInOutcome.INACTIVE


def _renew_hash(app: AccountsApp, person: PersonRecord, call: Call[SignIn]) -> None:
    """Hash the password anew when the parameters have become stronger."""
    if not app.hashes.is_outdated(person.password_hash):
        return
    new = app.hashes.make(call.data.password.get_secret_value())
    with app.uow(job="renew_hash") as tx:
        people.replace_hash(tx.session, person.person_id, person.password_hash, new)


def read_my_sign_ins(app: AccountsApp, call: Call[ReadMySignIns]) -> MySignIns:
    """When somebody signed in, or tried to, as oneself."""
    person_id = policies.require_person(call.actor)
    with app.uow() as tx:
        found = sign_ins.sign_ins_of(tx.session, person_id)
    views = (SignInView(at=r.at, succeeded=r.succeeded, device=r.device) for r in found)
    return MySignIns(sign_ins=tuple(views))


def read_identity(app: AccountsApp, call: Call[ReadIdentity]) -> Identity:
    """Who somebody is now, for a session that goes on."""
    policies.check_may_read_identity(call.actor, call.data.person_id)
    with app.uow() as tx:
        person = people.find_person(tx.session, call.data.person_id)
        if person is None or not person.active:
            raise NotFoundError
        grants = _powers(tx, person)
    return messages.identity(person, grants)


def change_password(app: AccountsApp, call: Call[ChangePassword]) -> Identity:
    """Change one's own password after showing the current one."""
    person_id = policies.require_person(call.actor)
    app.uow.recall(call)
    with app.uow() as tx:
        person = people.find_person(tx.session, person_id)
    if person is None:
        raise NotFoundError
    new = call.data.new_password.get_secret_value()
    if not app.hashes.matches(person.password_hash, call.data.current_password.get_secret_value()):
        SIGN_INS.inc(outcome=SignInOutcome.WRONG_PASSWORD)
        raise SignInFailedError
    found = weaknesses(new, login=person.login, common=app.common_passwords)
    used = (person.password_hash, *person.earlier_hashes)
    if not found and any(app.hashes.matches(earlier, new) for earlier in used):
        found = [USED_BEFORE]
    if found:
        raise ValidationFailedError(findings=password_findings(found, "new_password"))
    password_hash = app.hashes.make(new)
    with app.uow(call) as tx:
        locked = people.find_person(tx.session, person_id, lock=True)
        if locked is None or locked.password_hash != person.password_hash:
            raise SignInFailedError  # changed by somebody else meanwhile
        changed = people.set_password(tx.session, locked, password_hash, tx.now)
        tx.audit("password_changed", object_type="person", object_id=person_id)
        grants = people.grants_of(tx.session, person_id, beijing_day(tx.now))
        return tx.respond(messages.identity(changed, grants))


def beijing_day(instant: datetime) -> date:
    """The calendar day of an instant, 北京时间: roles and routes change at midnight there."""
    return instant.astimezone(BEIJING).date()


def password_findings(found: list[Weakness], field: str) -> tuple[Finding, ...]:
    """What is wrong with a password, at the field where it was typed."""
    return tuple(Finding(field=field, code=w.code, message=w.message) for w in found)
