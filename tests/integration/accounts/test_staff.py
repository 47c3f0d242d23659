"""Administrators find people and their roles; a grant is looked at before it is made."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    CheckGrant,
    CreatePerson,
    GrantPreview,
    Identity,
    IssueClientToken,
    ListGrants,
    ListPeople,
    People,
    ReadActorNames,
    ReadPerson,
    RevokeRole,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_organisations import ADMIN, ALL, load, read
from tests.integration.accounts.test_roles_bindings_tokens import SECURITY, grant


@pytest.fixture
def units(app: AccountsApp) -> dict[str, UUID]:
    load(app, *ALL)
    return {code: read(app, code).organisation_id for code in ("XJ", "HT", "HT-C", "HT-U")}


def hire(app: AccountsApp, login: str, name: str) -> Identity:
    request = CreatePerson.model_validate(
        {"login": login, "password": "Tianshan-2019-peixun", "name": name}
    )
    return handlers.create_person(app, call_of(request, ADMIN))


def found(app: AccountsApp, wanted: str | None = None, **page: int) -> People:
    return handlers.list_people(app, call_of(ListPeople(text=wanted, **page), SECURITY))


def test_people_are_found_by_a_part_of_name_or_login(app: AccountsApp) -> None:
    hire(app, "first.clerk", "样例江")
    hire(app, "second.clerk", "样例山")
    assert [one.login for one in found(app, "江").people] == ["first.clerk"]
    assert [one.login for one in found(app, "SECOND").people] == ["second.clerk"]
    assert [one.login for one in found(app, "clerk").people] == ["first.clerk", "second.clerk"]
    assert found(app, "_").total == 0
    page = found(app, "clerk", offset=1, limit=1)
    assert ([one.login for one in page.people], page.total) == (["second.clerk"], 2)


def test_the_staff_is_listed_without_applicants(app: AccountsApp, units: dict[str, UUID]) -> None:
    clerk = hire(app, "first.clerk", "样例江")
    grant(app, clerk, Role.UNIT_HR, units["HT-U"])
    with app.database.engine.begin() as connection:
        connection.execute(text("UPDATE person SET first_password_until = NULL"))
    hire(app, "waits.for.role", "样例山")
    applicant = hire(app, "applicant", "样例河")
    with app.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE person SET first_password_until = NULL WHERE person_id = :id"),
            {"id": applicant.person_id},
        )
    listed = found(app)
    assert [(one.login, [view.role for view in one.roles]) for one in listed.people] == [
        ("first.clerk", [Role.UNIT_HR]),
        ("waits.for.role", []),
    ]


def test_looking_for_people_leaves_no_name_in_the_trail(app: AccountsApp) -> None:
    found(app, "样例江")
    with app.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT audit_event::text FROM audit_event")).scalars()
        [row] = rows
    assert "people_listed" in row
    assert "样例江" not in row


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REGION_LEADER, Role.HELPLINE])
def test_only_administrators_look_for_people(app: AccountsApp, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        handlers.list_people(app, call_of(ListPeople(text="样例"), person(role)))
    with pytest.raises(ForbiddenError):
        handlers.read_person(app, call_of(ReadPerson(person_id=uuid4()), person(role)))


def test_who_holds_what_in_an_organisation(app: AccountsApp, units: dict[str, UUID]) -> None:
    clerk = hire(app, "first.clerk", "样例江")
    identity = grant(app, clerk, Role.UNIT_HR, units["HT-U"])
    request = ListGrants(organisation_id=units["HT-U"])
    [holder] = handlers.list_grants(app, call_of(request, ADMIN)).grants
    assert (holder.person_name, holder.grant.role) == ("样例江", Role.UNIT_HR)
    revoke = RevokeRole(grant_id=identity.roles[0].grant_id)
    handlers.revoke_role(app, call_of(revoke, SECURITY))
    assert handlers.list_grants(app, call_of(request, ADMIN)).grants == ()
    with pytest.raises(NotFoundError):
        handlers.list_grants(app, call_of(ListGrants(organisation_id=uuid4()), ADMIN))


def check(app: AccountsApp, whom: Identity, role: Role, organisation_id: UUID) -> GrantPreview:
    request = CheckGrant(person_id=whom.person_id, role=role, organisation_id=organisation_id)
    return handlers.check_grant(app, call_of(request, SECURITY))


def test_a_grant_is_looked_at_and_refused_as_it_would_be(
    app: AccountsApp, units: dict[str, UUID]
) -> None:
    clerk = hire(app, "first.clerk", "样例江")
    seen = check(app, clerk, Role.SYSTEM_ADMIN, units["XJ"])
    assert (seen.person.roles, seen.grant.role) == ((), Role.SYSTEM_ADMIN)
    assert found(app, "first.clerk").people[0].roles == ()
    grant(app, clerk, Role.SYSTEM_ADMIN, units["XJ"])
    with pytest.raises(SeparationOfDutiesError):
        check(app, clerk, Role.AUDITOR, units["XJ"])
    with pytest.raises(ValidationFailedError, match="已有该角色"):
        check(app, clerk, Role.SYSTEM_ADMIN, units["XJ"])
    with pytest.raises(ValidationFailedError, match="不能设在"):
        check(app, clerk, Role.UNIT_HR, units["XJ"])


def test_names_of_actors_are_asked_at_once(app: AccountsApp, units: dict[str, UUID]) -> None:
    clerk = hire(app, "first.clerk", "样例江")
    issue = IssueClientToken(name="样例系统", organisation_id=units["HT"], scopes=("plan:read",))
    client = handlers.issue_client_token(app, call_of(issue, SECURITY)).client
    actors = (
        f"person:{clerk.person_id}",
        f"client:{client.client_id}",
        f"person:{uuid4()}",
        "person:nobody",
        "service:review",
        "anonymous",
    )
    auditor = person(Role.AUDITOR)
    answer = handlers.read_actor_names(app, call_of(ReadActorNames(actors=actors), auditor))
    assert {one.actor: one.name for one in answer.names} == {
        actors[0]: "样例江",
        actors[1]: "样例系统",
    }
    with pytest.raises(ForbiddenError):
        handlers.read_actor_names(app, call_of(ReadActorNames(actors=actors), ADMIN))
