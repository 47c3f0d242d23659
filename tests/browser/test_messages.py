"""An applicant hears what happened: in the list of messages, once read no longer waiting."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


def test_an_applicant_is_told_and_reads(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("MID_REVIEW", "A1")
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    page = applicant.open("/applications")
    expect(page.get_by_text("您有3条未读消息。")).to_be_visible()
    page.get_by_role("link", name="查看消息").click()
    expect(page.get_by_text("有3条未读。")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("link", name="单位意见已签署").click()
    tail = str(me.application_no)[-2:]
    expect(page.get_by_text(f"编号…{tail}）")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("link", name="查看我的申报").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("办理进度")
    expect(page.get_by_text("您有2条未读消息。")).to_be_visible()
    page.get_by_role("navigation", name="主要栏目").get_by_role("link", name="消息").click()
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_text("没有未读消息。")).to_be_visible()
    expect(page.get_by_text(re.compile("^已读$"))).to_have_count(3)
    page.goto(f"{applicant.site}/messages?p=9")
    page.get_by_role("link", name="从第一页看起").click()
    expect(page.get_by_role("link", name="申报已提交")).to_be_visible()

    stranger = visitor()
    stranger.sign_in_applicant(backstage.arrived().person.login)
    empty = stranger.open("/messages")
    expect(empty.get_by_text("还没有消息。")).to_be_visible()
    assert inspect(empty) == []
