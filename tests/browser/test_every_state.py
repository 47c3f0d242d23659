"""Pages and states of pages that no story inspects: empty, filled, and told what is missing."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from demo.client import JSON
from demo.stage import REGION
from tests.browser.conftest import NewVisitor
from tests.browser.test_sign_up import Newcomer, signed_up
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.wrong_forms import sent_wrongly

FINAL = "XJ-6540"


def looked_at(person: Visitor, page: Page, *addresses: str) -> list[str]:
    """What is wrong with the pages at these addresses, one after the other in one window."""
    found = []
    for address in addresses:
        answer = page.goto(person.site + address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        found += inspect(page)
    return found


def refused(person: Visitor, page: Page, address: str, button: str) -> list[str]:
    """The same of a page whose form is sent as it is, which is not enough."""
    page.goto(person.site + address)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page).to_have_title(re.compile("^错误："))
    return inspect(page)


def at_work(visitor: NewVisitor, backstage: Backstage, code: str, role: str) -> Visitor:
    person = visitor()
    person.sign_in(backstage.login(code, role))
    return person


def id_of(backstage: Backstage, code: str) -> str:
    return next(i for i, known in backstage.stage.codes.items() if known == code)


def test_pages_of_somebody_who_has_begun_nothing(visitor: NewVisitor, backstage: Backstage) -> None:
    me, newcomer = visitor(), Newcomer()
    page = signed_up(me, newcomer)
    assert looked_at(me, page, "/account", "/applications", "/account/unit", "/workplaces") == []
    assert looked_at(me, page, "/applications/new") == []
    assert refused(me, page, "/account/password", "修改密码") == []
    nobody = visitor()
    page = nobody.page()
    assert looked_at(nobody, page, "/password/asked") == []
    assert refused(nobody, page, "/password/forgotten", "提出申请") == []
    assert refused(nobody, page, "/password/reset", "设置新密码") == []
    page.goto(f"{nobody.site}/password/forgotten")
    page.get_by_label("用户名或身份证号").fill(newcomer.login)
    page.get_by_role("button", name="提出申请").click()
    expect(page.get_by_role("heading", name="已提出申请")).to_be_visible()
    office = at_work(visitor, backstage, REGION, "SYSTEM_ADMIN")
    page = office.page()
    assert looked_at(office, page, "/resets") == []
    page.get_by_role("row").filter(has_text=newcomer.name).get_by_role("link").click()
    expect(page.get_by_label("证件上的公民身份号码")).to_be_visible()
    assert inspect(page) == []
    assert sent_wrongly(page, page.url) == []


def test_pages_of_somebody_with_a_draft(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("DRAFT")
    scans = backstage.run(me.visitor.get(f"{me.path}/scans"))["scans"]
    scan = f"{me.path}/scans/{scans[0]['scan_id']}"
    person = visitor()
    person.sign_in_applicant(me.person.login)
    page = person.page()
    own = ("eligibility", "withdrawal", "print", "print/materials", "sections/intention", "check")
    consents = ("consents", "consents/PHOTO/withdrawal")
    unit = me.part.unit["organisation_id"]
    addresses = (
        *(f"{me.path}/{end}" for end in (*own, *consents)),
        scan,
        f"{scan}/removal",
        "/account",
        "/account/password",
        "/account/sign-ins",
        "/account/unit?q=样例",
        f"/account/unit/{unit}",
        "/account/unit-registration",
        "/applications",
    )
    assert looked_at(person, page, *addresses) == []
    again = backstage.bring("UNIT_REVIEW")
    person = visitor()
    person.sign_in_applicant(again.person.login)
    ends = ("status", "withdrawal", "receipt", "changes", "versions/1")
    page = person.page()
    assert looked_at(person, page, *(f"{again.path}/{end}" for end in ends)) == []


def test_pages_of_desks(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("UNIT_REVIEW")
    unit: JSON = me.part.unit
    desk = f"/desk/{unit['organisation_id']}"
    file = f"{desk}/files/{me.application_id}"
    clerk = at_work(visitor, backstage, unit["code"], "UNIT_HR")
    page = clerk.page()
    ends = ("", "/changes", "/id-number", "/opinion", "/pass", "/return")
    addresses = (f"{file}{end}" for end in ends)
    people = f"/unit/{unit['organisation_id']}/people"
    around = (
        "/workplaces",
        f"{desk}/team",
        f"{desk}/progress",
        f"{desk}/progress/plan",
        "/exports",
    )
    assert looked_at(clerk, page, *addresses, people, *around, f"{desk}?specialty=没有") == []
    assert refused(clerk, page, f"{file}/id-number", "查看") == []
    assert refused(clerk, page, f"{file}/return", "下一步：核对") == []
    assert refused(clerk, page, file, "保存备注") == []
    leader = at_work(visitor, backstage, unit["code"], "UNIT_LEADER")
    assert looked_at(leader, leader.page(), f"{file}/signature") == []


def test_pages_of_the_region_and_of_administrators(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    region, final = id_of(backstage, REGION), id_of(backstage, FINAL)
    officer = at_work(visitor, backstage, REGION, "REGION_OFFICER_IN_REGION")
    base, desk = f"/content/{region}", f"/desk/{region}"
    pages = ("/workplaces", f"/region/{region}/lists", desk, f"{desk}?all=1", f"{desk}/progress")
    texts = (
        base,
        f"{base}/plan",
        f"{base}/plan/publication",
        f"{base}/dates",
        f"{base}/dates/{uuid4()}",
    )
    assert looked_at(officer, officer.page(), *pages, *texts) == []
    chief = at_work(visitor, backstage, FINAL, "FINAL_LEADER")
    there = f"/desk/{final}"
    own = ("paper", "lists", "lists/short", "lists/long", "progress/plan")
    assert looked_at(chief, chief.page(), *(f"{there}/{end}" for end in own)) == []
    system = at_work(visitor, backstage, REGION, "SYSTEM_ADMIN")
    assert looked_at(system, system.page(), "/workplaces") == []
