"""Pages of accounts: what is said about what was typed, and where a role's doors lead."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.requests.accounts import BindingState, BindingView, RoleView
from services.contracts.vocabulary import Role
from services.gateway.pages.account.home import current_binding
from services.gateway.pages.account.typed import read_name, sign_up_findings
from services.gateway.pages.account.workplaces import DOORS, workplaces_of
from services.gateway.pages.table import PAGE_ROUTES

GOOD = {"id_number": "650000198405010010", "mobile": "19900000001", "login": "sample.one"}


def fields_at_fault(values: dict[str, str], name: str, password: str, **options: Any) -> list[str]:
    options.setdefault("name_sure", False)
    found = sign_up_findings(values, read_name(name), password, **options)
    return [finding.field for finding in found]


def test_a_good_form_is_sent_on() -> None:
    assert fields_at_fault(GOOD, "古丽样例·样例买买提", "Kunlun-2019-xue") == []


def test_an_empty_form_is_told_field_by_field_in_its_order() -> None:
    assert fields_at_fault({}, "", "") == ["name", "id_number", "mobile", "login", "password"]


@pytest.mark.parametrize("login", ["abc", "样例用户", "-begins", "a" * 65])
def test_a_login_follows_its_rule(login: str) -> None:
    assert fields_at_fault(GOOD | {"login": login}, "样例江", "x") == ["login"]


def test_a_doubtful_name_is_asked_about_and_may_be_insisted_on() -> None:
    name = read_name("古丽样例.样例买买提")
    assert name.doubts
    assert fields_at_fault(GOOD, "古丽样例.样例买买提", "x") == ["name"]
    assert fields_at_fault(GOOD, "古丽样例.样例买买提", "x", name_sure=True) == []


def test_what_was_changed_in_a_name_is_told() -> None:
    name = read_name("古丽样例•样例买买提")
    assert (name.value, name.changes) == ("古丽样例·样例买买提", ("已将•统一为·。",))


def grant(role: Role, organisation: UUID, name: str = "样例单位") -> RoleView:
    return RoleView(
        grant_id=uuid4(),
        role=role,
        organisation_id=organisation,
        organisation_name=name,
        valid_from=date(2019, 1, 1),
        valid_to=None,
    )


def test_roles_are_shown_by_organisation_with_their_own_doors_only() -> None:
    unit, bureau = uuid4(), uuid4()
    places = workplaces_of(
        [
            grant(Role.UNIT_HR, unit, "样例医院"),
            grant(Role.MID_OFFICER, bureau, "样例人社局"),
            grant(Role.UNIT_LEADER, unit, "样例医院"),
        ]
    )
    assert [(place.name, place.roles) for place in places] == [
        ("样例医院", (Role.UNIT_HR.label, Role.UNIT_LEADER.label)),
        ("样例人社局", (Role.MID_OFFICER.label,)),
    ]
    addresses = [{door.address for door in place.doors} for place in places]
    assert f"/unit/{unit}/people" in addresses[0]
    assert f"/bureau/{bureau}/units" in addresses[1]
    assert not any(address.startswith("/bureau") for address in addresses[0])


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.address)
def test_every_door_leads_to_a_page_that_lets_its_roles_in(door: Any) -> None:
    wanted = re.sub(r"\{\w+\}", "{}", door.address.partition("?")[0])
    [page] = [
        page
        for page in PAGE_ROUTES
        if page.method == "GET" and re.sub(r"\{\w+\}", "{}", page.path) == wanted
    ]
    assert not page.access.roles or door.roles <= page.access.roles


def bound(state: BindingState) -> BindingView:
    at = datetime(2019, 3, 1, tzinfo=UTC)
    return BindingView(
        binding_id=uuid4(),
        person_id=uuid4(),
        person_name="样例江",
        organisation_id=uuid4(),
        organisation_name="样例医院",
        state=state,
        requested_at=at,
        decided_at=None,
        reason=None,
    )


def test_the_live_binding_counts_before_one_that_was_refused_later() -> None:
    refused, live = bound(BindingState.REFUSED), bound(BindingState.CONFIRMED)
    assert current_binding((refused, live)) is live
    assert current_binding((refused, bound(BindingState.ENDED))) is refused
    assert current_binding(()) is None
