"""New accounts: applicants sign up, the system administrator creates those of staff."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.passwords import weaknesses
from services.accounts.handlers.credentials import (
    beijing_day,
    known_id_number,
    password_findings,
)
from services.accounts.storage import people
from services.accounts.storage.people import NewPerson
from services.chassis.causes import Call
from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.requests.accounts import CreatePerson, Identity, SignUp
from services.contracts.values.id_numbers import parse_id_number
from services.contracts.values.names import parse_name
from services.contracts.values.notes import Parsed
from services.contracts.vocabulary import Role

FIRST_PASSWORD_SERVES = timedelta(days=7)


def sign_up(app: AccountsApp, call: Call[SignUp]) -> Identity:
    """Create an applicant's account; the database is the judge when two ask for one at once."""
    app.uow.recall(call)
    today = beijing_day(app.clock.now())
    number = parse_id_number(call.data.id_number.get_secret_value(), today=today)
    findings = _problem("id_number", number)
    if known_id_number(call.data.login, today) is not None:
        finding = Finding(field="login", code="id_number", message=phrases.LOGIN_IS_ID_NUMBER)
        findings += (finding,)
    digest = None if findings else app.digests.id_numbers.digest(number.value)
    return _create(app, call, "signed_up", findings=findings, id_digest=digest)


def create_person(app: AccountsApp, call: Call[CreatePerson]) -> Identity:
    """Create a staff account; what it may do is granted by another administrator.

    The administrator knows its first password, so it gives no powers until its owner changed it.
    """
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN)
    app.uow.recall(call)
    return _create(app, call, "person_created", serves=FIRST_PASSWORD_SERVES)


def _create(
    app: AccountsApp,
    call: Call[SignUp] | Call[CreatePerson],
    action: str,
    *,
    serves: timedelta | None = None,
    findings: tuple[Finding, ...] = (),
    id_digest: bytes | None = None,
) -> Identity:
    data, password = call.data, call.data.password.get_secret_value()
    name = parse_name(data.name)
    weak = weaknesses(password, login=data.login, common=app.common_passwords)
    findings = (*_problem("name", name), *findings, *password_findings(weak, "password"))
    if findings:
        raise ValidationFailedError(findings=findings)
    new = NewPerson(
        person_id=uuid4(),
        login=data.login,
        name=name.value,
        mobile=data.mobile,
        password_hash=app.hashes.make(password),
        created_by=call.actor.reference,
        first_password_until=None if serves is None else app.clock.now() + serves,
        id_digest=id_digest,
    )
    with app.uow(call) as tx:
        person = people.insert_person(tx.session, new, tx.now)
        tx.audit(action, object_type="person", object_id=person.person_id)
        return tx.respond(messages.identity(person, ()))


def _problem(field: str, parsed: Parsed) -> tuple[Finding, ...]:
    problem = parsed.problem
    if problem is None:
        return ()
    return (Finding(field=field, code=problem.code, message=problem.message),)
