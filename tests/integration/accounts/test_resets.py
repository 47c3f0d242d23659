"""A forgotten password: the unit's clerk checks the ID card, a code opens the account once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.storage import sign_ins
from services.chassis.testing.clock import FakeClock
from services.contracts.actors import Actor
from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    SignInFailedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    AskPasswordReset,
    CreatePerson,
    Identity,
    IssueResetCode,
    ListPasswordResets,
    PasswordResetView,
    ReadMySignIns,
    ResetCode,
    ResetPassword,
    SignIn,
)
from services.contracts.requests.base import Acknowledged
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_credentials import PASSWORD, sign_in, sign_up, stored
from tests.integration.accounts.test_one_account import NUMBER, findings
from tests.integration.accounts.test_organisations import ALL, FIRM, load, read
from tests.integration.accounts.test_roles_bindings_tokens import bind, grant, oneself

FRESH = "Turpan-2020-xue"
ADMIN = person(Role.SYSTEM_ADMIN)


@pytest.fixture
def unit(app: AccountsApp) -> UUID:
    """A unit with a clerk."""
    load(app, *ALL, FIRM.replace("HT-U", "HT-V"))
    unit_id = read(app, "HT-U").organisation_id
    grant(app, sign_up(app, "clerk.account"), Role.UNIT_HR, unit_id)
    return unit_id


@pytest.fixture
def clerk(unit: UUID) -> Actor:
    return person(Role.UNIT_HR, at=unit)


@pytest.fixture
def applicant(app: AccountsApp, unit: UUID) -> Identity:
    """Somebody of the unit who has forgotten their password."""
    me = sign_up(app, id_number=NUMBER)
    bind(app, me, unit)
    ask(app, "yangli.aygul")
    return me


def ask(app: AccountsApp, login: str) -> Acknowledged:
    request = AskPasswordReset.model_validate({"login": login})
    return handlers.ask_password_reset(app, call_of(request))


def waiting(
    app: AccountsApp, checker: Actor, unit: UUID | None = None
) -> tuple[PasswordResetView, ...]:
    request = ListPasswordResets(organisation_id=unit)
    return handlers.list_password_resets(app, call_of(request, checker)).resets


def issue(
    app: AccountsApp, reset: PasswordResetView, checker: Actor, number: str | None = NUMBER
) -> ResetCode:
    request = IssueResetCode.model_validate({"reset_id": reset.reset_id, "id_number": number})
    return handlers.issue_reset_code(app, call_of(request, checker))


def reset(app: AccountsApp, code: str, login: str = "yangli.aygul", new: str = FRESH) -> UUID:
    data = {"login": login, "code": code, "new_password": new}
    call = call_of(ResetPassword.model_validate(data))
    return handlers.reset_password(app, call).person_id


def refused(app: AccountsApp, code: str, **changes: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(ValidationFailedError) as refusal:
        reset(app, code, **changes)
    return findings(refusal.value)


def test_the_clerk_checks_the_card_and_the_code_opens_the_account_once(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    assert (request.person_name, request.asks_id_number) == (applicant.name, True)
    issued = issue(app, request, clerk)
    assert issued.until == app.clock.now() + timedelta(hours=24)
    assert reset(app, f" {issued.code.upper()} ", login=NUMBER) == applicant.person_id
    with pytest.raises(SignInFailedError):
        sign_in(app, "yangli.aygul", PASSWORD)
    changed = sign_in(app, "yangli.aygul", FRESH)
    assert changed.person_id == applicant.person_id
    assert waiting(app, clerk, unit) == ()
    assert refused(app, issued.code, new="Hotan-2021-xuexi") == [("code", "wrong")]
    acts = stored(
        app, "SELECT action FROM audit_event WHERE action LIKE 'password_reset%' ORDER BY id"
    )
    assert [action for (action,) in acts] == [
        "password_reset_asked",
        "password_reset_issued",
        "password_reset_done",
    ]


def test_sessions_end_because_the_password_changed(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    assert isinstance(app.clock, FakeClock)
    app.clock.advance(timedelta(minutes=5))
    [request] = waiting(app, clerk, unit)
    reset(app, issue(app, request, clerk).code)
    after = sign_in(app, "yangli.aygul", FRESH).password_changed_at
    assert after > applicant.password_changed_at


def test_asking_says_the_same_for_whoever_exists(app: AccountsApp, unit: UUID) -> None:
    sign_up(app)
    assert ask(app, "nobody.here") == ask(app, "yangli.aygul") == ask(app, "650000199001010060")
    assert len(stored(app, "SELECT 1 FROM password_reset")) == 1


def test_a_number_that_is_not_the_accounts_is_counted_and_then_final(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    with pytest.raises(ValidationFailedError) as typo:
        issue(app, request, clerk, "650000198405010011")
    assert findings(typo.value) == [("id_number", "id_number_checksum")]
    for _ in range(5):
        with pytest.raises(ValidationFailedError) as wrong:
            issue(app, request, clerk, "65000019900101006X")
        assert findings(wrong.value) == [("id_number", "mismatch")]
    with pytest.raises(NotFoundError):
        issue(app, request, clerk)
    assert waiting(app, clerk, unit) == ()
    ask(app, "yangli.aygul")
    assert len(waiting(app, clerk, unit)) == 1


def test_too_many_wrong_codes_make_the_right_one_worth_nothing(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    issued = issue(app, request, clerk)
    for _ in range(20):
        assert refused(app, "aaaaa-aaaaa") == [("code", "wrong")]
    assert refused(app, issued.code) == [("code", "wrong")]


def test_a_code_is_good_for_a_day_and_until_the_next_one(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    assert isinstance(app.clock, FakeClock)
    [request] = waiting(app, clerk, unit)
    first, second = issue(app, request, clerk), issue(app, request, clerk)
    assert refused(app, first.code) == [("code", "wrong")]
    ask(app, "yangli.aygul")
    [still] = waiting(app, clerk, unit)
    assert still.code_until == second.until
    app.clock.advance(timedelta(hours=24))
    assert refused(app, second.code) == [("code", "wrong")]
    ask(app, "yangli.aygul")
    [again] = waiting(app, clerk, unit)
    assert again.code_until is None
    app.clock.advance(timedelta(days=15))
    assert waiting(app, clerk, unit) == ()


def test_a_weak_or_used_password_is_said_only_to_who_has_the_code(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    assert refused(app, "aaaaa-aaaaa", new="mima") == [("code", "wrong")]
    [request] = waiting(app, clerk, unit)
    code = issue(app, request, clerk).code
    assert ("new_password", "too_short") in refused(app, code, new="mima")
    assert refused(app, code, new=PASSWORD) == [("new_password", "used_before")]
    reset(app, code)


def test_only_the_persons_own_unit_helps(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    elsewhere = read(app, "HT-V").organisation_id
    for stranger in (person(Role.UNIT_HR, at=elsewhere), ADMIN):
        with pytest.raises(NotFoundError):
            waiting(app, stranger, unit)
        with pytest.raises(NotFoundError):
            issue(app, request, stranger)
    bind(app, applicant, elsewhere)
    with pytest.raises(NotFoundError):
        issue(app, request, clerk)
    ask(app, "yangli.aygul")
    assert waiting(app, clerk, unit) == ()
    assert len(waiting(app, ADMIN)) == 1, "the other unit has no clerk"


def test_a_unit_clerk_gets_into_no_account_of_staff(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    grant(app, applicant, Role.UNIT_LEADER, unit)
    with pytest.raises(NotFoundError):
        issue(app, request, clerk)


def test_staff_go_to_the_system_administrator_and_administrators_to_another_of_their_own(
    app: AccountsApp, unit: UUID
) -> None:
    made = {
        role: handlers.create_person(app, call_of(CreatePerson.model_validate(data), ADMIN))
        for role, data in {
            role: {"login": f"staff.{role.value.lower()}", "password": PASSWORD, "name": "样例江"}
            for role in (Role.FINAL_OFFICER, Role.AUDITOR)
        }.items()
    }
    grant(app, made[Role.FINAL_OFFICER], Role.FINAL_OFFICER, read(app, "HT").organisation_id)
    grant(app, made[Role.AUDITOR], Role.AUDITOR, read(app, "XJ").organisation_id)
    for identity in made.values():
        ask(app, identity.login)
    [officer] = waiting(app, ADMIN)
    assert not officer.asks_id_number
    reset(app, issue(app, officer, ADMIN, None).code, login="staff.final_officer")
    [auditor] = waiting(app, person(Role.AUDITOR))
    with pytest.raises(ForbiddenError):
        issue(app, auditor, ADMIN, None)
    own = person(Role.AUDITOR, person_id=made[Role.AUDITOR].person_id)
    assert waiting(app, own) == ()
    with pytest.raises(SeparationOfDutiesError):
        issue(app, auditor, own, None)


def test_a_code_and_a_number_are_kept_nowhere(
    app: AccountsApp, unit: UUID, clerk: Actor, applicant: Identity
) -> None:
    [request] = waiting(app, clerk, unit)
    code = issue(app, request, clerk).code
    everything = " ".join(
        str(stored(app, f"SELECT t::text FROM {table} t"))  # noqa: S608 -- four known tables
        for table in ("person", "idempotency", "audit_event", "password_reset")
    )
    assert code not in everything
    assert NUMBER not in everything


def test_own_sign_ins_are_seen_newest_first_and_not_kept_for_long(app: AccountsApp) -> None:
    assert isinstance(app.clock, FakeClock)
    me = sign_up(app)
    data = {"login": me.login, "password": "wrong", "device": "Firefox · Linux"}
    with pytest.raises(SignInFailedError):
        handlers.sign_in(app, call_of(SignIn.model_validate(data)))
    app.clock.advance(timedelta(minutes=1))
    sign_in(app, me.login, PASSWORD)
    seen = handlers.read_my_sign_ins(app, call_of(ReadMySignIns(), oneself(me))).sign_ins
    assert [(s.succeeded, s.device) for s in seen] == [(True, None), (False, "Firefox · Linux")]
    app.clock.advance(timedelta(days=181))
    sign_in(app, me.login, PASSWORD)
    seen = handlers.read_my_sign_ins(app, call_of(ReadMySignIns(), oneself(me))).sign_ins
    assert len(seen) == 1
    for _ in range(sign_ins.MOST + 3):
        app.clock.advance(timedelta(seconds=1))
        sign_in(app, me.login, PASSWORD)
    assert stored(app, "SELECT count(*) FROM sign_in") == [(sign_ins.MOST,)]
