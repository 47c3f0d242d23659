"""A form that came back: reasons in place, only what was returned is open, handed in again, and
what the desk that returned it sees of that."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from demo import applicant, desks
from demo.applicant import Applicant
from demo.client import JSON, Problem
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
    expect(page.get_by_text("这一部分被退回，可以修改")).to_have_count(2)
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


async def hand_in_again(backstage: Backstage, me: Applicant) -> tuple[JSON, list[str]]:
    """The final unit marks everything and returns 学历学位; the applicant corrects one field and
    tries another, which is refused."""
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    officer = await desks.officer_of(backstage.stage, "FINAL", final["organisation_id"])
    await desks.mark_all(officer, me)
    await desks.return_to_applicant(backstage.stage, me, final)
    await until("the return", lambda: applicant._unlocked(me))
    revision = (await me.visitor.get(me.path))["revision"]
    other = {"expected_revision": revision, "fields": {"mail_address": "（样例）另一处"}}
    refused = []
    try:
        await me.visitor.patch(me.path, other)
    except Problem as problem:
        refused.append(problem.code)
    await applicant.correct(backstage.stage, me)
    await desks.at_state(me, "FINAL_REVIEW")
    return final, refused


@pytest.mark.requirement("R33", "D04")
def test_the_desk_sees_what_changed_beside_what_it_and_others_had_decided(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("FINAL_REVIEW")
    final, refused = backstage.run(hand_in_again(backstage, me))
    assert refused == ["forbidden"]
    clerk = visitor()
    code = backstage.stage.code_of(final["organisation_id"])
    clerk.sign_in(backstage.login(code, "FINAL_OFFICER"))
    page = clerk.open(f"/desk/{final['organisation_id']}/files/{me.application_id}")
    changed = page.locator("[data-item]").filter(has=page.get_by_text("本版有改动"))
    expect(changed).to_have_count(1)
    expect(changed).to_have_attribute("data-item", "education")
    photo = page.locator("[data-item=photo]")
    for said in ("本环节上次结论", "其他环节结论"):
        expect(photo.get_by_text(said)).to_contain_text("第1版")
        expect(photo.get_by_text(said)).to_contain_text("通过")
    expect(page.get_by_role("article").first).to_contain_text("针对第1版")
    assert inspect(page) == []
    page.get_by_role("link", name="与上一版的差异").click()
    expect(page.get_by_role("heading", name="第2版与第1版的差异")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="（更正）")
    expect(row).to_contain_text("所学专业")
    expect(page.locator("tbody").get_by_role("row")).to_have_count(1)
    assert inspect(page) == []
