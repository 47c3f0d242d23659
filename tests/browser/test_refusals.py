"""A refusal in the browser: proposed by one, answered by the applicant, decided by another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from demo.applicant import Applicant
from tests.browser.conftest import NewVisitor
from tests.browser.test_desks import at_desk
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

FACTS = (
    "（样例）申报表所列三项课题中有两项为本单位其他人员主持，经核对结题材料，"
    "申报人未参加研究工作，与所填“主要完成人”不符，本人亦未能提供证明。"
)
ANSWER = "（样例）两项课题的任务书第三页列有本人分工，请再核对。"


def confirm(page: Page, text: str, heading: str, last: str) -> None:
    """Fill in, look at the preview, confirm."""
    page.get_by_label(re.compile("^(事实和理由|陈述|理由)$")).fill(text)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_text(text)).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("button", name=last).click()


def propose(visitor: NewVisitor, backstage: Backstage, me: Applicant) -> str:
    """The officer of the unit proposes; the address of the file."""
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    file = f"{desk}/files/{me.application_id}"
    page = hr.open(file)
    page.get_by_role("link", name="拟不予推荐").click()
    expect(page.get_by_label("事实和理由")).to_have_value("")
    page.get_by_label("事实和理由").fill("不符合要求。")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.get_by_label("事实和理由")).to_have_value("不符合要求。")
    assert inspect(page) == []
    confirm(page, FACTS, "确认拟不予推荐", "确认提出")
    expect(page.get_by_text(f"{me.application_no}已提出拟不予推荐")).to_be_visible()
    return file


@pytest.mark.requirement("F4", "F15")
def test_who_is_to_be_refused_reads_why_answers_and_another_decides(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    file = propose(visitor, backstage, me)
    leader, _ = at_desk(visitor, backstage, me, "UNIT", "UNIT_LEADER")
    deciding = leader.open(f"{file}/refusal/decision")
    expect(deciding.get_by_text("申报人还没有陈述。")).to_be_visible()
    assert inspect(deciding) == []

    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    status = f"/applications/{me.application_id}/status"
    own = applicant.open(status)
    expect(own.get_by_text(FACTS)).to_be_visible()
    own.get_by_role("link", name="提交陈述").click()
    assert inspect(own) == []
    own.get_by_role("button", name="下一步：核对").click()
    expect(own).to_have_title(re.compile("^错误："))
    assert inspect(own) == []
    confirm(own, ANSWER, "确认陈述", "提交陈述")
    expect(own.get_by_text("陈述已提交，等待决定。")).to_be_visible()
    expect(own.get_by_role("link", name="提交陈述")).to_have_count(0)

    deciding.goto(f"{leader.site}{file}/refusal/decision")
    expect(deciding.get_by_text(ANSWER)).to_be_visible()
    deciding.get_by_role("button", name="下一步：核对").click()
    expect(deciding).to_have_title(re.compile("^错误："))
    assert inspect(deciding) == []
    deciding.get_by_label("不予推荐", exact=True).check()
    confirm(deciding, "（样例）任务书与档案不一致，维持。", "确认决定：不予推荐", "确认决定")
    expect(deciding.get_by_text("已决定：不予推荐")).to_be_visible()

    own.goto(f"{applicant.site}{status}")
    expect(own.get_by_text("向上一级审核单位书面申请复核")).to_be_visible()
    expect(own.get_by_text("（样例）任务书与档案不一致，维持。").first).to_be_visible()
    assert inspect(own) == []


def test_a_refusal_that_is_not_taken_up_lets_the_file_go_on(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    file = propose(visitor, backstage, me)
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/refusal")
    confirm(own, ANSWER, "确认陈述", "提交陈述")
    leader, _ = at_desk(visitor, backstage, me, "UNIT", "UNIT_LEADER")
    page = leader.open(file)
    page.get_by_role("link", name="决定是否推荐").click()
    page.get_by_label("不采纳，继续审核").check()
    confirm(page, "（样例）任务书已核对无误，继续审核。", "确认决定：不采纳，继续审核", "确认决定")
    expect(page.get_by_text("现为：待单位审核")).to_be_visible()
