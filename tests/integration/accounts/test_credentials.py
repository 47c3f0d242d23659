"""Accounts, sign-in and passwords on the real database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from typing_extensions import override

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.hashing import PasswordHashes
from services.accounts.metrics import SIGN_INS
from services.contracts.actors import Actor, ActorKind, service_actor
from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SignInFailedError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    ChangePassword,
    CreatePerson,
    Identity,
    ReadIdentity,
    SignIn,
    SignUp,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.factories.people import fresh_id_number

PASSWORD = "Kunlun-2019-xue"


def sign_up(app: AccountsApp, login: str = "yangli.aygul", **changes: Any) -> Identity:
    data = {
        "login": login,
        "password": PASSWORD,
        "name": "古丽样例·样例买买提",
        "id_number": fresh_id_number(),
    } | changes
    return handlers.sign_up(app, call_of(SignUp.model_validate(data)))


def sign_in(app: AccountsApp, login: str, password: str) -> Identity:
    request = SignIn.model_validate({"login": login, "password": password})
    return handlers.sign_in(app, call_of(request))


def oneself(person_id: UUID) -> Actor:
    return Actor(kind=ActorKind.PERSON, person_id=person_id)


def stored(app: AccountsApp, statement: str) -> list[Any]:
    with app.database.engine.connect() as connection:
        return list(connection.execute(text(statement)).all())


def test_an_applicant_signs_up_and_in_whatever_the_case_of_the_login(app: AccountsApp) -> None:
    created = sign_up(app, name=" 古丽样例·样例买买提 ", mobile="19900000000")
    identity = sign_in(app, "YANGLI.Aygul", PASSWORD)
    assert (identity, identity.name) == (created, "古丽样例·样例买买提")
    assert identity.roles == ()


def test_the_password_is_stored_as_argon2id_only(app: AccountsApp) -> None:
    sign_up(app)
    [(password_hash,)] = stored(app, "SELECT password_hash FROM person")
    assert password_hash.startswith("$argon2id$")
    everything = str(stored(app, "SELECT request_hash, response::text FROM idempotency"))
    assert PASSWORD not in everything


def test_a_login_belongs_to_one_person(app: AccountsApp) -> None:
    sign_up(app)
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, "Yangli.AYGUL")
    assert [(f.field, f.code) for f in refused.value.findings] == [("login", "taken")]


def test_a_weak_password_is_refused_with_every_reason(app: AccountsApp) -> None:
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, password="mima123")
    assert [f.code for f in refused.value.findings] == ["too_short", "too_uniform", "too_common"]
    assert stored(app, "SELECT 1 FROM person") == []


def test_all_failures_answer_alike(app: AccountsApp) -> None:
    sign_up(app)
    with app.database.engine.begin() as connection:
        connection.execute(text("INSERT INTO person SELECT gen_random_uuid(), 'gone', 'gone', name,"
            " mobile, password_hash, '{}', password_changed_at, 0, NULL, NULL, false, created_at,"
            " created_by, 0 FROM person"))  # fmt: skip
    answers = set()
    for login, password in [("nobody", PASSWORD), ("yangli.aygul", "wrong"), ("gone", PASSWORD)]:
        with pytest.raises(SignInFailedError) as failed:
            sign_in(app, login, password)
        answers.add(str(failed.value.to_wire()))
    assert len(answers) == 1


def test_an_unknown_login_costs_a_hash_too(app: AccountsApp) -> None:
    class Counting(PasswordHashes):
        asked: list[str | None] = []  # noqa: RUF012 -- one test's notes

        @override
        def matches(self, password_hash: str | None, password: str) -> bool:
            self.asked.append(password_hash)
            return super().matches(password_hash, password)

    hashes = Counting(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    assert not hashes.matches(None, "nobody has this password")
    assert hashes.asked == [None]


def test_failures_are_counted_and_forgotten_after_success(app: AccountsApp) -> None:
    sign_up(app)
    before = SIGN_INS.value(outcome="wrong_password")
    for _ in range(2):
        with pytest.raises(SignInFailedError):
            sign_in(app, "yangli.aygul", "wrong")
    assert stored(app, "SELECT failed_sign_ins FROM person") == [(2,)]
    assert SIGN_INS.value(outcome="wrong_password") == before + 2
    sign_in(app, "yangli.aygul", PASSWORD)
    assert stored(app, "SELECT failed_sign_ins, failed_at FROM person") == [(0, None)]


def test_sign_ins_are_audited_without_names(app: AccountsApp) -> None:
    created = sign_up(app)
    sign_in(app, "yangli.aygul", PASSWORD)
    with pytest.raises(SignInFailedError):
        sign_in(app, "nobody", PASSWORD)
    rows = stored(app, "SELECT action, object_id, details FROM audit_event ORDER BY id")
    assert [(action, object_id) for action, object_id, _ in rows] == [
        ("signed_up", str(created.person_id)),
        ("signed_in", str(created.person_id)),
        ("sign_in_failed", "unknown"),
    ]
    assert "aygul" not in str(rows)


def test_a_password_is_changed_by_who_knows_it(app: AccountsApp) -> None:
    me = sign_up(app)
    change = {"current_password": PASSWORD, "new_password": "Turpan-2020-xue"}

    def attempt(data: dict[str, str]) -> Identity:
        request = ChangePassword.model_validate(data)
        return handlers.change_password(app, call_of(request, oneself(me.person_id)))

    with pytest.raises(SignInFailedError):
        attempt(change | {"current_password": "wrong"})
    attempt(change)
    with pytest.raises(SignInFailedError):
        sign_in(app, "yangli.aygul", PASSWORD)
    assert sign_in(app, "yangli.aygul", "Turpan-2020-xue").person_id == me.person_id
    with pytest.raises(ValidationFailedError) as used:
        attempt({"current_password": "Turpan-2020-xue", "new_password": PASSWORD})
    assert [f.code for f in used.value.findings] == ["used_before"]


def test_stronger_parameters_are_taken_up_at_the_next_sign_in(app: AccountsApp) -> None:
    sign_up(app)
    app.hashes._hasher = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    sign_in(app, "yangli.aygul", PASSWORD)
    [(password_hash,)] = stored(app, "SELECT password_hash FROM person")
    assert "t=2" in password_hash


def test_identities_are_read_by_oneself_the_gateway_and_administrators(app: AccountsApp) -> None:
    me = sign_up(app)
    request = ReadIdentity(person_id=me.person_id)
    readers = [oneself(me.person_id), service_actor("gateway"), person(Role.SECURITY_ADMIN)]
    assert [handlers.read_identity(app, call_of(request, reader)) for reader in readers] == [me] * 3
    for stranger in (person(Role.UNIT_HR), service_actor("review")):
        with pytest.raises(NotFoundError):
            handlers.read_identity(app, call_of(request, stranger))
    unknown = ReadIdentity(person_id=uuid4())
    with pytest.raises(NotFoundError):
        handlers.read_identity(app, call_of(unknown, service_actor("gateway")))


def test_staff_accounts_are_made_by_the_system_administrator(app: AccountsApp) -> None:
    request = CreatePerson.model_validate(
        {"login": "yangli.officer", "password": PASSWORD, "name": "样例江"}
    )
    created = handlers.create_person(app, call_of(request, person(Role.SYSTEM_ADMIN)))
    assert sign_in(app, "yangli.officer", PASSWORD) == created
    (row,) = stored(app, "SELECT first_password_until - created_at AS serves FROM person")
    assert row.serves == timedelta(days=7)
    with pytest.raises(ForbiddenError):
        handlers.create_person(app, call_of(request, person(Role.SECURITY_ADMIN)))
    with pytest.raises(UnauthenticatedError):
        handlers.create_person(app, call_of(request))
