"""A form that came back: reasons in place, only what was returned is open, handed in again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from demo import applicant, desks
from demo.applicant import Applicant
from demo.stage import until
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


def come_back(backstage: Backstage, me: Applicant) -> None:
    """The unit returns 学历学位, and the applicant's form is open again."""

    async def act() -> None:
        unit = next(node for node in me.part.unit["route"] if node["kind"] == "UNIT")
        await desks.return_to_applicant(backstage.stage, me, unit)
        await until("the return", lambda: applicant._unlocked(me))

    backstage.run(act())


@pytest.mark.requirement("R33")
def test_only_returned_items_are_open_and_the_reason_stands_at_them(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    come_back(backstage, me)
    person = visitor()
    person.sign_in_applicant(me.person.login)
    page = person.open(f"/applications/{me.application_id}")
    expect(page.get_by_text("退回后可以修改")).to_have_count(2)
    assert inspect(page) == []
    page.get_by_role("link", name="基本信息").click()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("button", name="保存")).to_have_count(0)
    page.goto(f"{person.site}/applications/{me.application_id}/sections/education")
    expect(page.get_by_text(desks.RETURN_TEXT).first).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("所学专业").fill("更正后的专业")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    page.goto(f"{person.site}/applications/{me.application_id}/check")
    page.get_by_role("link", name="查看与上一版相比的修改").click()
    expect(page.get_by_role("cell", name="更正后的专业")).to_be_visible()
    page.go_back()
    page.get_by_label("我作出以上承诺").check()
    page.get_by_role("button", name="重新提交").click()
    expect(page).to_have_url(re.compile("/receipt$"))
    expect(page.get_by_text("第2版")).to_be_visible()
    assert inspect(page) == []
