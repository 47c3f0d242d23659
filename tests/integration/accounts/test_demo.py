"""The sample organisations and people: all routes, all plan units, safe to create twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.accounts.demo import DemoRefusedError, seed, table_of
from services.chassis.datafiles import read_table
from services.chassis.settings import Mode
from services.contracts.requests.accounts import ListOrganisations, ReadOrganisation, SignIn
from services.contracts.vocabulary import NodeKind, Role, RouteLine
from tests.factories.causes import call_of
from tests.integration.accounts.conftest import PROGRAMMES


def counts(app: AccountsApp) -> list[int]:
    statement = text(
        "SELECT (SELECT count(*) FROM organisation), (SELECT count(*) FROM person),"
        " (SELECT count(*) FROM role_grant), (SELECT count(*) FROM outbox)"
    )
    with app.database.engine.connect() as connection:
        return list(connection.execute(statement).one())


@pytest.mark.requirement("R02")
def test_every_plan_unit_has_units_of_its_own_with_a_whole_route(app: AccountsApp) -> None:
    seed(app)
    listed = handlers.list_organisations(
        app, call_of(ListOrganisations(only_bindable=True, limit=500))
    )
    plan = read_table(PROGRAMMES / "2019" / "plan.csv")
    assert {unit.plan_unit_code for unit in listed.organisations} == {
        row["计划单位代码"] for row in plan
    }
    lines: Counter[tuple[RouteLine | None, int]] = Counter()
    for summary in listed.organisations:
        request = ReadOrganisation(organisation_id=summary.organisation_id)
        unit = handlers.read_organisation(app, call_of(request))
        kinds = [node.kind for node in unit.route]
        assert kinds[0] is NodeKind.UNIT
        assert kinds[-2:] == [NodeKind.FINAL, NodeKind.REGION]
        assert set(kinds[1:-2]) <= {NodeKind.MID}
        lines[unit.line, len(kinds) - 1] += 1
    assert {line for line, _ in lines} == set(RouteLine)
    assert {levels for _, levels in lines} == {2, 3, 4}


def test_every_desk_of_every_route_has_its_people(app: AccountsApp) -> None:
    sample = seed(app)
    holders = {(person.organisation_code, person.role) for person in sample}
    needed = {
        NodeKind.UNIT: (Role.UNIT_HR, Role.UNIT_LEADER),
        NodeKind.MID: (Role.MID_OFFICER,),
        NodeKind.FINAL: (Role.FINAL_OFFICER, Role.FINAL_LEADER),
        NodeKind.REGION: (
            Role.REGION_LEADER,
            Role.REGION_OFFICER_INLAND,
            Role.REGION_OFFICER_IN_REGION,
        ),
    }
    listed = handlers.list_organisations(app, call_of(ListOrganisations(limit=500)))
    codes = {summary.organisation_id: summary.code for summary in listed.organisations}
    for summary in listed.organisations:
        request = ReadOrganisation(organisation_id=summary.organisation_id)
        for node in handlers.read_organisation(app, call_of(request)).route:
            for role in needed[node.kind]:
                assert (codes[node.organisation_id], role) in holders


def test_a_second_run_changes_nothing(app: AccountsApp) -> None:
    first = seed(app)
    before = counts(app)
    assert before[:3] == [149, 347, 347]
    assert seed(app) == first
    assert counts(app) == before


def test_sample_people_can_sign_in(app: AccountsApp) -> None:
    sample = seed(app)
    password = app.settings.demo_password.get_secret_value()
    identity = handlers.sign_in(
        app, call_of(SignIn.model_validate({"login": sample[0].login, "password": password}))
    )
    assert (identity.name, [grant.role for grant in identity.roles]) == (
        sample[0].name,
        [Role.REGION_LEADER],
    )
    assert f"{sample[0].login} " in table_of(sample, password)


def test_all_names_are_marked_as_samples(app: AccountsApp) -> None:
    assert [person.name for person in seed(app) if "样例" not in person.name] == []


def test_a_production_system_has_no_sample_people(app: AccountsApp) -> None:
    settings = app.settings.model_copy(update={"mode": Mode.PRODUCTION})
    with pytest.raises(DemoRefusedError):
        seed(replace(app, settings=settings))
    assert counts(app) == [0, 0, 0, 0]
