"""One account per ID number, of which only a digest is kept (`domain` §6.3, §8.2)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from typing_extensions import override

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.hashing import PasswordHashes
from services.chassis.work import Replayed
from services.contracts.errors import (
    IdempotencyConflictError,
    SignInFailedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import ChangePassword, Identity, SignUp
from tests.factories.causes import call_of
from tests.integration.accounts.test_credentials import PASSWORD, oneself, sign_in, sign_up, stored

NUMBER = "650000198405010010"


def findings(error: ValidationFailedError) -> list[tuple[str | None, str]]:
    return [(finding.field, finding.code) for finding in error.findings]


def test_a_second_account_of_one_id_number_is_refused_with_what_to_do(app: AccountsApp) -> None:
    sign_up(app, id_number=" ６５００００19840501001 0 ")
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, "another.login", id_number=NUMBER)
    assert findings(refused.value) == [("id_number", "taken")]
    assert "忘记密码" in refused.value.findings[0].message
    assert len(stored(app, "SELECT 1 FROM person")) == 1


def test_of_eight_at_the_same_moment_one_has_the_account(app: AccountsApp) -> None:
    together = threading.Barrier(8)

    def ask(number: int) -> Identity | ValidationFailedError:
        together.wait()
        try:
            return sign_up(app, f"sample.{number:04d}", id_number=NUMBER)
        except ValidationFailedError as refused:
            return refused

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    refusals = [answer for answer in answers if isinstance(answer, ValidationFailedError)]
    assert [findings(refusal) for refusal in refusals] == [[("id_number", "taken")]] * 7
    assert len(stored(app, "SELECT 1 FROM person")) == 1


def test_the_number_itself_is_kept_nowhere(app: AccountsApp) -> None:
    sign_up(app, id_number=NUMBER)
    sign_in(app, NUMBER, PASSWORD)
    everything = " ".join(
        str(stored(app, f"SELECT t::text FROM {table} t"))  # noqa: S608 -- three known tables
        for table in ("person", "idempotency", "audit_event")
    )
    assert NUMBER not in everything
    [(digest,)] = stored(app, "SELECT id_digest FROM person")
    assert bytes(digest) == app.digests.id_numbers.digest(NUMBER)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("650000840501001", "id_number_15"),
        ("650000198405010011", "id_number_checksum"),
        ("650000198413010010", "id_number_date"),
    ],
)
def test_a_wrong_number_is_refused_by_the_rules_of_the_form(
    app: AccountsApp, number: str, code: str
) -> None:
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, id_number=number)
    assert findings(refused.value) == [("id_number", code)]


def test_whoever_signed_up_may_sign_in_by_the_number(app: AccountsApp) -> None:
    created = sign_up(app, id_number="65000019900101006X")
    assert sign_in(app, "65000019900101006x", PASSWORD) == created
    with pytest.raises(SignInFailedError):
        sign_in(app, "65000019900101006x", "Wrong-password-1")
    assert stored(app, "SELECT failed_sign_ins FROM person") == [(1,)]


def test_an_id_number_is_no_login(app: AccountsApp) -> None:
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, NUMBER)
    assert findings(refused.value) == [("login", "id_number")]


def test_a_name_is_brought_into_its_normal_form(app: AccountsApp) -> None:
    assert sign_up(app, name="古丽样例•样例买买提").name == "古丽样例·样例买买提"
    with pytest.raises(ValidationFailedError) as refused:
        sign_up(app, "another.login", name="古丽样例°样例买买提")
    assert findings(refused.value) == [("name", "name_symbol")]


class CountingHashes(PasswordHashes):
    """Counts what was hashed."""

    made = 0

    @override
    def make(self, password: str) -> str:
        self.made += 1
        return super().make(password)


def test_a_repeated_sign_up_hashes_nothing(app: AccountsApp) -> None:
    hashes = CountingHashes(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    object.__setattr__(app, "hashes", hashes)
    data = {"login": "aygul", "password": PASSWORD, "name": "古丽样例", "id_number": NUMBER}
    created = handlers.sign_up(app, call_of(SignUp.model_validate(data), key="first"))
    with pytest.raises(Replayed) as again:
        handlers.sign_up(app, call_of(SignUp.model_validate(data), key="first"))
    assert again.value.response == created.model_dump(mode="json")
    other = SignUp.model_validate(data | {"name": "样例江"})
    with pytest.raises(IdempotencyConflictError):
        handlers.sign_up(app, call_of(other, key="first"))
    assert hashes.made == 1


def test_a_repeated_change_of_password_gives_the_first_answer(app: AccountsApp) -> None:
    me = sign_up(app)
    data = {"current_password": PASSWORD, "new_password": "Turpan-2020-xue"}
    change = call_of(ChangePassword.model_validate(data), oneself(me.person_id), key="change")
    changed = handlers.change_password(app, change)
    with pytest.raises(Replayed) as again:
        handlers.change_password(app, change)
    assert again.value.response == changed.model_dump(mode="json")
