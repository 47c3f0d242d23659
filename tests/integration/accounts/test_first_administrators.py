"""An empty installation gets its three administrators once, with passwords that are not powers."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.demo import seed
from services.accounts.first_administrators import run
from services.chassis.settings import Mode
from services.chassis.testing.clock import FakeClock
from services.contracts.actors import Actor, ActorKind, RoleGrant, service_actor
from services.contracts.errors import SignInFailedError
from services.contracts.requests.accounts import (
    ChangePassword,
    GrantRole,
    Identity,
    ReadIdentity,
    SignIn,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of
from tests.integration.accounts.test_organisations import ALL, load, read

THREE = (
    *("--system-admin", "sample.system", "努尔样例·样例买买提"),
    *("--security-admin", "sample.security", "艾山样例·样例买买提"),
    *("--auditor", "sample.audit", "王样例明"),
)
OWN = "Tianshan-2019-ziji"


@pytest.fixture
def production(app: AccountsApp) -> AccountsApp:
    return replace(app, settings=app.settings.model_copy(update={"mode": Mode.PRODUCTION}))


def appoint(app: AccountsApp, *words: str) -> tuple[int, str]:
    out = io.StringIO()
    return run(app, words or THREE, out), out.getvalue()


def passwords(told: str) -> dict[str, str]:
    return dict(re.findall(r"(sample\.\w+)  (\S+)", told))


def sign_in(app: AccountsApp, login: str, password: str) -> Identity:
    request = SignIn.model_validate({"login": login, "password": password})
    return handlers.sign_in(app, call_of(request))


def take_over(app: AccountsApp, login: str, password: str) -> Identity:
    """Sign in and choose a password of one's own."""
    me = sign_in(app, login, password)
    change = ChangePassword.model_validate({"current_password": password, "new_password": OWN})
    actor = Actor(kind=ActorKind.PERSON, person_id=me.person_id, name=me.name)
    return handlers.change_password(app, call_of(change, actor))


def held(identity: Identity) -> list[Role]:
    return [view.role for view in identity.roles]


def actor_of(identity: Identity) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        person_id=identity.person_id,
        name=identity.name,
        roles=tuple(
            RoleGrant(role=view.role, organisation_id=view.organisation_id)
            for view in identity.roles
        ),
    )


def counts(app: AccountsApp) -> tuple[int, ...]:
    query = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM role_grant)"
    with app.database.engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def test_three_people_are_created_and_their_passwords_shown_once(production: AccountsApp) -> None:
    code, told = appoint(production)
    assert code == 0
    shown = passwords(told)
    assert sorted(shown) == ["sample.audit", "sample.security", "sample.system"]
    assert len(set(shown.values())) == 3
    with production.database.engine.connect() as connection:
        tables = ("person", "role_grant", "organisation", "outbox", "audit_event")
        stored = "".join(
            str(list(connection.execute(text(f"SELECT * FROM {table}"))))  # noqa: S608 -- names above
            for table in tables
        )
    assert not [password for password in shown.values() if password in stored]
    office = read(production, "XJ")
    assert (office.name, office.organisation_type.label) == (
        "新疆维吾尔自治区人力资源和社会保障厅",
        "自治区人社厅",
    )


def test_a_first_password_gives_no_powers_until_its_owner_changed_it(
    production: AccountsApp,
) -> None:
    _, told = appoint(production)
    password = passwords(told)["sample.system"]
    before = sign_in(production, "sample.system", password)
    assert held(before) == []
    asked = call_of(ReadIdentity(person_id=before.person_id), service_actor("gateway"))
    assert held(handlers.read_identity(production, asked)) == []
    assert held(take_over(production, "sample.system", password)) == [Role.SYSTEM_ADMIN]
    assert held(handlers.read_identity(production, asked)) == [Role.SYSTEM_ADMIN]
    assert held(sign_in(production, "sample.system", OWN)) == [Role.SYSTEM_ADMIN]
    with pytest.raises(SignInFailedError):
        sign_in(production, "sample.system", password)


def test_a_first_password_opens_nothing_after_a_day(production: AccountsApp) -> None:
    _, told = appoint(production)
    clock = production.clock
    assert isinstance(clock, FakeClock)
    clock.advance(timedelta(hours=24))
    with pytest.raises(SignInFailedError):
        sign_in(production, "sample.audit", passwords(told)["sample.audit"])


def test_where_an_administrator_came_in_it_refuses_and_changes_nothing(
    production: AccountsApp,
) -> None:
    _, told = appoint(production)
    take_over(production, "sample.audit", passwords(told)["sample.audit"])
    before = counts(production)
    code, refusal = appoint(production)
    assert (code, "已有管理员" in refusal, passwords(refusal)) == (2, True, {})
    others = [word.replace("sample.", "other.") for word in THREE]
    assert appoint(production, *others)[0] == 2
    assert counts(production) == before == (3, 3)
    security = passwords(told)["sample.security"]
    assert sign_in(production, "sample.security", security).login == "sample.security"


def test_while_nobody_came_in_the_same_three_get_fresh_passwords(production: AccountsApp) -> None:
    first = passwords(appoint(production)[1])
    code, told = appoint(production)
    second = passwords(told)
    assert (code, counts(production)) == (0, (3, 3))
    assert not set(first.values()) & set(second.values())
    with pytest.raises(SignInFailedError):
        sign_in(production, "sample.system", first["sample.system"])
    assert sign_in(production, "sample.system", second["sample.system"]).roles == ()
    others = [word.replace("sample.", "other.") for word in THREE]
    assert appoint(production, *others)[0] == 2
    assert counts(production) == (3, 3)


def test_where_people_of_the_demo_are_it_refuses(app: AccountsApp) -> None:
    seed(app)
    before = counts(app)
    assert appoint(app)[0] == 2
    assert counts(app) == before


@pytest.mark.parametrize(
    ("instead", "of", "told"),
    [
        ("sample.audit", "sample.system", "三个不同的人"),
        ("SAMPLE.AUDIT", "sample.system", "三个不同的人"),
        ("a b", "sample.audit", "用户名须为"),
        (" ", "王样例明", "请填写姓名"),
    ],
)
def test_three_different_people_with_proper_logins_are_asked_for(
    production: AccountsApp, instead: str, of: str, told: str
) -> None:
    code, refusal = appoint(production, *(instead if word == of else word for word in THREE))
    assert (code, told in refusal) == (2, True)
    assert counts(production) == (0, 0)


def test_they_can_go_on_to_set_up_everything_else(production: AccountsApp) -> None:
    """Import everybody over the office that was created, then grant a role to a newcomer."""
    shown = passwords(appoint(production)[1])
    office = read(production, "XJ").organisation_id
    load(production, *ALL)
    assert read(production, "XJ").organisation_id == office
    security = take_over(production, "sample.security", shown["sample.security"])
    colleague = sign_in(production, "sample.system", shown["sample.system"])
    grant = GrantRole(person_id=colleague.person_id, role=Role.HELPLINE, organisation_id=office)
    granted = handlers.grant_role(production, call_of(grant, actor_of(security)))
    assert set(held(granted)) == {Role.SYSTEM_ADMIN, Role.HELPLINE}
