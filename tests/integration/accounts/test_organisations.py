"""Organisations come as a table, change by effective dates, and are told to everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.accounts import (
    ImportOrganisations,
    ImportOrganisationsResult,
    ListOrganisations,
    OrganisationView,
    ReadOrganisation,
)
from services.contracts.vocabulary import NodeKind, OrganisationType, Role
from tests.factories.causes import call_of, person

HEADER = (
    "代码,名称,类型,单位性质,所在地代码,计划单位代码,主管单位代码,"
    "审核线,审核路径,人事联系人,启用日期,停用日期"
)
REGION = "XJ,自治区人社厅,自治区人社厅,,650000,,,,,,2000-01-01,"
BUREAU = "HT,和田地区人社局,地州市人社局,,653200,XJ-6532,,,,,2000-01-01,"
COUNTY = "HT-C,和田市人社局,县（市、区）人社局,,653201,XJ-6532,,,,,2000-01-01,"
FIRM = (
    "HT-U,（样例）和田绿洲公司,推荐单位,非公有制企业,653201,XJ-6532,,A3,HT-C>HT,样例江,2000-01-01,"
)
ALL = (REGION, BUREAU, COUNTY, FIRM)
ADMIN = person(Role.SYSTEM_ADMIN)


def load(app: AccountsApp, *rows: str) -> ImportOrganisationsResult:
    content = "\n".join((HEADER, *rows)).encode()
    request = ImportOrganisations.model_construct(filename="units.csv", content=content)
    return handlers.import_organisations(app, call_of(request, ADMIN))


def read(app: AccountsApp, code: str) -> OrganisationView:
    return handlers.read_organisation(app, call_of(ReadOrganisation(code=code), ADMIN))


def events(app: AccountsApp) -> list[dict[str, Any]]:
    with app.database.engine.connect() as connection:
        return list(connection.execute(text("SELECT payload FROM outbox ORDER BY id")).scalars())


@pytest.mark.requirement("R04")
def test_a_private_firm_without_a_supervisor_has_its_route(app: AccountsApp) -> None:
    assert load(app, *ALL).model_dump() == {
        "created": 4,
        "changed": 0,
        "unchanged": 0,
        "findings": (),
    }
    firm = read(app, "HT-U")
    assert [(node.kind, node.organisation_name) for node in firm.route] == [
        (NodeKind.UNIT, "（样例）和田绿洲公司"),
        (NodeKind.MID, "和田市人社局"),
        (NodeKind.FINAL, "和田地区人社局"),
        (NodeKind.REGION, "自治区人社厅"),
    ]
    assert firm.supervising_org_id is None


def test_the_whole_organisation_is_told_with_its_route(app: AccountsApp) -> None:
    load(app, *ALL)
    told = {event["data"]["code"]: event for event in events(app)}
    assert set(told) == {"XJ", "HT", "HT-C", "HT-U"}
    assert {event["sequence"] for event in told.values()} == {1}
    assert [node["kind"] for node in told["HT-U"]["data"]["route"]] == [
        "UNIT",
        "MID",
        "FINAL",
        "REGION",
    ]


def test_the_same_file_again_changes_nothing(app: AccountsApp) -> None:
    load(app, *ALL)
    result = load(app, *ALL)
    assert (result.created, result.changed, result.unchanged) == (0, 0, 4)
    assert len(events(app)) == 4


def test_a_new_name_is_remembered_and_told_by_all_who_show_it(app: AccountsApp) -> None:
    load(app, *ALL)
    app.clock.advance(timedelta(days=30))  # type: ignore[attr-defined]  # -- a fixed clock
    result = load(app, BUREAU.replace("和田地区人社局", "和田地区人力资源局"))
    assert (result.created, result.changed) == (0, 1)
    bureau = read(app, "HT")
    assert [(f.name, f.valid_to) for f in bureau.former_names] == [
        ("和田地区人社局", date(2019, 3, 11))
    ]
    told = events(app)[4:]
    assert [(e["data"]["code"], e["sequence"]) for e in told] == [("HT", 2), ("HT-U", 2)]
    assert told[1]["data"]["route"][2]["organisation_name"] == "和田地区人力资源局"


def test_a_changed_route_begins_today_and_the_old_one_is_kept(app: AccountsApp) -> None:
    load(app, *ALL)
    app.clock.advance(timedelta(days=30))  # type: ignore[attr-defined]  # -- a fixed clock
    second = COUNTY.replace("HT-C,和田市", "HT-D,和田县").replace("653201", "653221")
    load(app, second, FIRM.replace("HT-C>HT", "HT-D>HT"))
    assert [node.organisation_name for node in read(app, "HT-U").route][1] == "和田县人社局"
    with app.database.engine.connect() as connection:
        ended = connection.execute(
            text("SELECT count(*) FROM route_node WHERE valid_to = '2019-03-11'")
        ).scalar_one()
    assert ended == 4


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (FIRM.replace("HT-C>HT", "HT-X>HT"), "审核路径", "没有代码为“HT-X”的单位。"),
        (FIRM.replace("HT-C>HT", "HT"), "审核路径", "非公有制企业的中间审核级数不符。"),
        (FIRM.replace("653201", "652902"), "所在地代码", "“652902”不在行政区划代码表内。"),
        (FIRM.replace("非公有制企业", "机关"), "审核路径", "非公有制企业的单位性质不符。"),
    ],
)
def test_a_wrong_row_stops_the_whole_file(
    app: AccountsApp, row: str, column: str, message: str
) -> None:
    result = load(app, REGION, BUREAU, COUNTY, row)
    assert [(f.row, f.column) for f in result.findings] == [(5, column)]
    assert message in result.findings[0].message
    assert events(app) == []


def test_without_the_region_office_no_route_ends(app: AccountsApp) -> None:
    assert "自治区人社厅" in load(app, BUREAU).findings[0].message


def test_organisations_are_found_by_name_type_place_and_plan_unit(app: AccountsApp) -> None:
    load(app, *ALL)

    def found(**wanted: Any) -> list[str]:
        result = handlers.list_organisations(app, call_of(ListOrganisations(**wanted)))
        return [summary.code for summary in result.organisations]

    assert found(text="绿洲") == ["HT-U"]
    assert found(text="%") == []
    assert found(region_code="6532") == ["HT", "HT-C", "HT-U"]
    assert found(organisation_type=OrganisationType.COUNTY_HRSS) == ["HT-C"]
    assert found(only_bindable=True) == ["HT-U"]
    assert found(plan_unit_code="XJ-6532", offset=1, limit=1) == ["HT-C"]


def test_contacts_are_for_those_who_are_signed_in(app: AccountsApp) -> None:
    load(app, *ALL)
    public = handlers.read_organisation(app, call_of(ReadOrganisation(code="HT-U")))
    assert (public.hr_contact, read(app, "HT-U").hr_contact) == (None, "样例江")
    with pytest.raises(NotFoundError):
        read(app, "HT-X")


def test_only_the_system_administrator_imports(app: AccountsApp) -> None:
    request = ImportOrganisations.model_construct(filename="a.csv", content=b"")
    with pytest.raises(ForbiddenError):
        handlers.import_organisations(app, call_of(request, person(Role.SECURITY_ADMIN)))
