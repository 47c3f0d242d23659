"""After submission: what the applicant sees of it, and taking it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


@pytest.mark.requirement("F3", "F13", "D07")
def test_every_signed_opinion_and_every_reading_is_shown(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("PAPER_CHECK", "A1")
    person = visitor()
    person.sign_in_applicant(me.person.login)
    page = person.open(f"/applications/{me.application_id}/status")
    expect(page.get_by_role("heading", name="办理进度")).to_be_visible()
    expect(page.get_by_text("待纸质材料审核").first).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.get_by_text("在").first).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("link", name="第1版").click()
    expect(page.get_by_role("heading", name="基本信息")).to_be_visible()
    assert inspect(page) == []
    accesses = f"{person.site}/applications/{me.application_id}/accesses"
    page.goto(accesses)
    expect(page.get_by_text("还没有人看过您的申报")).to_be_visible()
    backstage.run(backstage.read(me, "UNIT_HR"))
    page.goto(accesses)
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("cell", name="单位人事经办人")).to_be_visible()
    assert inspect(page) == []


@pytest.mark.requirement("F12")
def test_withdrawing_asks_no_reason_and_says_what_it_means(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    person = visitor(scripts=False)
    person.sign_in_applicant(me.person.login)
    page = person.open(f"/applications/{me.application_id}/status")
    page.get_by_role("link", name="撤回申报").click()
    expect(page.get_by_text("撤回不需要理由")).to_be_visible()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.get_by_text("申报已撤回").first).to_be_visible()


def test_somebody_elses_application_is_not_found(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("UNIT_REVIEW")
    other = visitor()
    other.sign_in_applicant(backstage.arrived().person.login)
    for end in ("status", "accesses", "versions/1", "changes", "withdrawal"):
        page = other.page()
        answer = page.goto(f"{other.site}/applications/{me.application_id}/{end}")
        assert answer is not None
        assert answer.status == 404
