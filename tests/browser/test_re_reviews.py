"""A re-review in the browser: contested by the applicant, decided by a person one level higher."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewVisitor
from tests.browser.test_desks import at_desk
from tests.browser.test_refusals import ANSWER, confirm, propose
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect

GROUNDS = "（样例）任务书第三页列有本人分工，结题证书系单位统一署名，请核对。"
REASONS = "（样例）任务书列有申报人的分工，原决定所依据的事实不能成立，予以撤销。"


def refuse(leader: Visitor, file: str) -> None:
    """The leader of the unit takes the refusal up."""
    page = leader.open(f"{file}/refusal/decision")
    page.get_by_label("不予推荐", exact=True).check()
    confirm(page, "（样例）任务书与档案不一致，维持。", "确认决定：不予推荐", "确认决定")


@pytest.mark.requirement("D09", "F5", "F15")
def test_a_refusal_is_contested_in_three_clicks_and_overturned(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    file = propose(visitor, backstage, me)
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/refusal")
    confirm(own, ANSWER, "确认陈述", "提交陈述")
    refuse(at_desk(visitor, backstage, me, "UNIT", "UNIT_LEADER")[0], file)

    own.goto(f"{applicant.site}/applications/{me.application_id}/status")
    contest(own)
    banner = own.get_by_role("region", name="复核中")
    expect(banner).to_contain_text("申请了复核")
    assert inspect(own) == []
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    seen = hr.open(f"{desk}/files/{me.application_id}")
    expect(seen.get_by_role("region", name="复核中")).to_be_visible()

    reviewer, _ = at_desk(visitor, backstage, me, "FINAL", "RE_REVIEWER")
    page = reviewer.open("/workplaces")
    page.get_by_role("link", name=re.compile("^复核")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("复核")
    assert inspect(page) == []
    page.get_by_role("link", name=me.application_no).click()
    expect(page.get_by_text(GROUNDS)).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert inspect(page) == []
    decide(page)
    expect(
        page.get_by_text(f"{me.application_no}已决定：撤销并继续。现为：待单位审核")
    ).to_be_visible()
    expect(page.get_by_text("目前没有等待决定的复核。")).to_be_visible()

    own.goto(f"{applicant.site}/applications/{me.application_id}/status")
    expect(own.get_by_text(REASONS)).to_be_visible()
    expect(own.get_by_text("待单位审核").first).to_be_visible()
    assert inspect(own) == []


def contest(own: Page) -> None:
    """Link, form, preview: with an error in between."""
    own.get_by_role("link", name=re.compile("^申请复核")).click()
    assert inspect(own) == []
    own.get_by_role("button", name="下一步：核对").click()
    expect(own).to_have_title(re.compile("^错误："))
    assert inspect(own) == []
    own.get_by_label("另有书面证明材料").check()
    confirm(own, GROUNDS, "确认申请复核", "提交复核申请")
    expect(own.get_by_text("复核申请已提交")).to_be_visible()


def decide(page: Page) -> None:
    """Form, preview, decision: with an error in between."""
    page.get_by_role("link", name="决定复核").click()
    assert inspect(page) == []
    page.get_by_role("button", name="下一步：核对").click()
    expect(page).to_have_title(re.compile("^错误："))
    assert inspect(page) == []
    page.get_by_label("撤销并继续").check()
    confirm(page, REASONS, "确认复核决定：撤销并继续", "确认决定")
