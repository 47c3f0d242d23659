"""Roles, bindings and client tokens on the real database."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.contracts.actors import Actor, ActorKind, service_actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    BindingState,
    BindingView,
    ConfirmBinding,
    GrantRole,
    Identity,
    IssueClientToken,
    ListBindings,
    ListClientTokens,
    RequestBinding,
    RevokeClientToken,
    RevokeRole,
    VerifyClientToken,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_credentials import sign_up
from tests.integration.accounts.test_organisations import ALL, FIRM, load, read

SECURITY = person(Role.SECURITY_ADMIN)


@pytest.fixture
def units(app: AccountsApp) -> dict[str, UUID]:
    """Organisation ids by code; HT-U and HT-V are units, the rest are desks."""
    load(app, *ALL, FIRM.replace("HT-U", "HT-V"))
    return {code: read(app, code).organisation_id for code in ("XJ", "HT", "HT-C", "HT-U", "HT-V")}


def oneself(identity: Identity) -> Actor:
    return Actor(kind=ActorKind.PERSON, person_id=identity.person_id, name=identity.name)


def grant(app: AccountsApp, whom: Identity, role: Role, organisation_id: UUID) -> Identity:
    request = GrantRole(person_id=whom.person_id, role=role, organisation_id=organisation_id)
    return handlers.grant_role(app, call_of(request, SECURITY))


def published(app: AccountsApp, name: str) -> list[tuple[int, dict[str, Any]]]:
    statement = text(
        "SELECT sequence, payload->'data' FROM outbox WHERE routing_key = :name ORDER BY id"
    )
    with app.database.engine.connect() as connection:
        rows = connection.execute(statement, {"name": name})
        return [(sequence, data) for sequence, data in rows]


def test_a_role_is_granted_seen_told_and_revoked(app: AccountsApp, units: dict[str, UUID]) -> None:
    clerk = sign_up(app)
    identity = grant(app, clerk, Role.UNIT_HR, units["HT-U"])
    assert [(g.role, g.organisation_id) for g in identity.roles] == [(Role.UNIT_HR, units["HT-U"])]
    request = RevokeRole(grant_id=identity.roles[0].grant_id)
    assert handlers.revoke_role(app, call_of(request, SECURITY)).roles == ()
    told = published(app, "role-changed")
    assert [(sequence, data["active"]) for sequence, data in told] == [(1, True), (2, False)]


@pytest.mark.parametrize("other", [Role.SECURITY_ADMIN, Role.AUDITOR, Role.REGION_LEADER])
def test_a_system_administrator_is_nothing_else(
    app: AccountsApp, units: dict[str, UUID], other: Role
) -> None:
    admin = sign_up(app)
    grant(app, admin, Role.SYSTEM_ADMIN, units["XJ"])
    with pytest.raises(SeparationOfDutiesError):
        grant(app, admin, other, units["XJ"])


def test_a_role_needs_the_right_organisation(app: AccountsApp, units: dict[str, UUID]) -> None:
    somebody = sign_up(app)
    with pytest.raises(ValidationFailedError, match="不能设在"):
        grant(app, somebody, Role.REGION_LEADER, units["HT"])
    with pytest.raises(ValidationFailedError, match="已有该角色"):
        [grant(app, somebody, Role.MID_OFFICER, units["HT-C"]) for _ in range(2)]
    with pytest.raises(NotFoundError):
        grant(app, somebody, Role.MID_OFFICER, uuid4())


def test_nobody_grants_to_themselves(app: AccountsApp, units: dict[str, UUID]) -> None:
    assert SECURITY.person_id is not None
    request = GrantRole(
        person_id=SECURITY.person_id, role=Role.AUDITOR, organisation_id=units["XJ"]
    )
    with pytest.raises(ForbiddenError, match="另一位"):
        handlers.grant_role(app, call_of(request, SECURITY))


def bind(app: AccountsApp, who: Identity, organisation_id: UUID) -> BindingView:
    request = RequestBinding(organisation_id=organisation_id)
    return handlers.request_binding(app, call_of(request, oneself(who)))


def decide(app: AccountsApp, binding: BindingView, clerk: Actor, **answer: Any) -> BindingView:
    request = ConfirmBinding(binding_id=binding.binding_id, **answer)
    return handlers.confirm_binding(app, call_of(request, clerk))


def test_the_units_clerk_confirms_who_works_there(app: AccountsApp, units: dict[str, UUID]) -> None:
    applicant, clerk = sign_up(app), person(Role.UNIT_HR, at=units["HT-U"])
    asked = bind(app, applicant, units["HT-U"])
    assert (asked.state, published(app, "binding-changed")) == (BindingState.REQUESTED, [])
    assert bind(app, applicant, units["HT-U"]) == asked
    request = ListBindings(organisation_id=units["HT-U"], state=BindingState.REQUESTED)
    assert handlers.list_bindings(app, call_of(request, clerk)).bindings == (asked,)
    assert decide(app, asked, clerk).state is BindingState.CONFIRMED
    assert decide(app, asked, clerk).state is BindingState.CONFIRMED
    [(sequence, data)] = published(app, "binding-changed")
    assert (sequence, data) == (
        1,
        {
            "person_id": str(applicant.person_id),
            "unit_id": str(units["HT-U"]),
            "confirmed": True,
        },
    )


def test_changing_the_unit_ends_the_confirmed_binding(
    app: AccountsApp, units: dict[str, UUID]
) -> None:
    applicant = sign_up(app)
    decide(app, bind(app, applicant, units["HT-U"]), person(Role.UNIT_HR, at=units["HT-U"]))
    bind(app, applicant, units["HT-V"])
    own = handlers.list_bindings(app, call_of(ListBindings(), oneself(applicant)))
    assert {b.organisation_id: b.state for b in own.bindings} == {
        units["HT-U"]: BindingState.ENDED,
        units["HT-V"]: BindingState.REQUESTED,
    }
    told = [data["confirmed"] for _, data in published(app, "binding-changed")]
    assert told == [True, False]


def test_a_refusal_needs_a_reason_and_is_final(app: AccountsApp, units: dict[str, UUID]) -> None:
    applicant, clerk = sign_up(app), person(Role.UNIT_HR, at=units["HT-U"])
    asked = bind(app, applicant, units["HT-U"])
    with pytest.raises(ValidationFailedError, match="原因"):
        decide(app, asked, clerk, confirm=False)
    refused = decide(app, asked, clerk, confirm=False, reason="样例：本单位无此人")
    assert (refused.state, refused.reason) == (BindingState.REFUSED, "样例：本单位无此人")
    with pytest.raises(IllegalTransitionError):
        decide(app, asked, clerk)


def test_a_binding_is_nobody_elses_business(app: AccountsApp, units: dict[str, UUID]) -> None:
    applicant = sign_up(app)
    asked = bind(app, applicant, units["HT-U"])
    for stranger in (person(Role.UNIT_HR, at=units["HT-V"]), person(Role.SYSTEM_ADMIN)):
        with pytest.raises(NotFoundError):
            decide(app, asked, stranger)
    own = person(Role.UNIT_HR, at=units["HT-U"], person_id=applicant.person_id)
    with pytest.raises(SeparationOfDutiesError):
        decide(app, asked, own)


def test_a_desk_is_no_unit_to_apply_from(app: AccountsApp, units: dict[str, UUID]) -> None:
    applicant = sign_up(app)
    with pytest.raises(ValidationFailedError, match="不能作为申报单位"):
        bind(app, applicant, units["HT"])
    with pytest.raises(UnauthenticatedError):
        handlers.request_binding(app, call_of(RequestBinding(organisation_id=units["HT"])))


def test_a_client_token_opens_what_it_says_until_it_is_revoked(
    app: AccountsApp, units: dict[str, UUID]
) -> None:
    request = IssueClientToken(
        name="样例系统", organisation_id=units["HT"], scopes=("seats:read", "plan:read")
    )
    issued = handlers.issue_client_token(app, call_of(request, SECURITY))
    check = call_of(
        VerifyClientToken.model_validate({"token": issued.token}), service_actor("gateway")
    )
    identity = handlers.verify_client_token(app, check)
    assert (identity.organisation_id, identity.scopes) == (
        units["HT"],
        ("plan:read", "seats:read"),
    )
    revoke = RevokeClientToken(client_id=identity.client_id)
    handlers.revoke_client_token(app, call_of(revoke, SECURITY))
    with pytest.raises(UnauthenticatedError):
        handlers.verify_client_token(app, check)
    [listed] = handlers.list_client_tokens(app, call_of(ListClientTokens(), SECURITY)).clients
    assert listed.revoked_at is not None
    with app.database.engine.connect() as connection:
        kept = connection.execute(text("SELECT t::text FROM client_token t")).scalar_one()
        answers = connection.execute(text("SELECT response FROM idempotency")).scalars()
        assert issued.token not in f"{kept}{list(answers)}"


def test_only_the_gateway_checks_tokens(app: AccountsApp) -> None:
    request = VerifyClientToken.model_validate({"token": "guess"})
    with pytest.raises(ForbiddenError):
        handlers.verify_client_token(app, call_of(request, SECURITY))
    with pytest.raises(UnauthenticatedError):
        handlers.verify_client_token(app, call_of(request, service_actor("gateway")))
