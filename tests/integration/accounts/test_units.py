"""A private firm registers itself and the local bureau confirms it (R04)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.domain.uscc import check_character
from services.contracts.actors import Actor
from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    UnauthenticatedError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    BindingState,
    DecideUnitRegistration,
    Identity,
    ListBindings,
    ListOrganisations,
    ListUnitRegistrations,
    ReadUnitRegistration,
    RegisterUnit,
    RegistrationState,
    UnitRegistrationView,
)
from services.contracts.vocabulary import NodeKind, Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_credentials import sign_up
from tests.integration.accounts.test_one_account import findings
from tests.integration.accounts.test_organisations import ALL, events, load, read
from tests.integration.accounts.test_roles_bindings_tokens import bind, oneself


def code(serial: int) -> str:
    first = f"91653201{serial:09d}"
    return first + check_character(first)


@pytest.fixture
def bureau(app: AccountsApp) -> UUID:
    load(app, *ALL)
    return read(app, "HT-C").organisation_id


@pytest.fixture
def officer(bureau: UUID) -> Actor:
    return person(Role.MID_OFFICER, at=bureau)


def wanted(**changes: Any) -> RegisterUnit:
    data = {
        "name": "（样例）和田新芽公司",
        "uscc": code(1),
        "region_code": "653201",
        "unit_nature": "PRIVATE_ENTERPRISE",
        "address": "和田市样例路1号",
        "hr_contact": "样例江",
        "hr_phone": "0903-0000001",
    }
    return RegisterUnit.model_validate(data | changes)


def register(app: AccountsApp, who: Identity, **changes: Any) -> UnitRegistrationView:
    return handlers.register_unit(app, call_of(wanted(**changes), oneself(who)))


def decide(
    app: AccountsApp, asked: UnitRegistrationView, officer: Actor, **answer: Any
) -> UnitRegistrationView:
    given = {"registration_id": asked.registration_id, "confirm": True} | answer
    request = DecideUnitRegistration.model_validate(given)
    return handlers.decide_unit_registration(app, call_of(request, officer))


def bindable(app: AccountsApp) -> list[str]:
    request = ListOrganisations(only_bindable=True)
    return [o.code for o in handlers.list_organisations(app, call_of(request)).organisations]


@pytest.mark.requirement("R04")
def test_a_confirmed_firm_has_its_route_and_its_registering_person_waits_for_its_clerk(
    app: AccountsApp, officer: Actor
) -> None:
    applicant = sign_up(app)
    asked = register(app, applicant, uscc=f" {code(1).lower()} ")
    assert (asked.state, asked.uscc) == (RegistrationState.PENDING, code(1))
    assert code(1) not in bindable(app)
    told_before = len(events(app))

    confirmed = decide(app, asked, officer)
    unit = read(app, code(1))
    assert (confirmed.state, confirmed.organisation_id) == (
        RegistrationState.CONFIRMED,
        unit.organisation_id,
    )
    assert [(node.kind, node.organisation_name) for node in unit.route] == [
        (NodeKind.UNIT, "（样例）和田新芽公司"),
        (NodeKind.MID, "和田市人社局"),
        (NodeKind.FINAL, "和田地区人社局"),
        (NodeKind.REGION, "自治区人社厅"),
    ]
    assert unit.plan_unit_code == "XJ-6532"
    assert code(1) in bindable(app)
    [told] = events(app)[told_before:]
    assert (told["event"], told["data"]["code"]) == ("organisation-changed", code(1))
    [binding] = handlers.list_bindings(app, call_of(ListBindings(), oneself(applicant))).bindings
    assert (binding.organisation_id, binding.state) == (
        unit.organisation_id,
        BindingState.REQUESTED,
    )
    assert decide(app, asked, officer) == confirmed


def test_a_refused_firm_is_not_there_and_may_register_again(
    app: AccountsApp, officer: Actor
) -> None:
    applicant = sign_up(app)
    asked = register(app, applicant)
    with pytest.raises(ValidationFailedError) as nameless:
        decide(app, asked, officer, confirm=False, reason=" ")
    assert findings(nameless.value) == [("reason", "empty")]
    refused = decide(app, asked, officer, confirm=False, reason="样例：营业执照与名称不符")
    assert (refused.state, refused.reason) == (
        RegistrationState.REFUSED,
        "样例：营业执照与名称不符",
    )
    assert code(1) not in bindable(app)
    with pytest.raises(IllegalTransitionError):
        decide(app, asked, officer)
    assert register(app, applicant).state is RegistrationState.PENDING


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"uscc": "916532010000000010"}, ("uscc", "checksum")),
        ({"unit_nature": "PUBLIC_INSTITUTION"}, ("unit_nature", "not_here")),
        ({"region_code": "650102"}, ("region_code", "no_bureau")),
        ({"hr_phone": "电话"}, ("hr_phone", "phone")),
        ({"name": "  "}, ("name", "empty")),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    app: AccountsApp, bureau: UUID, changes: dict[str, str], found: tuple[str, str]
) -> None:
    with pytest.raises(ValidationFailedError) as refused:
        register(app, sign_up(app), **changes)
    assert findings(refused.value) == [found]


def test_a_firm_on_the_list_is_named_instead_of_registered(
    app: AccountsApp, officer: Actor
) -> None:
    decide(app, register(app, sign_up(app)), officer)
    with pytest.raises(ValidationFailedError) as known:
        register(app, sign_up(app, "second.person"))
    assert findings(known.value) == [("uscc", "known")]
    assert "（样例）和田新芽公司" in known.value.findings[0].message


def test_of_four_who_register_one_firm_at_once_one_waits(app: AccountsApp, bureau: UUID) -> None:
    everybody = [sign_up(app, f"sample.{number}000") for number in range(4)]
    together = threading.Barrier(4)

    def ask(who: Identity) -> UnitRegistrationView | ValidationFailedError:
        together.wait()
        try:
            return register(app, who)
        except ValidationFailedError as refused:
            return refused

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, everybody))
    refusals = [a for a in answers if isinstance(a, ValidationFailedError)]
    assert [findings(refusal) for refusal in refusals] == [[("uscc", "waits")]] * 3


def test_one_person_has_one_registration_waiting(app: AccountsApp, bureau: UUID) -> None:
    applicant = sign_up(app)
    register(app, applicant)
    with pytest.raises(ValidationFailedError) as second:
        register(app, applicant, uscc=code(2))
    assert findings(second.value) == [("name", "one_at_a_time")]


def test_registrations_are_seen_by_the_bureau_and_by_whom_they_are(
    app: AccountsApp, bureau: UUID, officer: Actor
) -> None:
    applicant = sign_up(app)
    asked = register(app, applicant)
    at_bureau = ListUnitRegistrations(bureau_id=bureau, state=RegistrationState.PENDING)
    own = ListUnitRegistrations()
    one = ReadUnitRegistration(registration_id=asked.registration_id)
    for request, reader in ((at_bureau, officer), (own, oneself(applicant))):
        seen = handlers.list_unit_registrations(app, call_of(request, reader))
        assert (seen.registrations, seen.total) == ((asked,), 1)
    for reader in (officer, oneself(applicant)):
        assert handlers.read_unit_registration(app, call_of(one, reader)) == asked
    for stranger in (person(Role.MID_OFFICER), person(Role.SYSTEM_ADMIN)):
        with pytest.raises(NotFoundError):
            handlers.list_unit_registrations(app, call_of(at_bureau, stranger))
        with pytest.raises(NotFoundError):
            handlers.read_unit_registration(app, call_of(one, stranger))
        with pytest.raises(NotFoundError):
            decide(app, asked, stranger)
    with pytest.raises(UnauthenticatedError):
        handlers.register_unit(app, call_of(wanted()))


def test_nobody_confirms_the_firm_they_registered(app: AccountsApp, bureau: UUID) -> None:
    applicant = sign_up(app)
    asked = register(app, applicant)
    own = person(Role.MID_OFFICER, at=bureau, person_id=applicant.person_id)
    with pytest.raises(SeparationOfDutiesError):
        decide(app, asked, own)


def test_a_person_bound_elsewhere_meanwhile_stays_there(app: AccountsApp, officer: Actor) -> None:
    applicant = sign_up(app)
    asked = register(app, applicant)
    elsewhere = read(app, "HT-U").organisation_id

    bind(app, applicant, elsewhere)
    decide(app, asked, officer)
    bindings = handlers.list_bindings(app, call_of(ListBindings(), oneself(applicant))).bindings
    assert [binding.organisation_id for binding in bindings] == [elsewhere]
