"""A private firm without a 主管部门: registered by itself, heard at the county's desk (R04)."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from demo import applicant, desks
from demo.applicant import Applicant
from demo.cast import Part
from demo.client import JSON, Visitor
from demo.form import birth_of
from demo.identity import invent
from demo.stage import APPLICANT_PASSWORD, REGION
from tests.browser.conftest import NewVisitor
from tests.browser.test_sign_up import (
    Newcomer,
    describe,
    let_in,
    new_firm,
    signed_up,
)
from tests.support.backstage import Backstage

PREFECTURE = "XJ-6540"
FIRST_PASSWORD = "Kunlun-2019-first"
UNIT_ROLES = ("UNIT_HR", "UNIT_LEADER")


async def appoint(backstage: Backstage, unit: JSON, role: str) -> None:
    """Account by one administrator, role by another, own password by the newcomer."""
    crew, login = backstage.stage.crew, f"firm.{secrets.token_hex(5)}"
    system = await crew.at(REGION, "SYSTEM_ADMIN")
    security = await crew.at(REGION, "SECURITY_ADMIN")
    body = {"login": login, "password": FIRST_PASSWORD, "name": "样例江"}
    made = await system.post("/people/staff", body)
    granted = {"role": role, "organisation_id": unit["organisation_id"]}
    await security.post(f"/people/{made['person_id']}/roles", granted)
    async with Visitor(backstage.stage.base_url, login) as newcomer:
        await newcomer.sign_in(login, FIRST_PASSWORD)
        change = {"current_password": FIRST_PASSWORD, "new_password": crew.password}
        await newcomer.post("/session/password", change)
    crew.logins[unit["code"], role] = [login]


async def confirm(backstage: Backstage, unit: JSON) -> None:
    """The new clerk confirms whoever waits."""
    clerk = await backstage.stage.crew.at(unit["code"], "UNIT_HR")
    waiting = await clerk.get("/bindings", organisation_id=unit["organisation_id"])
    for binding in waiting["bindings"]:
        await clerk.post(f"/bindings/{binding['binding_id']}/decision", {"confirm": True})


async def reach_the_bureau(backstage: Backstage, me: Applicant) -> JSON:
    """Fill in, submit, be recommended by the firm, arrive at the county's desk."""
    await me.visitor.sign_in(me.person.login, APPLICANT_PASSWORD)
    await applicant.fill_in(backstage.stage, me)
    await applicant.submit(backstage.stage, me)
    await desks.at_state(me, "UNIT_REVIEW")
    await desks.pass_unit(backstage.stage, me)
    return await desks.at_state(me, "MID_REVIEW")


async def unit_of(backstage: Backstage, code: str) -> JSON:
    async with Visitor(backstage.stage.base_url) as anybody:
        return await anybody.get(f"/organisations/by-code/{code}")


@pytest.mark.requirement("R04")
def test_the_people_of_a_firm_that_registered_itself_reach_the_bureau_of_its_place(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    name, uscc = new_firm()
    plan: JSON = {"plan_unit_code": PREFECTURE, "unit_nature": "PRIVATE_ENTERPRISE"}
    wish = backstage.part(unit=plan)
    invented = invent(wish.number, birth_of(wish, backstage.stage.closing_day))
    who = Newcomer(invented.name, APPLICANT_PASSWORD, invented.login, invented.id_number)
    person = visitor()
    page = signed_up(person, who)
    page.get_by_role("link", name="登记本单位").click()
    describe(page, name, uscc)
    expect(page.get_by_text("待人社局确认")).to_be_visible()
    let_in(visitor(), name, uscc)

    unit = backstage.run(unit_of(backstage, uscc))
    backstage.stage.codes[unit["organisation_id"]] = uscc
    for role in UNIT_ROLES:
        backstage.run(appoint(backstage, unit, role))
    backstage.run(confirm(backstage, unit))
    page.reload()
    expect(page.get_by_text("单位已确认，您可以提交申报")).to_be_visible()

    part = Part(wish.number, wish.story, unit, wish.row, wish.kind)
    me = Applicant(part, invented, Visitor(backstage.stage.base_url, invented.login))
    status = backstage.run(reach_the_bureau(backstage, me))
    bureau = next(node for node in unit["route"] if node["kind"] == "MID")
    assert status["desk_organisation_id"] == bureau["organisation_id"]
    page.goto(f"{person.site}/applications/{me.application_id}/status")
    expect(page.get_by_text(bureau["organisation_name"]).first).to_be_visible()
    backstage.run(me.visitor.close())
