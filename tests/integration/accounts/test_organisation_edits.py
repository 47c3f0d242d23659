"""One organisation is changed today or from a later day on; a file is looked at before it acts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.accounts import handlers
from services.accounts.app import AccountsApp
from services.contracts.actors import Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import (
    CancelOrganisationChange,
    CheckOrganisationEdit,
    ImportPreview,
    OrganisationChange,
    OrganisationHistory,
    PlannedState,
    PreviewOrganisations,
    ReadOrganisationHistory,
    UpdateOrganisation,
)
from services.contracts.vocabulary import Role
from tests.factories.causes import call_of, person
from tests.integration.accounts.test_organisations import (
    ADMIN,
    ALL,
    BUREAU,
    COUNTY,
    HEADER,
    REGION,
    events,
    load,
    read,
)

SECOND = COUNTY.replace("HT-C,和田市", "HT-D,和田县").replace("653201", "653221")
LATER = date(2019, 3, 1)


def edit(app: AccountsApp, code: str, on: date | None = None, **cells: str) -> OrganisationChange:
    now = read(app, code)
    request = UpdateOrganisation(
        organisation_id=now.organisation_id,
        sequence=now.sequence,
        effective_on=on,
        cells=cells,
    )
    return handlers.update_organisation(app, call_of(request, ADMIN))


def history(app: AccountsApp, code: str) -> OrganisationHistory:
    request = ReadOrganisationHistory(organisation_id=read(app, code).organisation_id)
    return handlers.read_organisation_history(app, call_of(request, ADMIN))


def wait_until(app: AccountsApp, day: date) -> None:
    app.clock.advance(timedelta(days=(day - date(2019, 2, 10)).days))  # type: ignore[attr-defined]  # -- a fixed clock
    handlers.apply_due_changes(app)


def desks(app: AccountsApp, code: str) -> list[str]:
    return [node.organisation_name for node in read(app, code).route]


def test_an_edit_of_today_acts_at_once_and_is_told(app: AccountsApp) -> None:
    load(app, *ALL, SECOND)
    told = len(events(app))
    changed = edit(app, "HT-U", 审核路径="HT-D>HT", 人事电话="0903-2020202")
    assert [(cell.column, cell.before, cell.after) for cell in changed.cells] == [
        ("审核路径", "HT-C>HT", "HT-D>HT"),
        ("人事电话", "", "0903-2020202"),
    ]
    assert (changed.planned, changed.effective_on) == (False, date(2019, 2, 10))
    assert (desks(app, "HT-U")[1], read(app, "HT-U").hr_phone) == ("和田县人社局", "0903-2020202")
    assert [event["data"]["code"] for event in events(app)[told:]] == ["HT-U"]


def test_a_change_of_a_later_day_waits_for_it(app: AccountsApp) -> None:
    load(app, *ALL, SECOND)
    told = len(events(app))
    assert edit(app, "HT", LATER, 名称="和田地区人力资源局").planned
    assert edit(app, "HT-U", LATER, 审核路径="HT-D>HT").planned
    handlers.apply_due_changes(app)
    assert (read(app, "HT").name, len(events(app))) == ("和田地区人社局", told)
    wait_until(app, LATER)
    assert desks(app, "HT-U")[1:3] == ["和田县人社局", "和田地区人力资源局"]
    [former] = read(app, "HT").former_names
    assert (former.name, former.valid_to) == ("和田地区人社局", date(2019, 2, 28))
    now = history(app, "HT-U")
    assert [change.state for change in now.planned] == [PlannedState.APPLIED]
    assert [(route.valid_to, len(route.nodes)) for route in now.routes] == [(date(2019, 2, 28), 4)]
    again = len(events(app))
    handlers.apply_due_changes(app)
    assert len(events(app)) == again


def test_a_planned_change_keeps_what_was_changed_meanwhile(app: AccountsApp) -> None:
    load(app, *ALL)
    edit(app, "HT-U", LATER, 名称="（样例）和田新绿洲公司")
    edit(app, "HT-U", 地址="样例路1号")
    wait_until(app, LATER)
    unit = read(app, "HT-U")
    assert (unit.name, unit.address) == ("（样例）和田新绿洲公司", "样例路1号")


def test_what_has_become_impossible_is_told_and_not_done(app: AccountsApp) -> None:
    load(app, *ALL, SECOND)
    edit(app, "HT-U", LATER, 审核路径="HT-D>HT")
    edit(app, "HT-U", 审核线="", 审核路径="", 单位性质="")
    wait_until(app, LATER)
    [change] = history(app, "HT-U").planned
    assert (change.state, change.reason) == (
        PlannedState.FAILED,
        "填写了审核路径，还须填写审核线。",
    )
    assert desks(app, "HT-U") == []


def test_a_planned_change_can_be_taken_back_until_it_begins(app: AccountsApp) -> None:
    load(app, *ALL)
    edit(app, "HT", LATER, 名称="和田地区人力资源局")
    change = history(app, "HT").planned[0]
    request = CancelOrganisationChange(change_id=change.change_id)
    after = handlers.cancel_organisation_change(app, call_of(request, ADMIN))
    assert after.planned[0].state is PlannedState.CANCELLED
    wait_until(app, LATER)
    assert read(app, "HT").name == "和田地区人社局"
    with pytest.raises(IllegalTransitionError):
        handlers.cancel_organisation_change(app, call_of(request, ADMIN))


@pytest.mark.parametrize(
    ("cells", "on", "field", "message"),
    [
        ({"审核路径": "HT-X>HT"}, None, "审核路径", "没有代码为“HT-X”的单位"),
        ({"名称": ""}, None, "名称", "不能为空"),
        ({"统一社会信用代码": "91650000000000000X"}, None, "统一社会信用代码", "校验位不符"),
        ({"名称": "新名称"}, date(2019, 2, 9), "effective_on", "不能早于今天"),
        ({"名称": "（样例）和田绿洲公司", "代码": "OTHER"}, None, "", "没有改动"),
    ],
)
def test_a_wrong_edit_changes_nothing(
    app: AccountsApp, cells: dict[str, str], on: date | None, field: str, message: str
) -> None:
    load(app, *ALL)
    told = len(events(app))
    with pytest.raises(ValidationFailedError) as refused:
        edit(app, "HT-U", on, **cells)
    assert refused.value.findings[0].field == field
    assert message in refused.value.findings[0].message
    assert len(events(app)) == told


def test_an_edit_of_what_moved_on_is_refused(app: AccountsApp) -> None:
    load(app, *ALL)
    seen = read(app, "HT-U")
    edit(app, "HT-U", 地址="样例路1号")
    request = UpdateOrganisation(
        organisation_id=seen.organisation_id, sequence=seen.sequence, cells={"地址": "样例路2号"}
    )
    with pytest.raises(StaleVersionError):
        handlers.update_organisation(app, call_of(request, ADMIN))


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDITOR, Role.REGION_LEADER])
def test_only_the_system_administrator_edits(app: AccountsApp, role: Role) -> None:
    load(app, *ALL)
    unit = read(app, "HT-U")
    terms: dict[str, Any] = {
        "organisation_id": unit.organisation_id,
        "sequence": unit.sequence,
        "cells": {"地址": "样例路1号"},
    }
    with pytest.raises(ForbiddenError):
        handlers.update_organisation(app, call_of(UpdateOrganisation(**terms), person(role)))
    with pytest.raises(ForbiddenError):
        handlers.check_organisation_edit(app, call_of(CheckOrganisationEdit(**terms), person(role)))


def test_a_check_stores_nothing(app: AccountsApp) -> None:
    load(app, *ALL)
    unit, told = read(app, "HT-U"), len(events(app))
    request = CheckOrganisationEdit(
        organisation_id=unit.organisation_id, sequence=unit.sequence, cells={"地址": "样例路1号"}
    )
    found = handlers.check_organisation_edit(app, call_of(request, ADMIN))
    assert [cell.column for cell in found.cells] == ["地址"]
    assert (read(app, "HT-U"), len(events(app))) == (unit, told)


def preview(app: AccountsApp, *rows: str, who: Actor = ADMIN) -> ImportPreview:
    content = "\n".join((HEADER, *rows)).encode()
    request = PreviewOrganisations.model_construct(content=content)
    return handlers.preview_organisations(app, call_of(request, who))


def test_a_file_is_previewed_row_by_row_and_then_does_just_that(app: AccountsApp) -> None:
    load(app, REGION, BUREAU, COUNTY)
    rows = (REGION, BUREAU.replace("和田地区人社局", "和田地区人力资源局"), SECOND)
    told = len(events(app))
    seen = preview(app, *rows)
    assert (seen.created, seen.changed, seen.unchanged) == (1, 1, 1)
    assert [(one.row, one.code, one.is_new) for one in seen.organisations] == [
        (3, "HT", False),
        (4, "HT-D", True),
    ]
    [name] = seen.organisations[0].cells
    assert (name.column, name.before, name.after) == (
        "名称",
        "和田地区人社局",
        "和田地区人力资源局",
    )
    assert len(events(app)) == told
    done = load(app, *rows)
    assert (done.created, done.changed, done.unchanged) == (1, 1, 1)


def test_a_preview_tells_the_findings_and_is_for_the_system_administrator(
    app: AccountsApp,
) -> None:
    seen = preview(app, REGION, BUREAU.replace("653200", "652902"))
    assert [(f.row, f.column) for f in seen.findings] == [(3, "所在地代码")]
    assert seen.organisations == ()
    with pytest.raises(ForbiddenError):
        preview(app, REGION, who=person(Role.SECURITY_ADMIN))


def test_the_history_of_an_unknown_organisation_is_not_found(app: AccountsApp) -> None:
    request = ReadOrganisationHistory(organisation_id=uuid4())
    with pytest.raises(NotFoundError):
        handlers.read_organisation_history(app, call_of(request, ADMIN))
